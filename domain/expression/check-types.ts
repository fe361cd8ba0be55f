/**
 * What an expression comes out as, and what in it can never work, as far as the types of what it reads are known. It
 * says too little rather than too much: what it does not know may be anything.
 */
import { nearName } from '#domain/value/near-name.ts';
import type { Expression } from './expressions.ts';
import { accessOf, childrenOf, loopOf, methodOf, type SyntaxNode } from './syntax.ts';
import { type OperatorRule, operatorRules } from './type-rules.ts';
import {
  anyList,
  anyObject,
  anyType,
  eitherType,
  instantType,
  mayBe,
  nullType,
  numberType,
  sayType,
  textType,
  truthType,
  type ValueType,
} from './value-type.ts';

/** What the names of an expression stand for. */
export type TypeScope = {
  variable: (name: string) => ValueType;
  /** What the task of a step leaves as its result. */
  stepResult: (id: string) => ValueType;
  /** The type of `result`, where that may be read. */
  result: () => ValueType;
};

export type TypeFault = { message: string; column: number };

/** The type of an expression, and the first thing in it that cannot work. */
export function checkTypes(
  expression: Expression,
  scope: TypeScope,
): { type: ValueType; fault: TypeFault | undefined } {
  const run: Run = { scope, loops: new Map(), fault: undefined, text: expression.text };
  const type = typeOf(run, expression.root);
  const { fault } = run;
  const column = fault === undefined ? 0 : expression.columnOf(fault.position);
  return { type, fault: fault === undefined ? undefined : { message: `${fault.message} (column ${column})`, column } };
}

type Run = {
  scope: TypeScope;
  loops: Map<string, ValueType>;
  text: string;
  fault: { message: string; position: number } | undefined;
};

function report(run: Run, { start }: Pick<SyntaxNode, 'start'>, message: string): ValueType {
  run.fault ??= { message, position: start };
  return anyType;
}

// A tree is at most as deep as the language allows.
function typeOf(run: Run, node: SyntaxNode): ValueType {
  const access = accessOf(node);
  if (access !== undefined) return typeOfAccess(run, node, access);
  const loop = loopOf(node);
  if (loop !== undefined) return typeOfLoop(run, node, loop);
  const method = methodOf(node);
  if (method !== undefined) return typeOfMethod(run, node, method);
  const rule = operatorRules.get(node.op);
  if (rule !== undefined) return typeOfOperator(run, node, rule);
  switch (node.op) {
    case 'value':
      return typeOfLiteral(node.args);
    case 'id':
      return typeOfName(run, String(node.args));
    case 'list':
      return childrenOf(node).length === 0 ? anyList : { kind: 'list', items: itemsOf(run, node) };
    case 'map':
      for (const child of childrenOf(node)) typeOf(run, child);
      return anyObject;
    case '?:':
      return typeOfChoice(run, node);
    case 'call':
      return typeOfCall(run, node);
    default:
      return anyType;
  }
}

function typeOfLiteral(value: unknown): ValueType {
  switch (typeof value) {
    case 'string':
      return textType;
    case 'number':
    case 'bigint':
      return numberType;
    case 'boolean':
      return truthType;
    default:
      return value === null ? nullType : anyType;
  }
}

function typeOfName({ scope, loops }: Run, name: string): ValueType {
  const looped = loops.get(name);
  if (looped !== undefined) return looped;
  if (name === 'result') return scope.result();
  return name === 'now' ? instantType : anyType;
}

type Access = { left: SyntaxNode; key: unknown };

function typeOfAccess(run: Run, node: SyntaxNode, { left, key }: Access): ValueType {
  if (left.op === 'id' && typeof key === 'string') {
    if (left.args === 'vars') return run.scope.variable(key);
    if (left.args === 'tasks') return stepType(run.scope, key);
  }
  const inner = typeOf(run, left);
  const isIndex = node.op === '[]' || node.op === '[?]';
  if (isIndex) for (const child of childrenOf(node)) if (child !== left) typeOf(run, child);
  // What is asked for with a question mark may be absent, and comes out as an optional.
  if (node.op === '.?' || node.op === '[?]') return anyType;
  switch (inner.kind) {
    case 'text':
    case 'number':
    case 'truth':
      return report(run, node, `${sayType(inner)} has no ${typeof key === 'string' ? `field ${key}` : 'parts'}`);
    case 'list':
      return isIndex ? inner.items : anyType;
    case 'object':
      return typeof key === 'string' ? fieldOf(run, node, { object: inner, key }) : anyType;
    default:
      return anyType;
  }
}

