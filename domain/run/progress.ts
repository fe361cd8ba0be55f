/**
 * How far a run has come: one byte for each step. Everything else - which dependencies were taken, which failures were
 * caught, whether the run is over - follows from the bytes and the plan, so any order of arrivals leads to the same end.
 */
import type { JobState, RunState } from '#domain/machines.ts';
import { isWork } from '#domain/step/step-kind.ts';
import { assert } from '#domain/unreachable.ts';
import type { Plan, PlannedCondition, PlannedStep } from '#domain/workflow/plan.ts';
import type { Endings } from '#domain/workflow/steps/endings.ts';
import { createBranches, type Fault, isFinal, type Verdict } from './branches.ts';
import { admitEndings, type Ending, type EndingView, endAfter } from './close-run.ts';
import { type ByHand, inWaitingRoom, presentIn, type SkippedStep, sweep } from './codes-of-steps.ts';
import { stepCodes } from './step-codes.ts';

/** The end of a step's job, as the engine reports it. */
export type SettledState = Extract<JobState, 'SUCCEEDED' | 'FAILED' | 'DEAD' | 'CANCELLED'>;
export type ErroredStep = Fault & { step: number };

export type Advanced = {
  kind: 'advanced';
  // A new copy; the one handed in is untouched.
  progress: Uint8Array;
  // Steps that are OPEN from now on and need a job each.
  ready: number[];
  skipped: SkippedStep[];
  // Steps that are FAILED from now on because a condition could not be evaluated.
  errored: ErroredStep[];
  // The first step, in the order of the definition, that failed and was not caught.
  failedStep: number | null;
  outcome: 'OPEN' | Ending;
  // How it is to end, from when its last steps come until it ends.
  ending: Ending | null;
  // True when the jobs that are still open are to be cancelled, but for those of steps that clean up.
  cancelOpen: boolean;
};

/** `needs`: call again when the results of these steps are loaded. Nothing was decided. */
export type Advance = Advanced | { kind: 'needs'; steps: number[] };

/** How far an advance has come when a condition is asked: codes from 8 on are those of waiting steps. */
export type View = { codes: Uint8Array; errored: readonly ErroredStep[]; ending: EndingView | null };

/**
 * Answers a condition. It must answer the same whenever it is asked again in the same run: the condition of a
 * dependency is asked anew when a later step completes the join.
 */
export type Evaluate = (condition: PlannedCondition, view: View) => Verdict;

/** The progress of a run before its first step: hand it to `advance`, or call `startRun`. */
export function emptyProgress(plan: Plan): Uint8Array {
  return new Uint8Array(plan.steps.length);
}

/**
 * The first advance of a run: its roots become ready, as far as their conditions and the limit let them. With `kept`, the
 * codes of steps whose ends are taken over from another run, every other step is decided about as far as they let it.
 */
export function startRun(plan: Plan, evaluate: Evaluate, kept?: Uint8Array): Advance {
  const work = begin({ plan, progress: kept ?? emptyProgress(plan), evaluate });
  const beginAt = (step: number) => {
    if (plan.endings?.isEnding[step] !== 1) touch(work, step);
  };
  if (kept === undefined) for (const root of plan.adjacency.roots) beginAt(root);
  else for (const [step, code] of kept.entries()) if (code === stepCodes.WAITING) beginAt(step);
  return finish(work, 'RUNNING', null);
}

/**
 * Takes in steps whose jobs have settled and says what follows. A step that is not OPEN is ignored, so repeating a
 * settlement changes nothing. Called with nothing settled it starts what was waiting for room, as after a pause.
 */
export function advance(input: {
  plan: Plan;
  progress: Uint8Array;
  settled: { step: number; state: SettledState }[];
  runState: RunState;
  /** How it is to end, when its last steps have come already. */
  ending?: Ending | null;
  byHand?: ByHand | undefined;
  evaluate: Evaluate;
}): Advance {
  assert(input.progress.length === input.plan.steps.length, 'progress and plan are of the same version');
  const work = begin(input);
  for (const { step, state } of input.settled) {
    if (work.codes[step] !== stepCodes.OPEN) continue;
    work.codes[step] = stepCodes[state];
    work.settledNow.push(step);
  }
  for (const step of input.byHand?.added ?? []) touch(work, step);
  for (const { step, message } of input.byHand?.skipped ?? []) {
    if (work.codes[step] !== stepCodes.OPEN) work.skipped.push({ step, reason: { code: 'SKIPPED_BY_HAND', message } });
    put(work, step, stepCodes.SKIPPED);
    work.settledNow.push(step);
  }
  return finish(work, input.runState, input.ending ?? null);
}

