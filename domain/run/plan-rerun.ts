/**
 * Which steps of a run that is over a new run keeps, and which it runs again. A kept step has ended in the old run: the
 * new one takes its end, its result and what it wrote, and carries out the rest by the rules of any run.
 */
import { references } from '#domain/expression/expressions.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { assert } from '#domain/unreachable.ts';
import type { JsonObject } from '#domain/value/json.ts';
import type { Edge, Plan, PlannedStep } from '#domain/workflow/plan.ts';
import { isFailure, isFinal } from './branches.ts';
import { isSuperseded, type Superseded } from './change/superseded.ts';
import { edgeAnswers } from './run-reader.ts';
import { stepCodes } from './step-codes.ts';

/** Where a new run begins: at the roots, at what failed, or at one step. */
export const rerunStarts = ['START', 'FAILED', 'STEP'] as const;
export type RerunStart = (typeof rerunStarts)[number];

/** Why a step is kept as it ended. */
export const keepReasons = ['SUCCEEDED', 'SKIPPED', 'HANDLED', 'ALONE'] as const;
/** Why a step runs again. */
export const runReasons = [
  'START',
  'CHOSEN',
  'FAILED',
  'CANCELLED',
  'NOT_STARTED',
  'AFTER',
  'NEW',
  'CHANGED',
  'COMPENSATED',
  'ENDING',
] as const;
export type RerunReason = (typeof keepReasons)[number] | (typeof runReasons)[number];

/** What becomes of a step. `keeps` is the step of the old plan whose end is kept; null for one that runs. */
export type RerunStep = {
  step: number;
  stepKey: string;
  keeps: number | null;
  reason: RerunReason;
  after: string | null;
  /** Of a foreach that goes on with what failed in it: how many items are kept, and how many run. */
  items: KeptItems | null;
};

export type KeptItems = { kept: number; rerun: number };

/** The old run. `swept` are the steps that it skipped because it ended before they could start, `loops` its lists by step. */
export type EndedRun = {
  plan: Plan;
  progress: Uint8Array;
  edges: Uint8Array | null;
  variables: JsonObject;
  /** What people's values took the place of. */
  superseded?: Superseded | null;
  swept: ReadonlySet<number>;
  loops?: ReadonlyMap<number, { total: number; succeeded: number }>;
};

/** `isAlone`: the step runs and nothing after it does. `given` are the variables that get another value. */
export type RerunWish = { from: RerunStart; step: string | null; isAlone: boolean; given?: readonly string[] };

/** What the new run begins with. `remake` names the variables to be made again of what kept steps left. */
export type RerunBeginning = {
  steps: RerunStep[];
  /** Steps of the old version that the new one has not. */
  dropped: string[];
  progress: Uint8Array;
  edges: Uint8Array | null;
  written: JsonObject;
  remake: string[];
  superseded: Superseded | null;
};

/** Decides for every step of the version that the new run is of. */
export function planRerun(old: EndedRun, target: Plan, wish: RerunWish): Outcome<RerunBeginning> {
  const chosen = wish.from === 'STEP' ? target.indexOf.get(wish.step ?? '') : undefined;
  if (wish.from === 'STEP' && chosen === undefined)
    return refuse('NOT_FOUND', `there is no step "${wish.step ?? ''}" in this version`, ['step']);
  if (wish.isAlone && target !== old.plan)
    return refuse('UNSUPPORTED', 'a step alone runs on the version of its run', ['version']);
  const steps = wish.from === 'START' ? target.steps.map(again('START')) : judgeAll(old, target, { wish, chosen });
  if (steps.every(({ keeps, reason }) => keeps !== null || reason === 'ENDING'))
    return refuse('ILLEGAL_TRANSITION', 'no step of this run failed: nothing would run again', ['from']);
  const dropped =
    target === old.plan
      ? []
      : old.plan.steps.flatMap(({ id, compensates }) => (compensates !== null || target.indexOf.has(id) ? [] : [id]));
  return done({
    steps,
    dropped,
    progress: progressOf(old, steps),
    edges: edgesOf(old, target, steps),
    ...variablesOf(old, target, steps),
  });
}

type Judging = { wish: RerunWish; chosen: number | undefined };

function judgeAll(old: EndedRun, target: Plan, { wish, chosen }: Judging): RerunStep[] {
  const steps = target.steps.map((step): RerunStep => {
    if (step.index === chosen) return again('CHOSEN')(step);
    if (wish.isAlone) return keepAsItWas(old, step);
    return isEnding(target, step.index) ? judgeEnding(old, step) : judge(old, target, { step, chosen });
  });
  if (wish.isAlone) return steps;
  // What comes after a step that runs is decided anew. The list grows while it is read, each step once at most.
  const running = steps.filter(({ keeps }) => keeps === null);
  for (const { step, stepKey } of running) {
    for (const { to } of plannedStep(target, step).children) {
      const child = steps[to];
      if (child === undefined || child.keeps === null) continue;
      child.keeps = null;
      child.reason = 'AFTER';
      child.after = stepKey;
      running.push(child);
    }
  }
  for (const step of steps) step.items = keptItemsOf(old, target, { step, steps, given: wish.given ?? [] });
  return steps;
}

