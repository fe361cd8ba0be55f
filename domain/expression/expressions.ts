/** Conditions and templates. The only file that knows the expression language's library. */
import { Environment, EvaluationError, ParseError, TypeError as StaticTypeError } from '@marcbachmann/cel-js';
import { expressionBounds } from '#domain/bounds/expression.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { unreachable } from '#domain/unreachable.ts';
import { type Json, type JsonObject, unfitJson } from '#domain/value/json.ts';
import { type Budget, chargeBytes, createBudget, meterSyntax, withinBudget } from './budget.ts';
import { inspectSyntax, isSyntaxNode, type References, type SyntaxNode, scopeNames } from './syntax.ts';
import { endOfExpression, rewriteExpression } from './text.ts';
import { type Evaluation, type Room, textSizeBytes, toJson, valueSizeBytes } from './values.ts';

/** What an expression may look at. A step that has not settled is PENDING. */
export type Scope = {
  vars: JsonObject;
  tasks: Record<string, { state: string; result?: Json; error?: Json }>;
  item?: Json;
  index?: number;
  result?: Json;
  run?: JsonObject;
  now?: Date;
  params?: Json;
  job?: JsonObject;
};

/** A compiled expression. `type` is what it yields as far as that is known beforehand: `bool`, `string`, `dyn` ... */
export type Expression = {
  text: string;
  type: string;
  references: References;
  root: SyntaxNode;
  program: (scope: Scope) => unknown;
  columnOf: (position: number) => number;
  // What looking at each of its nodes once costs.
  baseCost: number;
};

const language = createLanguage();

/** Parses, checks and bounds an expression. Refused with BAD_EXPRESSION and the column. */
export function compileExpression(text: string): Outcome<Expression> {
  if (text.trim() === '') return refuse('BAD_EXPRESSION', 'the expression is empty');
  if (text.length > expressionBounds.expressionLengthMax) {
    return refuse('BAD_EXPRESSION', `the expression is longer than ${expressionBounds.expressionLengthMax} characters`);
  }
  const { source, columnOf } = rewriteExpression(text);
  const bad = (fault: { message: string; position: number }) =>
    refuse('BAD_EXPRESSION', `${fault.message} (column ${columnOf(fault.position)})`);
  let program: ReturnType<Environment['parse']>;
  try {
    program = language.parse(source);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return bad({ message: error.summary, position: error.range?.start ?? 0 });
  }
  const root: unknown = program.ast;
  if (!isSyntaxNode(root)) throw new Error('broken invariant: a parsed expression is a tree');
  const { references, fault } = inspectSyntax(root);
  if (fault !== undefined) return bad(fault);
  const checked = program.check();
  if (!checked.valid) {
    return bad({ message: checked.error?.summary ?? 'it is not valid', position: checked.error?.range?.start ?? 0 });
  }
  const { baseCost } = meterSyntax(root);
  return done({ text, type: checked.type ?? 'dyn', references, root, program, columnOf, baseCost });
}

/** The variables and steps an expression reads. */
export function references(expression: Expression): References {
  return expression.references;
}

/** Evaluates to JSON. A missing key, a type that does not fit and an exhausted budget are errors, never false. */
export function evaluate(expression: Expression, scope: Scope, budget: Budget = createBudget()): Evaluation<Json> {
  return evaluateInto({ bytesLeft: valueBounds.payloadSizeBytesMax }, expression, { scope, budget });
}

/** Evaluates a condition, which must come out as true or false. */
export function evaluateCondition(
  expression: Expression,
  scope: Scope,
  budget: Budget = createBudget(),
): Evaluation<boolean> {
  const outcome = evaluate(expression, scope, budget);
  if (!outcome.ok) return outcome;
  if (typeof outcome.value === 'boolean') return { ok: true, value: outcome.value };
  const message = `"${expression.text}" is neither true nor false but ${sayJson(outcome.value)}`;
  return { ok: false, code: 'CONDITION_ERROR', message };
}

type Surroundings = { scope: Scope; budget: Budget };

function evaluateInto(room: Room, expression: Expression, { scope, budget }: Surroundings): Evaluation<Json> {
  let outcome: ReturnType<typeof withinBudget>;
  try {
    outcome = withinBudget({ budget, baseCost: expression.baseCost }, () => expression.program(scope));
  } catch (error) {
    // Besides its own errors the library lets through what JavaScript throws on odd values (a date out of range, a
    // text too long). Each of them is this expression's fault and must end this step, not the whole advance.
    return { ok: false, code: 'CONDITION_ERROR', message: sayError(error, expression) };
  }
  if ('overrun' in outcome) {
    const who = outcome.overrun === 'expression' ? 'the expression takes' : 'the expressions evaluated together take';
    return { ok: false, code: 'EXPRESSION_BUDGET', message: `${who} too many steps (in "${expression.text}")` };
  }
  const before = room.bytesLeft;
  const value = toJson(outcome.value, room);
  chargeBytes(budget, before - Math.max(0, room.bytesLeft));
  return value.ok ? value : { ...value, message: `${value.message} (in "${expression.text}")` };
}