// Marks a waiting step that is in the next round already, so that it is decided about once. Never leaves this file.
const touchedCode = 8;
const noEndings: Endings = { isEnding: new Uint8Array(), compensations: [], finals: [] };
const yes: Verdict = { ok: true, value: true };

type Work = {
  plan: Plan;
  codes: Uint8Array;
  // One bit for each code but WAITING and SUCCEEDED that some step has.
  present: number;
  hadWaiting: boolean;
  // True when a failure that nobody caught keeps everything but clean-up from starting.
  isStopping: boolean;
  view: View;
  evaluate: (condition: PlannedCondition) => Verdict;
  // Made when somebody asks: most advances do not.
  branches: ReturnType<typeof createBranches> | null;
  settledNow: number[];
  // How many of them have reached the steps below.
  passedOn: number;
  // Steps that came to the waiting room in this advance.
  admitted: number[];
  // Steps to decide about in the next round.
  touched: number[];
  skipped: SkippedStep[];
  errored: ErroredStep[];
  needs: Set<number>;
};

function begin(input: { plan: Plan; progress: Uint8Array; evaluate: Evaluate }): Work {
  // A copy with a buffer of its own, whatever kind of array was handed in.
  const codes = new Uint8Array(input.progress);
  const needs = new Set<number>();
  const errored: ErroredStep[] = [];
  const view: View = { codes, errored, ending: null };
  const evaluate = (condition: PlannedCondition) => input.evaluate(condition, view);
  return {
    plan: input.plan,
    codes,
    present: 0,
    hadWaiting: false,
    isStopping: false,
    view,
    evaluate,
    branches: null,
    settledNow: [],
    passedOn: 0,
    admitted: [],
    touched: [],
    skipped: [],
    errored,
    needs,
  };
}

function branchesOf(work: Work): ReturnType<typeof createBranches> {
  work.branches ??= createBranches(work);
  return work.branches;
}

function put(work: Work, step: number, code: number): void {
  work.codes[step] = code;
  work.present |= 1 << code;
}

function has(work: Work, code: number): boolean {
  return (work.present & (1 << code)) !== 0;
}

function finish(work: Work, runState: RunState, ending: Ending | null): Advance {
  // A run that is over takes in what still arrives and starts nothing.
  const isOver = runState !== 'RUNNING' && runState !== 'PAUSED';
  if (isOver) return answer(work, { ready: [], failedStep: null, outcome: 'OPEN', cancelOpen: false });
  work.present = presentIn(work.codes);
  work.hadWaiting = has(work, stepCodes.WAITING_ROOM);
  const isPaused = runState === 'PAUSED';
  if (ending !== null) return close(work, { ending, failedStep: firstUncaught(work) }, isPaused);
  let failedStep = follow(work);
  if (work.needs.size > 0) return { kind: 'needs', steps: [...work.needs] };
  let ready = isPaused ? [] : fillRoom(work);
  if (work.isStopping && !has(work, stepCodes.OPEN)) {
    // Nothing is at work any more: what has not started never will, and what cleans up after it may start.
    const message = `the run failed at ${work.plan.steps[failedStep ?? 0]?.id} before this step could start`;
    for (const swept of sweep(work.codes, { code: 'RUN_FAILED', message }, sparedOf(work.plan))) {
      work.skipped.push(swept);
      work.settledNow.push(swept.step);
    }
    work.present |= 1 << stepCodes.SKIPPED;
    failedStep = follow(work) ?? failedStep;
    if (work.needs.size > 0) return { kind: 'needs', steps: [...work.needs] };
    if (!isPaused) ready = fillRoom(work);
  }
  if (has(work, stepCodes.OPEN))
    return answer(work, { ready, failedStep, outcome: 'OPEN', cancelOpen: mustCancel(work) });
  // Only a pause holds steps back while nothing is open.
  if (work.codes.includes(stepCodes.WAITING_ROOM))
    return answer(work, { ready, failedStep, outcome: 'OPEN', cancelOpen: false });
  return close(work, { ending: failedStep === null ? 'SUCCEEDED' : 'FAILED', failedStep }, isPaused);
}