/**
 * What a foreach that did not end well keeps: the items that succeeded. A list that may be another one now, a loop that
 * comes after a step that runs, one that was undone or named, and one that a run ends with begin anew.
 */
function keptItemsOf(
  old: EndedRun,
  target: Plan,
  { step, steps, given }: { step: RerunStep; steps: readonly RerunStep[]; given: readonly string[] },
): KeptItems | null {
  const before = old.plan.indexOf.get(step.stepKey);
  if (step.keeps !== null || before === undefined || !goesOn.has(step.reason)) return null;
  if (isEnding(target, step.step)) return null;
  const [former, planned] = [plannedStep(old.plan, before), plannedStep(target, step.step)];
  const { total = 0, succeeded = 0 } = old.loops?.get(before) ?? {};
  const list = listOf(planned);
  if (list === null || !repeatsTheSame(former, planned)) return null;
  // A list of runs may have failed with all of them: none is started once more.
  if (succeeded === 0 || (succeeded >= total && planned.each === null)) return null;
  if (planned.parents.some(({ from }) => steps[from]?.keeps === null)) return null;
  const isSet = (name: string) => given.includes(name) || old.superseded?.has(name) === true;
  if (references(list).vars.some(isSet)) return null;
  return { kept: succeeded, rerun: total - succeeded };
}

const goesOn = new Set<RerunReason>(['FAILED', 'CANCELLED', 'NOT_STARTED']);

function repeatsTheSame({ step: former }: PlannedStep, { step }: PlannedStep): boolean {
  const repeated = ({ task, workflow, params, loop }: PlannedStep['step']) =>
    JSON.stringify([task, workflow ?? null, params, loop?.kind === 'foreach' ? loop.list : null]);
  return former === step || repeated(former) === repeated(step);
}

/** What it repeats its task, or its workflow, over. */
function listOf({ loop, each }: PlannedStep) {
  return each?.list ?? (loop?.kind === 'foreach' ? loop.list : null);
}

function judge(
  old: EndedRun,
  target: Plan,
  { step, chosen }: { step: PlannedStep; chosen: number | undefined },
): RerunStep {
  const before = old.plan.indexOf.get(step.id);
  if (before === undefined) return again('NEW')(step);
  const former = plannedStep(old.plan, before);
  if (former.step.task !== step.step.task || !asksTheSame(former, step) || isEnding(old.plan, before))
    return again('CHANGED')(step);
  const code = old.progress[before] ?? stepCodes.WAITING;
  if (code === stepCodes.SUCCEEDED)
    return isCompensated(old, before) ? again('COMPENSATED')(step) : keep(step, before, 'SUCCEEDED');
  if (isFailure(code))
    return isHandled(old, target, { step, before, chosen }) ? keep(step, before, 'HANDLED') : again('FAILED')(step);
  if (code === stepCodes.CANCELLED) return again('CANCELLED')(step);
  if (code !== stepCodes.SKIPPED || old.swept.has(before)) return again('NOT_STARTED')(step);
  // What kept it from running may be what was mended.
  return startsAlike(former, step) ? keep(step, before, 'SKIPPED') : again('CHANGED')(step);
}

/** Each run ends with its own last steps. */
function judgeEnding({ plan, progress }: EndedRun, step: PlannedStep): RerunStep {
  const before = plan.indexOf.get(step.id);
  const hasFailed = before !== undefined && isEnding(plan, before) && isFailure(progress[before] ?? stepCodes.WAITING);
  return again(hasFailed ? 'FAILED' : 'ENDING')(step);
}

function isEnding({ endings }: Plan, step: number): boolean {
  return endings?.isEnding[step] === 1;
}

/** Whatever became of the attempt to undo it, what it did may be there no more. */
function isCompensated({ plan, progress }: EndedRun, before: number): boolean {
  const undoing = plan.endings?.compensations.find(({ of }) => of === before);
  const code = progress[undoing?.step ?? -1] ?? stepCodes.SKIPPED;
  return undoing !== undefined && isFinal(code) && code !== stepCodes.SKIPPED;
}

/** A failure is dealt with when a step that waits for it succeeded, or is the one to run now. */
function isHandled(
  old: EndedRun,
  target: Plan,
  { step, before, chosen }: { step: PlannedStep; before: number; chosen: number | undefined },
): boolean {
  const takers = plannedStep(old.plan, before).children.filter((edge) => edge.on === 'failure' && wasTaken(old, edge));
  return step.children.some(({ on, to }) => {
    const taker = plannedStep(target, to).id;
    const former = takers.find((edge) => plannedStep(old.plan, edge.to).id === taker);
    if (on !== 'failure' || former === undefined) return false;
    return to === chosen || old.progress[former.to] === stepCodes.SUCCEEDED;
  });
}

