/** Whether steps may be added to an open run where they are to stand: what was decided already must stay decided. */
import type { Refusal, RefusalCode } from '#domain/refusal.ts';
import { isFailure, isFinal } from '#domain/run/branches.ts';
import { stepCodes } from '#domain/run/step-codes.ts';
import { assert } from '#domain/unreachable.ts';
import type { Definition, Step } from '#domain/workflow/definition.ts';
import type { Edge, Plan } from '#domain/workflow/plan.ts';
import { placeOf, type RunChange } from './run-change.ts';

type Run = { plan: Plan; definition: Definition; progress: Uint8Array };

/** `steps` are new, `held` are steps that wait for one of them from now on. */
export type AddedSteps = { steps: number[]; held: number[]; refusals: Refusal[] };

/** Judges it of a definition that nothing is wrong with by itself. */
export function judgeAdded(
  run: Run,
  target: { plan: Plan; definition: Definition },
  changes: readonly RunChange[],
): AddedSteps {
  if (target.plan === run.plan) return { steps: [], held: [], refusals: [] };
  const before = run.definition.steps;
  const places = [...changes.entries()].flatMap(([n, { kind }]) => (kind === 'ADD_STEP' ? [n] : []));
  const found: AddedSteps = { steps: [], held: [], refusals: [] };
  for (const [index, step] of target.definition.steps.entries()) {
    const former = before[index];
    if (former === undefined) {
      found.steps.push(index);
      const fault = faultOfNew(run, target.plan.steps[index]?.parents ?? [], before.length);
      const n = places[index - before.length] ?? 0;
      if (fault !== undefined) found.refusals.push({ ...fault, path: placeOf(changes, n, 'step') });
    } else if (former.dependencies.length !== step.dependencies.length) {
      found.held.push(index);
      const fault = faultOfHeld(run, target.plan, { index, former, step });
      if (fault !== undefined) found.refusals.push({ ...fault, path: placeOfHeld(changes, step.id) });
    }
  }
  if (found.refusals.length === 0) assertSameEdges(run.plan, target.plan, before.length);
  return found;
}

type Fault = { code: RefusalCode; message: string };

function faultOfNew({ plan, progress }: Run, parents: readonly Edge[], stepCount: number): Fault | undefined {
  for (const { from, on, condition } of parents) {
    const code = from < stepCount ? (progress[from] ?? stepCodes.WAITING) : stepCodes.WAITING;
    if (!isFinal(code)) continue;
    const parent = plan.steps[from];
    if (on === 'failure' && isFailure(code))
      return { code: 'ILLEGAL_TRANSITION', message: `${parent?.id} has failed already: nothing new can catch it` };
    const hasDefault = parent?.children.some((edge) => edge.on === 'default') === true;
    if (condition !== null && hasDefault)
      return { code: 'ILLEGAL_TRANSITION', message: `the branches after ${parent?.id} are decided already` };
  }
  return undefined;
}

type Held = { index: number; former: Step; step: Step };

function faultOfHeld({ plan, progress }: Run, target: Plan, { index, former, step }: Held): Fault | undefined {
  const { id } = step;
  const more = step.dependencies.slice(former.dependencies.length);
  const isLonger = former.dependencies.every(({ step: on }, n) => step.dependencies[n]?.step === on);
  if (!isLonger || more.length === 0 || more.some(({ condition }) => condition !== undefined))
    return { code: 'UNSUPPORTED', message: `the dependencies of ${id} can only get longer` };
  if (plan.endings?.isEnding[index] === 1)
    return { code: 'UNSUPPORTED', message: `${id} comes when all others have settled: nothing is put before it` };
  if (step.join !== 'all')
    return {
      code: 'UNSUPPORTED',
      message: `${id} does not wait for all of its dependencies: nothing is put before it`,
    };
  if (hasBegun(progress[index]) || progress[index] === stepCodes.SKIPPED)
    return { code: 'ILLEGAL_TRANSITION', message: `${id} has begun or settled: nothing can be put before it` };
  // Which of two writers of a variable came later must not change when both have written.
  const after = plan.steps.find((other) => hasBegun(progress[other.index]) && target.isAncestor(index, other.index));
  if (after !== undefined && plan.endings?.isEnding[after.index] !== 1)
    return { code: 'ILLEGAL_TRANSITION', message: `${after.id}, which comes after ${id}, has begun already` };
  return undefined;
}

function hasBegun(code: number | undefined): boolean {
  return code !== stepCodes.WAITING && code !== stepCodes.WAITING_ROOM && code !== stepCodes.SKIPPED;
}

function placeOfHeld(changes: readonly RunChange[], id: string): string[] {
  const n = changes.findIndex((change) => change.kind === 'ADD_STEP' && change.before.includes(id));
  if (n >= 0) return placeOf(changes, n, 'before');
  const first = changes.findIndex(({ kind }) => kind === 'ADD_STEP');
  return placeOf(changes, Math.max(0, first), 'step');
}

/** The answers to conditions are kept under these numbers. */
function assertSameEdges(plan: Plan, target: Plan, stepCount: number): void {
  for (const { index, parents } of plan.steps.slice(0, stepCount))
    for (const [n, { condition }] of parents.entries())
      assert(
        target.steps[index]?.parents[n]?.condition?.edge === condition?.edge,
        'a change leaves the numbers of conditions as they are',
      );
}