/** Lets the last steps of the run come, and ends it when they have settled. */
function close(work: Work, view: EndingView, isPaused: boolean): Advance {
  const { codes, plan } = work;
  const { endings } = plan;
  work.isStopping = false;
  // Those who came before were started or swept.
  work.admitted = [];
  work.view.ending = view;
  if (endings !== undefined)
    admitEndings(endings, view.ending, {
      codes,
      stepAt: (step) => stepAt(work, step),
      admit: (step) => admit(work, step),
      leaveOut: (step) => put(work, step, stepCodes.SKIPPED),
      decide: (step) => decideJoin(work, step),
    });
  if (work.needs.size > 0) return { kind: 'needs', steps: [...work.needs] };
  const ready = isPaused ? [] : fillRoom(work);
  const { ending, failedStep } = view;
  if (has(work, stepCodes.OPEN) || codes.includes(stepCodes.WAITING_ROOM))
    return answer(work, { ready, failedStep, outcome: 'OPEN', cancelOpen: false, ending });
  const end = endAfter(endings ?? noEndings, view, codes);
  return answer(work, { ready, failedStep: end.failedStep, outcome: end.ending, cancelOpen: false });
}

function sparedOf({ adjacency, endings }: Plan): Uint8Array[] {
  return endings === undefined ? [adjacency.cleansUp] : [adjacency.cleansUp, endings.isEnding];
}

/** Lets everything that settled take effect; hands back the first failure that nothing caught. */
function follow(work: Work): number | null {
  const before = firstUncaught(work);
  const stops = (failed: number | null) => failed !== null && work.plan.onFailure !== 'continue';
  work.isStopping ||= stops(before);
  propagate(work);
  // Whoever was to catch a failure may have been skipped or have failed itself.
  const after = firstUncaught(work);
  work.isStopping ||= stops(after);
  return after;
}

function mustCancel({ isStopping, plan, codes }: Work): boolean {
  if (!isStopping || plan.onFailure !== 'cancel') return false;
  return codes.some((code, step) => code === stepCodes.OPEN && plan.adjacency.cleansUp[step] === 0);
}

type Answer = Pick<Advanced, 'ready' | 'failedStep' | 'outcome' | 'cancelOpen'> & { ending?: Ending };

function answer(work: Work, rest: Answer): Advance {
  const { codes: progress, skipped, errored } = work;
  return { kind: 'advanced', progress, skipped, errored, ending: null, ...rest };
}

function firstUncaught(work: Work): number | null {
  let first: number | null = null;
  const isEnding = (step: number) => work.plan.endings?.isEnding[step] === 1;
  for (const code of [stepCodes.FAILED, stepCodes.DEAD]) {
    if (!has(work, code)) continue;
    let step = work.codes.indexOf(code);
    while (step >= 0 && (isEnding(step) || branchesOf(work).isCaught(step))) step = work.codes.indexOf(code, step + 1);
    if (step >= 0 && (first === null || step < first)) first = step;
  }
  return first;
}

/** Lets every settlement reach the steps below it, and the skips and failures that come of that as well. */
function propagate(work: Work): void {
  const { codes, settledNow, isStopping } = work;
  const { children, cleansUp } = work.plan.adjacency;
  const { start, list } = children;
  for (;;) {
    for (; work.passedOn < settledNow.length; work.passedOn += 1) {
      const parent = settledNow[work.passedOn] ?? 0;
      const end = start[parent + 1] ?? 0;
      for (let position = start[parent] ?? 0; position < end; position += 1) {
        const child = list[position] ?? 0;
        if (codes[child] !== stepCodes.WAITING || (isStopping && cleansUp[child] === 0)) continue;
        touch(work, child);
      }
    }
    // A whole round at a time, so that a wide join is counted once for all the parents that settled together.
    const round = work.touched;
    if (round.length === 0) return;
    work.touched = [];
    for (const index of round) {
      codes[index] = stepCodes.WAITING;
      decide(work, index);
      if (isFinal(codes[index] ?? stepCodes.WAITING)) settledNow.push(index);
    }
  }
}