function stepType(scope: TypeScope, id: string): ValueType {
  const fields = new Map([
    ['state', textType],
    ['result', scope.stepResult(id)],
  ]);
  return { kind: 'object', fields, isClosed: false };
}

type Field = { object: Extract<ValueType, { kind: 'object' }>; key: string };

function fieldOf(run: Run, node: SyntaxNode, { object, key }: Field): ValueType {
  const known = object.fields.get(key);
  if (known !== undefined) return known;
  if (!object.isClosed) return anyType;
  const names = [...object.fields.keys()];
  const near = nearName(key, names);
  const hint = near === undefined ? `it has ${sayNames(names)}` : `did you mean ${near}?`;
  const start = node.op === '.' ? node.end - key.length : node.start;
  return report(run, { start }, `there is never a field ${key}; ${hint}`);
}

const namesShownMax = 5;

function sayNames(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const more = names.length > namesShownMax ? ` and ${names.length - namesShownMax} more` : '';
  return names.slice(0, namesShownMax).join(', ') + more;
}

function itemsOf(run: Run, node: SyntaxNode): ValueType {
  return childrenOf(node)
    .map((child) => typeOf(run, child))
    .reduce(eitherType);
}

type Loop = NonNullable<ReturnType<typeof loopOf>>;

function typeOfLoop(run: Run, node: SyntaxNode, { list, variable, bodies }: Loop): ValueType {
  const inner = typeOf(run, list);
  if (!mayBe(inner, 'list', 'object')) return report(run, node, `${sayType(inner)} has no items to go through`);
  const name = String(variable.args);
  const before = run.loops.get(name);
  // The names of an object are what a loop goes through.
  run.loops.set(name, inner.kind === 'list' ? inner.items : inner.kind === 'object' ? textType : anyType);
  const types = bodies.map((body) => typeOf(run, body));
  if (before === undefined) run.loops.delete(name);
  else run.loops.set(name, before);
  const what = methodOf(node)?.name;
  if (what === 'map') return { kind: 'list', items: types.at(-1) ?? anyType };
  const [condition = anyType] = types;
  if (!mayBe(condition, 'truth'))
    report(run, bodies[0] ?? node, `${what} asks for true or false, not ${sayType(condition)}`);
  if (what !== 'filter') return truthType;
  return inner.kind === 'list' ? inner : anyList;
}

const textMethods = new Map<string, ValueType>([
  ['startsWith', truthType],
  ['endsWith', truthType],
  ['contains', truthType],
]);

type Method = NonNullable<ReturnType<typeof methodOf>>;

function typeOfMethod(run: Run, node: SyntaxNode, { name, receiver, args }: Method): ValueType {
  const inner = typeOf(run, receiver);
  for (const arg of args) typeOf(run, arg);
  const yields = textMethods.get(name);
  if (yields !== undefined)
    return mayBe(inner, 'text') ? yields : report(run, node, `${name} is asked of a text, not of ${sayType(inner)}`);
  if (name !== 'size') return anyType;
  if (mayBe(inner, 'text', 'list', 'object')) return numberType;
  return report(run, node, `${sayType(inner)} has no size`);
}

const callTypes = new Map<unknown, ValueType>([
  ['size', numberType],
  ['int', numberType],
  ['double', numberType],
  ['string', textType],
  ['bool', truthType],
  ['timestamp', instantType],
]);

function typeOfCall(run: Run, node: SyntaxNode): ValueType {
  const name: unknown = Array.isArray(node.args) ? node.args[0] : undefined;
  // Whether a field is there is the question: asking for one that never is has an answer.
  if (name === 'has') return truthType;
  for (const child of childrenOf(node)) typeOf(run, child);
  return callTypes.get(name) ?? anyType;
}

function typeOfChoice(run: Run, node: SyntaxNode): ValueType {
  const [condition, ...branches] = operandsOf(node);
  if (condition !== undefined) {
    const asked = typeOf(run, condition);
    if (!mayBe(asked, 'truth')) report(run, condition, `what stands before ? is true or false, not ${sayType(asked)}`);
  }
  const types = branches.map((branch) => typeOf(run, branch));
  return types.length === 0 ? anyType : types.reduce(eitherType);
}

function typeOfOperator(run: Run, node: SyntaxNode, rule: OperatorRule): ValueType {
  const [left = anyType, right] = operandsOf(node).map((operand) => typeOf(run, operand));
  const outcome = rule(left, right ?? anyType);
  return typeof outcome === 'string' ? report(run, node, outcome) : outcome;
}

/** The operands in the order they are written. */
function operandsOf(node: SyntaxNode): SyntaxNode[] {
  return childrenOf(node).sort((one, other) => one.start - other.start);
}