type TemplateNode =
  | { kind: 'constant'; value: Json; sizeBytes?: number }
  | { kind: 'expression'; expression: Expression }
  | { kind: 'text'; parts: (string | Expression)[] }
  | { kind: 'list'; items: TemplateNode[] }
  | { kind: 'object'; entries: [string, TemplateNode][] };

/** A value with `${{ }}` in its texts. One without any renders to itself at no cost. */
export type Template = { root: TemplateNode; expressions: Expression[] };

/** Compiles every `${{ }}` in a value. Refused with BAD_EXPRESSION and the path inside the value. */
export function compileTemplate(value: Json, compile: Compile = compileExpression): Outcome<Template> {
  const unfit = unfitJson(value);
  if (unfit !== undefined) return refuse('BAD_INPUT', `the value ${unfit}`);
  const expressions: Expression[] = [];
  const root = compileNode(value, { compile, expressions, path: [] });
  if (!root.ok) return root;
  if (expressions.length > expressionBounds.templateExpressionsMax) {
    return refuse('TOO_LARGE', `the value has more than ${expressionBounds.templateExpressionsMax} expressions`);
  }
  return done({ root: root.value, expressions });
}

/** True when a template has no expression, so that it renders to the value it was made of. */
export function isConstant(template: Template): boolean {
  return template.root.kind === 'constant';
}

/** Fills in a template, up to the size of a payload. The first expression that fails is the answer. */
export function renderTemplate(template: Template, scope: Scope, budget: Budget = createBudget()): Evaluation<Json> {
  const room = { bytesLeft: valueBounds.payloadSizeBytesMax };
  const rendered = renderNode(template.root, { scope, budget, room });
  budget.bytesLeft -= valueBounds.payloadSizeBytesMax - Math.max(0, room.bytesLeft);
  if (rendered.ok || rendered.code !== 'TOO_LARGE') return rendered;
  return { ...rendered, message: `what is filled in makes it larger than ${valueBounds.payloadSizeBytesMax} bytes` };
}

function createLanguage(): Environment {
  const environment = new Environment({
    enableOptionalTypes: true,
    homogeneousAggregateLiterals: false,
    limits: {
      maxAstNodes: expressionBounds.expressionNodesMax,
      maxDepth: expressionBounds.expressionDepthMax,
      maxListElements: expressionBounds.expressionNodesMax,
      maxMapEntries: expressionBounds.expressionNodesMax,
      maxCallArguments: 16,
    },
  });
  for (const name of scopeNames) {
    environment.registerVariable(name, name === 'now' ? 'google.protobuf.Timestamp' : 'dyn');
  }
  // JSON numbers are doubles and literals such as 80 are integers; without these `vars.count + 1` would have no meaning.
  const arithmetic: [string, (left: number, right: number) => number][] = [
    ['+', (left, right) => left + right],
    ['-', (left, right) => left - right],
    ['*', (left, right) => left * right],
    ['/', (left, right) => left / right],
    ['%', (left, right) => left % right],
  ];
  for (const [sign, compute] of arithmetic) {
    const mixed = (left: number | bigint, right: number | bigint) => compute(Number(left), Number(right));
    environment.registerOperator(`int ${sign} double: double`, mixed);
    environment.registerOperator(`double ${sign} int: double`, mixed);
  }
  environment.registerOperator('double % double: double', (left: number, right: number) => left % right);
  return environment;
}

function sayError(error: unknown, expression: Expression): string {
  if (error instanceof EvaluationError || error instanceof StaticTypeError) {
    const summary = error.summary.replace(/^Unknown variable: (\w+)$/, '$1 is not available here');
    const position = error.range?.start;
    const where = position === undefined ? '' : `, column ${expression.columnOf(position)}`;
    return `${summary.slice(0, valueBounds.errorTextLengthMax)} (in "${expression.text}"${where})`;
  }
  return `${error instanceof Error ? error.message : String(error)} (in "${expression.text}")`;
}

function sayJson(value: Json): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 100);
}

