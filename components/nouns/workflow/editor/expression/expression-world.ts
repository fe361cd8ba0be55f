/** What an expression may read at its place in a definition, with the types as far as they are known. */
import type { TypeScope } from '#domain/expression/check-types.ts';
import { anyType, numberType, textType, type ValueType } from '#domain/expression/value-type.ts';
import type { Definition, Step } from '#domain/workflow/definition.ts';
import { compileOnce } from '#domain/workflow/expressions/expression-checks.ts';
import { createTypes, type ResultTypes } from '#domain/workflow/expressions/expression-types.ts';

/** Where an expression stands in its step. `from` is the step that a dependency with a condition is on. */
export type ExpressionPlace = { stepId: string } & (
  | { kind: 'condition' | 'foreach' | 'while' | 'output' | 'params' | 'wait' }
  | { kind: 'dependency'; from: string | undefined }
);

export type ExpressionWorld = {
  variables: readonly { name: string; type: ValueType }[];
  /** Those whose results may be read come first. */
  steps: readonly { id: string; task: string | undefined; result: ValueType; isBefore: boolean }[];
  /** What else may be read, by name. */
  names: ReadonlyMap<string, ValueType>;
  scope: TypeScope;
  /** What must come out; undefined where anything may. */
  expected: 'truth' | 'list' | undefined;
  /** An instant may stand there as it is. */
  mayBeInstant: boolean;
};

/** What may be read at a place. A step that is not there yet may read what any step may. */
export function worldAt(definition: Definition, place: ExpressionPlace, results: ResultTypes): ExpressionWorld {
  const step = definition.steps.find(({ id }) => id === place.stepId);
  const resultOf = stepOfResult(definition, place, step);
  const scope = createTypes(definition, { results, compile: compileOnce() }).scope(resultOf ?? null);
  const before = stepsBefore(definition, place, step);
  const steps = definition.steps
    .filter(({ id }) => id !== place.stepId)
    .map(({ id, task }) => ({ id, task, result: scope.stepResult(id), isBefore: before.has(id) }))
    .toSorted((one, other) => Number(other.isBefore) - Number(one.isBefore));
  const written = definition.steps.flatMap(({ output }) => Object.keys(output ?? {}));
  const variables = [...new Set([...Object.keys(definition.variables), ...written])];
  return {
    variables: variables.map((name) => ({ name, type: scope.variable(name) })),
    steps,
    names: namesAt(place, { step, result: resultOf === undefined ? undefined : scope.result() }),
    scope,
    expected: expectedAt(place),
    mayBeInstant: place.kind === 'wait',
  };
}

function stepOfResult(definition: Definition, place: ExpressionPlace, step: Step | undefined): Step | undefined {
  if (place.kind === 'dependency') return definition.steps.find(({ id }) => id === place.from);
  return place.kind === 'while' || place.kind === 'output' ? step : undefined;
}

/** The steps that have settled by then: what leads here, and in the end everything. */
function stepsBefore({ steps }: Definition, place: ExpressionPlace, step: Step | undefined): Set<string> {
  if (step?.isFinally === true) return new Set(steps.filter((one) => one.isFinally !== true).map(({ id }) => id));
  const byId = new Map(steps.map((one) => [one.id, one]));
  const first = place.kind === 'dependency' ? [place.from ?? ''] : (step?.dependencies ?? []).map((one) => one.step);
  const before = new Set<string>();
  const open = [...first];
  while (open.length > 0) {
    const id = open.pop() ?? '';
    if (before.has(id)) continue;
    before.add(id);
    open.push(...(byId.get(id)?.dependencies ?? []).map((one) => one.step));
  }
  return before;
}

const runType: ValueType = {
  kind: 'object',
  fields: new Map(['id', 'workflow', 'startedAt'].map((name) => [name, textType])),
  isClosed: false,
};

const endedRunType: ValueType = {
  ...runType,
  fields: new Map<string, ValueType>([
    ...runType.fields,
    ['state', textType],
    ['failed', { kind: 'truth' }],
    ['cancelled', { kind: 'truth' }],
    ['failedStep', textType],
  ]),
};

type OwnNames = { step: Step | undefined; result: ValueType | undefined };

function namesAt({ kind }: ExpressionPlace, { step, result }: OwnNames): Map<string, ValueType> {
  const names = new Map<string, ValueType>([
    ['run', step?.isFinally === true ? endedRunType : runType],
    ['now', { kind: 'instant' }],
  ]);
  if (result !== undefined) names.set('result', result);
  if (kind === 'params' && step?.loop?.kind === 'foreach') names.set('item', anyType).set('index', numberType);
  return names;
}

function expectedAt({ kind }: ExpressionPlace): ExpressionWorld['expected'] {
  if (kind === 'foreach') return 'list';
  return kind === 'output' || kind === 'params' || kind === 'wait' ? undefined : 'truth';
}