function wasTaken({ edges }: EndedRun, { condition }: Edge): boolean {
  const place = condition?.edge ?? null;
  return place === null || edges?.[place] === edgeAnswers.yes;
}

function startsAlike({ step: one }: PlannedStep, { step: other }: PlannedStep): boolean {
  const shape = ({ dependencies, join, condition }: PlannedStep['step']) =>
    JSON.stringify([dependencies, join, condition]);
  return one === other || shape(one) === shape(other);
}

function again(reason: RerunReason) {
  return ({ index, id }: PlannedStep): RerunStep => ({
    ...{ step: index, stepKey: id, keeps: null, reason },
    ...{ after: null, items: null },
  });
}

function keep({ index, id }: PlannedStep, keeps: number, reason: RerunReason): RerunStep {
  return { step: index, stepKey: id, keeps, reason, after: null, items: null };
}

function keepAsItWas({ progress }: EndedRun, step: PlannedStep): RerunStep {
  const code = progress[step.index];
  const own = code === stepCodes.SUCCEEDED ? 'SUCCEEDED' : code === stepCodes.SKIPPED ? 'SKIPPED' : 'ALONE';
  return keep(step, step.index, own);
}

function progressOf({ progress }: EndedRun, steps: readonly RerunStep[]): Uint8Array {
  return Uint8Array.from(steps, ({ keeps }) => {
    if (keeps === null) return stepCodes.WAITING;
    const code = progress[keeps] ?? stepCodes.WAITING;
    // Its run ended over it; in the new run nothing will ever come of it.
    return isFinal(code) ? code : stepCodes.SKIPPED;
  });
}

/**
 * The answers that lead from one kept step to another. Those that lead to a step which runs are asked again: it is decided
 * anew, with the variables of the new run.
 */
function edgesOf(old: EndedRun, target: Plan, steps: readonly RerunStep[]): Uint8Array | null {
  if (target.conditionalEdges === 0 || old.edges === null) return null;
  const answers = new Uint8Array(target.conditionalEdges);
  for (const { step, keeps } of steps) {
    if (keeps === null) continue;
    const before = plannedStep(old.plan, keeps).parents;
    for (const edge of plannedStep(target, step).parents) {
      const [place, from] = [edge.condition?.edge ?? null, steps[edge.from]?.keeps ?? null];
      if (place === null || from === null) continue;
      const alike = before.find((one) => one.from === from && one.on === edge.on && textOf(one) === textOf(edge));
      const known = alike?.condition?.edge ?? null;
      if (known !== null) answers[place] = old.edges[known] ?? edgeAnswers.unasked;
    }
  }
  return answers;
}

function textOf({ condition }: Edge): string | undefined {
  return condition?.expression.text;
}

/**
 * What kept steps wrote, as it was. Where the last writer of a variable runs again and an earlier one is kept, or the
 * version writes another value, the value is made again.
 */
function variablesOf(
  old: EndedRun,
  target: Plan,
  steps: readonly RerunStep[],
): Pick<RerunBeginning, 'written' | 'remake' | 'superseded'> {
  const written: JsonObject = {};
  const remake: string[] = [];
  const superseded = new Map<string, Set<number>>();
  const keptOf = (step: number) => {
    const keeps = steps[step]?.keeps ?? null;
    return keeps !== null && old.progress[keeps] === stepCodes.SUCCEEDED ? keeps : undefined;
  };
  for (const [name, writers] of target.writers) {
    const counts = (step: number) => !isSuperseded(old.superseded, name, step);
    const kept = writers.filter((step) => keptOf(step) !== undefined);
    const lost = kept.filter((step) => !counts(keptOf(step) ?? step));
    if (lost.length > 0) superseded.set(name, new Set(lost));
    const writer = kept.find((step) => counts(keptOf(step) ?? step));
    if (writer === undefined) continue;
    const hasWritten = (step: number) => old.progress[step] === stepCodes.SUCCEEDED && counts(step);
    const last = old.plan.writers.get(name)?.find(hasWritten);
    const isSame =
      last !== undefined &&
      last === keptOf(writer) &&
      outputOf(old.plan, last, name) === outputOf(target, writer, name);
    const value = Object.hasOwn(old.variables, name) ? old.variables[name] : undefined;
    if (isSame && value !== undefined) written[name] = value;
    else remake.push(name);
  }
  return { written, remake, superseded };
}

function outputOf(plan: Plan, step: number, name: string): string | undefined {
  return plannedStep(plan, step).outputs.find(({ variable }) => variable === name)?.expression.text;
}

function plannedStep(plan: Plan, step: number): PlannedStep {
  const planned = plan.steps[step];
  assert(planned !== undefined, 'a run has the steps of its plan');
  return planned;
}

// What was decided is no answer to another question.
function asksTheSame({ step: former }: PlannedStep, { step }: PlannedStep): boolean {
  const asked = ({ wait, approval, workflow }: PlannedStep['step']) =>
    JSON.stringify([wait ?? null, approval ?? null, workflow ?? null]);
  return asked(former) === asked(step);
}
