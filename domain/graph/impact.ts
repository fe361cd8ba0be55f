/** What depends on a step or on a variable: who waits for it, who reads what it left, and whatever comes after those. */
import type { Expression } from '#domain/expression/expressions.ts';
import type { Plan, PlannedStep } from '#domain/workflow/plan.ts';

export const impactCauses = ['WAITS', 'READS_STEP', 'READS_VARIABLE'] as const;
/** Why a step depends on another thing: it waits for a step, reads its state or result, or reads a variable. */
export type ImpactCause = (typeof impactCauses)[number];

/** A step that depends on it, `of` names the step or variable nearest to it, `distance` counts from 1. */
export type ImpactedStep = { stepKey: string; cause: ImpactCause; of: string; distance: number };

type Found = { step: number; cause: ImpactCause; of: string };

/** The steps that a change of this step or variable reaches, the nearest first. Undefined when there is no such step. */
export function impactOf(plan: Plan, subject: { step: string } | { variable: string }): ImpactedStep[] | undefined {
  const readers = readersOf(plan);
  if ('variable' in subject) return spread(plan, { readers, first: readersOfVariable(readers, subject.variable) });
  const start = plan.indexOf.get(subject.step);
  if (start === undefined) return undefined;
  const reached = spread(plan, { readers, first: dependantsOf(plan, { readers, step: start }) });
  return reached.filter(({ stepKey }) => stepKey !== subject.step);
}

type Readers = { steps: ReadonlyMap<string, readonly number[]>; variables: ReadonlyMap<string, readonly number[]> };

function readersOf(plan: Plan): Readers {
  const steps = new Map<string, number[]>();
  const variables = new Map<string, number[]>();
  for (const step of plan.steps) {
    const references = expressionsOf(step).map((expression) => expression.references);
    for (const name of new Set(references.flatMap(({ vars }) => vars))) add(variables, name, step.index);
    for (const name of new Set(references.flatMap(({ tasks }) => tasks))) add(steps, name, step.index);
  }
  return { steps, variables };
}

/** Every expression of a step. */
function expressionsOf({ condition, parents, params, loop, each, outputs }: PlannedStep): Expression[] {
  return [
    ...(condition === null ? [] : [condition.expression]),
    ...parents.flatMap((edge) => (edge.condition === null ? [] : [edge.condition.expression])),
    ...(params === null ? [] : params.expressions),
    ...(loop === null ? [] : [loop.kind === 'foreach' ? loop.list : loop.condition]),
    ...(each === null ? [] : [each.list]),
    ...outputs.map(({ expression }) => expression),
  ];
}

function dependantsOf(plan: Plan, { readers, step }: { readers: Readers; step: number }): Found[] {
  const planned = plan.steps[step];
  if (planned === undefined) return [];
  return [
    ...planned.children.map((edge): Found => ({ step: edge.to, cause: 'WAITS', of: planned.id })),
    ...(readers.steps.get(planned.id) ?? []).map(
      (reader): Found => ({ step: reader, cause: 'READS_STEP', of: planned.id }),
    ),
    ...planned.outputs.flatMap(({ variable }) => readersOfVariable(readers, variable)),
  ];
}

function readersOfVariable({ variables }: Readers, variable: string): Found[] {
  return (variables.get(variable) ?? []).map((step) => ({ step, cause: 'READS_VARIABLE', of: variable }));
}

/** Level by level, so that each step is told with its nearest cause. */
function spread(plan: Plan, { readers, first }: { readers: Readers; first: readonly Found[] }): ImpactedStep[] {
  const reached = new Map<number, ImpactedStep>();
  let wave = first;
  for (let distance = 1; wave.length > 0; distance += 1) {
    const next: Found[] = [];
    for (const { step, cause, of } of wave) {
      if (reached.has(step)) continue;
      reached.set(step, { stepKey: plan.steps[step]?.id ?? '', cause, of, distance });
      next.push(...dependantsOf(plan, { readers, step }));
    }
    wave = next;
  }
  return [...reached.values()];
}

function add(lists: Map<string, number[]>, key: string, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