function touch(work: Work, index: number): void {
  work.codes[index] = touchedCode;
  work.touched.push(index);
}

function decide(work: Work, index: number): void {
  if (work.plan.adjacency.isPlain[index] === 1) decidePlain(work, index);
  else decideJoin(work, stepAt(work, index));
}

// A wide join is counted again whenever one of its parents settles, and nearly every step is a plain one.
function decidePlain(work: Work, index: number): void {
  const { codes } = work;
  const { parents, thresholds } = work.plan.adjacency;
  const end = parents.start[index + 1] ?? 0;
  let missing = thresholds[index] ?? 0;
  let pending = 0;
  for (let position = parents.start[index] ?? 0; position < end; position += 1) {
    const code = codes[parents.list[position] ?? 0] ?? stepCodes.WAITING;
    if (code === stepCodes.SUCCEEDED) missing -= 1;
    else if (!isFinal(code)) pending += 1;
  }
  if (missing <= 0) admit(work, index);
  else if (pending < missing) skipNotTaken(work, stepAt(work, index));
}

function stepAt({ plan }: Work, index: number): PlannedStep {
  const step = plan.steps[index];
  assert(step !== undefined, 'a child is a step of the plan');
  return step;
}

function skipNotTaken(work: Work, step: PlannedStep): void {
  skip(work, step, { code: 'BRANCH_NOT_TAKEN', message: branchesOf(work).whyNotTaken(step) });
}

function decideJoin(work: Work, step: PlannedStep): void {
  const { taken, pending, errors, undecided } = branchesOf(work).joinOf(step);
  // A result that is still to be loaded could turn any of the answers below.
  if (undecided > 0) return;
  const [error] = errors;
  if (taken >= step.threshold) {
    decideCondition(work, step);
  } else if (taken + pending + errors.length < step.threshold) {
    skipNotTaken(work, step);
  } else if (pending === 0 && error !== undefined) {
    // An error counts only when nothing else can decide: until then a later parent may still meet or miss the join.
    fail(work, step, error);
  }
}

function decideCondition(work: Work, step: PlannedStep): void {
  const { condition } = step;
  const verdict = condition === null ? yes : work.evaluate(condition);
  if ('needs' in verdict) {
    for (const needed of verdict.needs) work.needs.add(needed);
  } else if (!verdict.ok) {
    fail(work, step, verdict);
  } else if (verdict.value) {
    admit(work, step.index);
  } else {
    skip(work, step, { code: 'CONDITION_FALSE', message: `its condition is false: ${condition?.expression.text}` });
  }
}

function admit(work: Work, step: number): void {
  put(work, step, stepCodes.WAITING_ROOM);
  work.admitted.push(step);
}

function skip(work: Work, step: PlannedStep, reason: SkippedStep['reason']): void {
  put(work, step.index, stepCodes.SKIPPED);
  work.skipped.push({ step: step.index, reason });
}

function fail(work: Work, step: PlannedStep, { code, message }: Fault): void {
  put(work, step.index, stepCodes.FAILED);
  work.errored.push({ step: step.index, code, message });
}

/** Opens what may start, in the order of the definition, until the run's limit is reached; what only waits needs no room. */
function fillRoom(work: Work): number[] {
  if (!has(work, stepCodes.WAITING_ROOM)) return [];
  const { maxConcurrentTasks, adjacency } = work.plan;
  const waiting = inWaitingRoom(work.codes, work.hadWaiting ? undefined : work.admitted);
  const ready = work.isStopping ? waiting.filter((step) => adjacency.cleansUp[step] === 1) : waiting;
  if (maxConcurrentTasks < work.codes.length) {
    const takesRoom = (step: number) => isWork(stepAt(work, step).kind);
    let room = maxConcurrentTasks;
    for (const [step, code] of work.codes.entries()) if (code === stepCodes.OPEN && takesRoom(step)) room -= 1;
    return open(
      work,
      ready.filter((step) => {
        if (!takesRoom(step)) return true;
        room -= 1;
        return room >= 0;
      }),
    );
  }
  return open(work, ready);
}

function open(work: Work, ready: number[]): number[] {
  for (const step of ready) put(work, step, stepCodes.OPEN);
  return ready;
}
