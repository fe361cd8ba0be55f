/** What an expression comes out as, said while it is being written; and what it gives for values that are pretended. */
import { checkTypes } from '#domain/expression/check-types.ts';
import {
  compileExpression,
  compileTemplate,
  type Expression,
  evaluate,
  type Scope,
} from '#domain/expression/expressions.ts';
import { mayBe, sayType, type ValueType } from '#domain/expression/value-type.ts';
import { parseInstant } from '#domain/value/instant.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import type { ExpressionWorld } from './expression-world.ts';
import { templateBefore } from './template-before.ts';

/** `instant`: it is one as it stands. `words` name its type; `fault` says what cannot work. */
export type Judgement =
  | { kind: 'empty' }
  | { kind: 'instant' }
  | { kind: 'typed'; words: string; expression: Expression }
  | { kind: 'wrong'; fault: string; expression: Expression | undefined };

/** Judges an expression as publishing it will, as far as its place and its types go. */
export function judgeExpression(text: string, world: ExpressionWorld): Judgement {
  if (text.trim() === '') return { kind: 'empty' };
  if (world.mayBeInstant) {
    if (parseInstant(text.trim()) !== undefined) return { kind: 'instant' };
    // Filled in when the step is ready, it is no expression as a whole.
    if (text.includes('${{')) return { kind: 'empty' };
  }
  const compiled = compileExpression(text);
  if (!compiled.ok) {
    return { kind: 'wrong', fault: compiled.refusals[0]?.message ?? 'it cannot be read', expression: undefined };
  }
  const expression = compiled.value;
  const unknown = unknownName(expression, world);
  if (unknown !== undefined) return { kind: 'wrong', fault: unknown, expression };
  const { type, fault } = checkTypes(expression, world.scope);
  if (fault !== undefined) return { kind: 'wrong', fault: fault.message, expression };
  const said = knownType(type, expression);
  const { expected } = world;
  if (expected !== undefined && !mayBe(said, expected)) {
    const wanted = expected === 'truth' ? 'true or false' : 'a list';
    return { kind: 'wrong', fault: `mismatch: ${sayType(said)}, where ${wanted} is expected`, expression };
  }
  return { kind: 'typed', words: sayType(said), expression };
}

/** Judges a text with expressions in it: the first that is wrong, or what comes out. */
export function judgeTemplate(text: string, world: ExpressionWorld): Judgement {
  // One that is begun and not ended is no fault while somebody types.
  if (!text.includes('${{') || templateBefore(text) !== undefined) return { kind: 'empty' };
  const compiled = compileTemplate(text);
  if (!compiled.ok)
    return { kind: 'wrong', fault: compiled.refusals[0]?.message ?? 'it cannot be read', expression: undefined };
  const { root, expressions } = compiled.value;
  const judged = expressions.map((one) => judgeExpression(one.text, world));
  const wrong = judged.find(({ kind }) => kind === 'wrong');
  if (wrong !== undefined) return wrong;
  const [only] = judged;
  // Between other letters everything becomes a text.
  return root.kind === 'expression' && only !== undefined ? only : { kind: 'empty' };
}

function unknownName({ references }: Expression, world: ExpressionWorld): string | undefined {
  const variable = references.vars.find((name) => !world.variables.some((one) => one.name === name));
  if (variable !== undefined) return `there is no variable ${variable}`;
  const step = references.tasks.find((id) => !world.steps.some((one) => one.id === id));
  if (step !== undefined) return `there is no other step ${step}`;
  const early = references.left.find((id) => world.steps.some((one) => one.id === id && !one.isBefore));
  if (early !== undefined) return `${early} need not have ended by then: only its state may be read`;
  const name = references.names.find((one) => one !== 'vars' && one !== 'tasks' && !world.names.has(one));
  return name === undefined ? undefined : `${name} cannot be read here`;
}

// Where our own rules say nothing, those of the language may.
const languageTypes: Readonly<Record<string, ValueType>> = {
  bool: { kind: 'truth' },
  string: { kind: 'text' },
  int: { kind: 'number' },
  double: { kind: 'number' },
};

function knownType(type: ValueType, { type: name }: Expression): ValueType {
  return type.kind === 'any' ? (languageTypes[name] ?? type) : type;
}

/** What an expression would be given. */
export type Pretended = {
  variables: JsonObject;
  steps: ReadonlyMap<string, { state: string; result?: Json; error?: Json }>;
  /** `result`, `item` and `index`, where the place has them. */
  names: JsonObject;
  now: Date;
};

/** The value that an expression has then, or why it has none. It may take no more than in a run. */
export function tryExpression(
  expression: Expression,
  { variables, steps, names, now }: Pretended,
): { ok: true; value: Json } | { ok: false; message: string } {
  const tasks: Scope['tasks'] = {};
  for (const id of expression.references.tasks) tasks[id] = steps.get(id) ?? { state: 'SUCCEEDED', result: null };
  const { index, ...others } = names;
  const run = { id: 'run_1', workflow: 'a workflow', startedAt: now.toISOString() };
  return evaluate(expression, {
    ...others,
    ...(typeof index === 'number' && { index }),
    vars: variables,
    tasks,
    run,
    now,
  });
}
