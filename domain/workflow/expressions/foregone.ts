/** What a condition comes out as whatever happens in a run, as far as its text alone tells. */
import { type Budget, createBudget } from '#domain/expression/budget.ts';
import { type Expression, evaluateCondition } from '#domain/expression/expressions.ts';
import { accessOf, isSyntaxNode, type SyntaxNode } from '#domain/expression/syntax.ts';
import { isContradiction, type Limit } from './contradiction.ts';

/** The answer of a condition that is always the same; undefined when it may be either, or an error. */
export function foregoneAnswer(expression: Expression, budget: Budget = createBudget()): boolean | undefined {
  if (expression.references.names.length > 0) return answerOf(expression.root);
  const answer = evaluateCondition(expression, { vars: {}, tasks: {} }, budget);
  return answer.ok ? answer.value : undefined;
}

/** What a step can be when an expression asks for its state. */
const stepStates = new Set(['PENDING', 'SUCCEEDED', 'FAILED', 'DEAD', 'CANCELLED', 'SKIPPED']);

// A tree is at most as deep as the language allows.
function answerOf(node: SyntaxNode): boolean | undefined {
  const [left, right, third] = operandsOf(node);
  switch (node.op) {
    case 'value':
      return typeof node.args === 'boolean' ? node.args : undefined;
    case '!_':
      return negated(left === undefined ? undefined : answerOf(left));
    case '&&':
      return allOf(node);
    case '||':
      return anyOf([left, right].map((one) => (one === undefined ? undefined : answerOf(one))));
    case '?:':
      return choice([left, right, third].map((one) => (one === undefined ? undefined : answerOf(one))));
    case '==':
    case '!=':
      return equality(node);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return order(node);
    default:
      return undefined;
  }
}

function operandsOf({ args }: SyntaxNode): SyntaxNode[] {
  if (isSyntaxNode(args)) return [args];
  return Array.isArray(args) ? args.filter(isSyntaxNode) : [];
}

function negated(answer: boolean | undefined): boolean | undefined {
  return answer === undefined ? undefined : !answer;
}

function anyOf(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

function choice([asked, yes, no]: readonly (boolean | undefined)[]): boolean | undefined {
  if (asked !== undefined) return asked ? yes : no;
  return yes === no ? yes : undefined;
}

function allOf(node: SyntaxNode): boolean | undefined {
  const parts = conjunctsOf(node);
  const answers = parts.map(answerOf);
  if (answers.includes(false)) return false;
  if (isContradiction(parts.flatMap((part) => limitOf(part) ?? []))) return false;
  return answers.includes(undefined) ? undefined : true;
}

function conjunctsOf(node: SyntaxNode): SyntaxNode[] {
  return node.op === '&&' ? operandsOf(node).flatMap(conjunctsOf) : [node];
}

// Two texts that are written out, or the state of a step and a word that is no state.
function equality(node: SyntaxNode): boolean | undefined {
  const [left, right] = operandsOf(node);
  if (left === undefined || right === undefined) return undefined;
  const isWrittenOut = left.op === 'value' && right.op === 'value' && typeof left.args === typeof right.args;
  if (isWrittenOut) return (left.args === right.args) === (node.op === '==');
  const [state, word] = left.op === 'value' ? [right, left] : [left, right];
  if (!isStepState(state) || word.op !== 'value' || typeof word.args !== 'string') return undefined;
  return stepStates.has(word.args) ? undefined : node.op === '!=';
}

/** Which of two numbers that are written out is larger. */
function order(node: SyntaxNode): boolean | undefined {
  const [left, right] = operandsOf(node).map(valueOf);
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  if (node.op === '<') return left < right;
  if (node.op === '<=') return left <= right;
  return node.op === '>' ? left > right : left >= right;
}

function isStepState(node: SyntaxNode): boolean {
  const access = accessOf(node);
  if (node.op !== '.' || access?.key !== 'state') return false;
  const step = accessOf(access.left);
  return step?.left.op === 'id' && step.left.args === 'tasks';
}

const turned: Readonly<Record<string, Limit['sign']>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==' };

/** A comparison of something that is read with something written out: `vars.count > 3`. */
function limitOf(node: SyntaxNode): Limit | undefined {
  const sign = turned[node.op];
  const [left, right] = operandsOf(node);
  if (sign === undefined || left === undefined || right === undefined) return undefined;
  const isTurned = left.op === 'value';
  const [read, written] = isTurned ? [right, left] : [left, right];
  const of = nameOf(read);
  const value = valueOf(written);
  if (of === undefined || value === undefined) return undefined;
  // `3 < x` says of x that it is more than 3.
  return { of, sign: isTurned ? sign : (turned[sign] ?? '=='), value };
}

function valueOf({ op, args }: SyntaxNode): number | string | undefined {
  if (op === '-_' && isSyntaxNode(args)) {
    const inner = valueOf(args);
    return typeof inner === 'number' ? -inner : undefined;
  }
  if (op !== 'value') return undefined;
  if (typeof args === 'bigint') return Number(args);
  return typeof args === 'number' || typeof args === 'string' ? args : undefined;
}

/** `vars.a.b` as one name; undefined for anything that is not simply read. */
function nameOf(node: SyntaxNode): string | undefined {
  if (node.op === 'id') return String(node.args);
  const access = accessOf(node);
  if (access === undefined || (node.op !== '.' && node.op !== '[]')) return undefined;
  const isWritten = typeof access.key === 'string' || typeof access.key === 'bigint';
  const left = isWritten ? nameOf(access.left) : undefined;
  return left === undefined ? undefined : `${left} ${typeof access.key} ${access.key}`;
}