type Compile = (text: string) => Outcome<Expression>;
type Compiling = { compile: Compile; expressions: Expression[]; path: string[] };

function compileNode(value: Json, compiling: Compiling): Outcome<TemplateNode> {
  if (typeof value === 'string') return compileText(value, compiling);
  if (value === null || typeof value !== 'object') return done({ kind: 'constant', value });
  const entries: [string, TemplateNode][] = [];
  for (const [key, item] of Object.entries(value)) {
    const node = compileNode(item, { ...compiling, path: [...compiling.path, key] });
    if (!node.ok) return node;
    entries.push([key, node.value]);
  }
  if (entries.every(([, node]) => node.kind === 'constant')) return done({ kind: 'constant', value });
  if (Array.isArray(value)) return done({ kind: 'list', items: entries.map(([, node]) => node) });
  return done({ kind: 'object', entries });
}

function compileText(text: string, compiling: Compiling): Outcome<TemplateNode> {
  const compiled = compileParts(text, compiling);
  if (!compiled.ok) return compiled;
  const parts = compiled.value;
  for (const part of parts) if (typeof part === 'object') compiling.expressions.push(part);
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'object') return done({ kind: 'expression', expression: only });
  return done(
    parts.every((part) => typeof part === 'string') ? { kind: 'constant', value: text } : { kind: 'text', parts },
  );
}

/** A text as what stands between its `${{ }}` and what stands in them. Refused with BAD_EXPRESSION. */
export function compileParts(
  text: string,
  { path, compile = compileExpression }: { path: string[]; compile?: Compile },
): Outcome<(string | Expression)[]> {
  const parts: (string | Expression)[] = [];
  let from = 0;
  for (let start = text.indexOf('${{'); start >= 0; start = text.indexOf('${{', from)) {
    const end = endOfExpression(text, start + 3);
    if (end === undefined) {
      return refuse('BAD_EXPRESSION', `\${{ is never closed by }} (column ${start + 1})`, path);
    }
    const expression = compile(text.slice(start + 3, end).trim());
    if (!expression.ok) {
      const [fault] = expression.refusals;
      return refuse('BAD_EXPRESSION', `in \${{ }} at column ${start + 1}: ${fault?.message}`, path);
    }
    if (start > from) parts.push(text.slice(from, start));
    parts.push(expression.value);
    from = end + 2;
  }
  if (from < text.length) parts.push(text.slice(from));
  return done(parts);
}

type Rendering = Surroundings & { room: Room };

function renderNode(node: TemplateNode, rendering: Rendering): Evaluation<Json> {
  switch (node.kind) {
    case 'constant':
      // Counted once, and only where it stands beside expressions: most constants never come here.
      node.sizeBytes ??= valueSizeBytes(node.value, valueBounds.payloadSizeBytesMax);
      return spend(rendering, node.sizeBytes) ?? { ok: true, value: node.value };
    case 'expression':
      return evaluateInto(rendering.room, node.expression, rendering);
    case 'text':
      return renderText(node.parts, rendering);
    case 'list': {
      const items: Json[] = [];
      for (const item of node.items) {
        const rendered = renderNode(item, rendering);
        if (!rendered.ok) return rendered;
        items.push(rendered.value);
      }
      return { ok: true, value: items };
    }
    case 'object': {
      const entries: [string, Json][] = [];
      for (const [key, item] of node.entries) {
        const rendered = renderNode(item, rendering);
        if (!rendered.ok) return rendered;
        entries.push([key, rendered.value]);
      }
      return { ok: true, value: Object.fromEntries(entries) };
    }
    default:
      return unreachable(node);
  }
}

/** Every piece is counted before they are put together. */
function renderText(parts: (string | Expression)[], rendering: Rendering): Evaluation<Json> {
  const pieces: string[] = [];
  for (const part of parts) {
    if (typeof part === 'string') {
      const full = spend(rendering, textSizeBytes(part, valueBounds.payloadSizeBytesMax));
      if (full !== undefined) return full;
      pieces.push(part);
      continue;
    }
    const value = evaluateInto(rendering.room, part, rendering);
    if (!value.ok) return value;
    pieces.push(typeof value.value === 'string' ? value.value : JSON.stringify(value.value));
  }
  return { ok: true, value: pieces.join('') };
}

function spend({ room }: Rendering, bytes: number): Evaluation<never> | undefined {
  room.bytesLeft -= bytes;
  if (room.bytesLeft >= 0) return undefined;
  return { ok: false, code: 'TOO_LARGE', message: `it is larger than ${valueBounds.payloadSizeBytesMax} bytes` };
}
