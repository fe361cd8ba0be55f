/** Which dependencies of a run were taken, as far as that is known, and which failures they catch. */
import type { FaultCode } from '#domain/expression/values.ts';
import { unreachable } from '#domain/unreachable.ts';
import type { DependencyKind } from '#domain/workflow/definition.ts';
import type { Edge, Plan, PlannedCondition, PlannedStep } from '#domain/workflow/plan.ts';
import { stepCodes, stepStateOf } from './step-codes.ts';

/** The answer to a condition, or the steps whose results must be loaded before it can be given. */
export type Verdict = { ok: true; value: boolean } | ({ ok: false } & Fault) | { needs: number[] };
/** Why an expression gave no answer. */
/** What is wrong with an expression. */
export type ExpressionFault = { code: FaultCode; message: string };
export type Fault = { code: FaultCode | LoopFaultCode; message: string };
/** What keeps a loop from ending well beside what an expression does. */
export type LoopFaultCode = 'TYPE_MISMATCH' | 'ITEMS_FAILED' | 'ITERATION_FAILED' | 'ITERATIONS' | 'RESULT_TOO_LARGE';

/** Pending: the parent has not settled. Undecided: it has, but a result is still to be loaded. */
type Taken = 'yes' | 'no' | 'pending' | 'undecided' | { error: Fault };

/** How the dependencies of a step stand. */
export type JoinCount = { taken: number; pending: number; undecided: number; errors: Fault[] };

export type Branches = {
  joinOf: (step: PlannedStep) => JoinCount;
  /** False when the failure of a step is caught by no other, nor can be by one that is still to be decided about. */
  isCaught: (step: number) => boolean;
  whyNotTaken: (step: PlannedStep) => string;
  isTaken: (edge: Edge) => boolean;
  /** False when it was not taken, also because its condition could not be evaluated; null while that is open. */
  wasTaken: (edge: Edge) => boolean | null;
};

type Reading = {
  plan: Plan;
  codes: Uint8Array;
  evaluate: (condition: PlannedCondition) => Verdict;
  // Filled with the steps whose results are missing.
  needs: Set<number>;
};

/** True for FAILED and DEAD. */
export function isFailure(code: number): boolean {
  return code === stepCodes.FAILED || code === stepCodes.DEAD;
}

/** True when a step cannot change any more. */
export function isFinal(code: number): boolean {
  return code > stepCodes.OPEN && code < stepCodes.WAITING_ROOM;
}

/** Reads branches off the codes of a run. The codes may change between calls, but a settled step stays as it is. */
export function createBranches(reading: Reading): Branches {
  const answers = new Map<number, Taken>();
  const ask = (edge: Edge, condition: PlannedCondition): Taken => {
    const known = answers.get(edge.index);
    if (known !== undefined) return known;
    const taken = takenByVerdict(reading.evaluate(condition), reading.needs);
    answers.set(edge.index, taken);
    return taken;
  };
  const takenOf = (edge: Edge): Taken => {
    const code = reading.codes[edge.from] ?? 0;
    if (!isFinal(code)) return 'pending';
    if (!fits(edge.on, code)) return 'no';
    if (edge.on === 'default') {
      const fallback = takenByDefault(reading.plan.steps[edge.from]?.children ?? [], takenOf);
      if (fallback !== 'yes') return fallback;
    }
    return edge.condition === null ? 'yes' : ask(edge, edge.condition);
  };
  return {
    joinOf: (step) => countJoin(step, takenOf),
    isCaught: (step) => isCaught(reading, reading.plan.steps[step]?.children ?? [], takenOf),
    whyNotTaken: (step) =>
      sayNotTaken(
        reading,
        step.parents.find((edge) => takenOf(edge) === 'no'),
      ),
    isTaken: (edge) => takenOf(edge) === 'yes',
    wasTaken: (edge) => {
      const taken = takenOf(edge);
      return taken === 'pending' || taken === 'undecided' ? null : taken === 'yes';
    },
  };
}

function takenByVerdict(verdict: Verdict, needs: Set<number>): Taken {
  if ('needs' in verdict) {
    for (const step of verdict.needs) needs.add(step);
    return 'undecided';
  }
  if (!verdict.ok) return { error: { code: verdict.code, message: verdict.message } };
  return verdict.value ? 'yes' : 'no';
}

function fits(on: DependencyKind, code: number): boolean {
  switch (on) {
    case 'success':
      return code === stepCodes.SUCCEEDED;
    case 'failure':
      return isFailure(code);
    // However it ended, and also when it was never needed: what cleans up must come in any case.
    case 'completion':
      return true;
    case 'skipped':
      return code === stepCodes.SKIPPED;
    // Only a step that ran has alternatives to fall back from.
    case 'default':
      return code === stepCodes.SUCCEEDED || isFailure(code);
    default:
      return unreachable(on);
  }
}

/** A default is taken when no other conditional dependency on the same step was. */
function takenByDefault(siblings: Edge[], takenOf: (edge: Edge) => Taken): Taken {
  let isUndecided = false;
  for (const sibling of siblings) {
    if (sibling.on === 'default' || sibling.condition === null) continue;
    const taken = takenOf(sibling);
    if (taken === 'yes') return 'no';
    if (taken === 'undecided') isUndecided = true;
  }
  return isUndecided ? 'undecided' : 'yes';
}

function countJoin(step: PlannedStep, takenOf: (edge: Edge) => Taken): JoinCount {
  const count: JoinCount = { taken: 0, pending: 0, undecided: 0, errors: [] };
  for (const edge of step.parents) {
    const taken = takenOf(edge);
    if (taken === 'yes') count.taken += 1;
    else if (taken === 'pending') count.pending += 1;
    else if (taken === 'undecided') count.undecided += 1;
    else if (taken !== 'no') count.errors.push(taken.error);
  }
  return count;
}

// Only who waits for the failure catches it, and only by getting to work: what cleans up after any end does not.
function isCaught(reading: Reading, children: Edge[], takenOf: (edge: Edge) => Taken): boolean {
  for (const edge of children) {
    if (edge.on !== 'failure' || reading.codes[edge.to] === stepCodes.SKIPPED) continue;
    const taken = takenOf(edge);
    // Undecided counts as caught: the whole advance is repeated once the result is there.
    if (taken === 'yes' || taken === 'undecided') return true;
  }
  return false;
}

function sayNotTaken({ plan, codes }: Reading, edge: Edge | undefined): string {
  if (edge === undefined) return 'its join can no longer be met';
  const code = codes[edge.from] ?? stepCodes.WAITING;
  const parent = plan.steps[edge.from]?.id;
  const state = stepStateOf(code);
  if (edge.on === 'default') return `another branch of ${parent} was taken, or it did not run: it is ${state}`;
  if (fits(edge.on, code))
    return `the condition of its dependency on ${parent} is false: ${edge.condition?.expression.text}`;
  return `it waits for ${edge.on} of ${parent}, which is ${state}`;
}
