/**
 * A run as it was after one of its events: its log folded from the first one on. The same fold stands behind the API,
 * which makes the moment from which a page begins, and behind the console, which moves event by event from there.
 */
import { isSettled, isSettledRun, type JobState, jobStates, type RunState, runStates } from '#domain/machines.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';

/** One event of a run as the fold reads it. Ids are of one kind throughout, bare or public. */
export type LoggedEvent = {
  seq: number;
  type: string;
  at: string;
  entityId: string;
  from: string | null;
  to: string | null;
  reason: string | null;
  attempt: number | null;
  payload: Json;
};

/** Where a step stood. */
export type StepMoment = {
  stepKey: string;
  state: JobState;
  /** The job that carries it out; null before there is one. */
  jobId: string | null;
  attempt: number;
  startedAt: string | null;
  finishedAt: string | null;
  reason: { code: string; message: string } | null;
  /** Jobs of a step that repeats its task that were in line or at work; null before its first, and for any other step. */
  openItems: number | null;
  /** How many of those had ended. */
  endedItems: number | null;
  /** True for a step that comes when all others have settled, or undoes one: the end of the others is not its own. */
  isLast: boolean;
  isKept: boolean;
};

/** Where a run and each of its steps stood. */
export type RunMoment = {
  /** The number of the event after which it stood so; 0 before the first. */
  seq: number;
  /** When that happened; null before the first. */
  at: string | null;
  state: RunState;
  endsAs: RunState | null;
  finishedAt: string | null;
  steps: readonly StepMoment[];
  /** What undoes steps, in the order in which it comes. */
  undoing: readonly Undoing[];
};

/** A step that undoes another one, both by their ids. */
export type Undoing = { stepKey: string; of: string };

/** A step before anything happened to it. */
export function untouchedStep(stepKey: string, isLast: boolean): StepMoment {
  return {
    ...{ stepKey, isLast, isKept: false },
    ...{ state: 'PENDING', jobId: null, attempt: 0, startedAt: null, finishedAt: null, reason: null },
    ...{ openItems: null, endedItems: null },
  };
}

/** A run before its first event. What it keeps from an earlier run is settled from the beginning. */
export function untouchedRun(steps: readonly StepMoment[], undoing: readonly Undoing[]): RunMoment {
  return { seq: 0, at: null, state: 'RUNNING', endsAs: null, finishedAt: null, steps, undoing };
}

/** The moment after these events, which follow on it in their order. Steps that did not move stay the same objects. */
export function momentAfter(moment: RunMoment, events: readonly LoggedEvent[]): RunMoment {
  const steps = [...moment.steps];
  const places = new Map(steps.map(({ stepKey }, place) => [stepKey, place]));
  const byJob = new Map(steps.flatMap(({ jobId }, place) => (jobId === null ? [] : [[jobId, place] as const])));
  let run: RunMoment = { ...moment, steps };
  for (const event of events) {
    if (event.seq <= run.seq) continue;
    run = { ...run, seq: event.seq, at: event.at };
    if (event.type.startsWith('run.')) {
      run = moveRun(run, event);
      if (event.type === 'run.closing' || isSettledRun(run.state)) leaveOut(steps, isSettledRun(run.state));
    } else {
      const place = placeOf(event, { places, byJob });
      const step = place === undefined ? undefined : steps[place];
      if (place === undefined || step === undefined) continue;
      const next = moveStep(step, event);
      steps[place] = next;
      if (next.jobId !== null) byJob.set(next.jobId, place);
    }
    if (run.endsAs !== null) leaveUndone(run, steps, places);
  }
  return run;
}

// Nothing is told of what has nothing to undo: it is passed over when its turn comes.
function leaveUndone({ endsAs, undoing }: RunMoment, steps: StepMoment[], places: ReadonlyMap<string, number>): void {
  for (const { stepKey, of } of undoing) {
    const place = places.get(stepKey) ?? -1;
    const step = steps[place];
    if (step === undefined || isSettled(step.state)) continue;
    const undone = steps[places.get(of) ?? -1];
    if (hasBegun(step) || (endsAs !== 'SUCCEEDED' && undone?.state === 'SUCCEEDED')) return;
    steps[place] = { ...step, state: 'SKIPPED' };
  }
}

type Places = { places: ReadonlyMap<string, number>; byJob: ReadonlyMap<string, number> };

function placeOf({ entityId, payload }: LoggedEvent, { places, byJob }: Places): number | undefined {
  const named = isJsonObject(payload) && typeof payload.stepKey === 'string' ? places.get(payload.stepKey) : undefined;
  return named ?? byJob.get(entityId);
}

function moveRun(run: RunMoment, { type, to, at, payload }: LoggedEvent): RunMoment {
  if (type === 'run.closing') {
    const said = isJsonObject(payload) ? payload.endsAs : undefined;
    return { ...run, endsAs: runStates.find((state) => state === said) ?? null };
  }
  const state = runStates.find((one) => one === to);
  if (state === undefined) return run;
  return isSettledRun(state) ? { ...run, state, endsAs: null, finishedAt: at } : { ...run, state };
}

// What never begins is not told of one by one when a run is ended from outside: the end of the others says it.
function leaveOut(steps: StepMoment[], isOver: boolean): void {
  for (const [place, step] of steps.entries()) {
    if (isSettled(step.state) || (step.isLast && !isOver)) continue;
    if (hasBegun(step)) {
      if (step.openItems === 0 && step.reason !== null) steps[place] = { ...step, state: 'CANCELLED' };
    } else steps[place] = { ...step, state: 'SKIPPED' };
  }
}

function hasBegun({ jobId, startedAt, openItems }: StepMoment): boolean {
  return jobId !== null || startedAt !== null || openItems !== null;
}

function moveStep(step: StepMoment, event: LoggedEvent): StepMoment {
  const to = jobStates.find((state) => state === event.to);
  if (to === undefined) return step;
  if (isOfItem(step, event)) return moveItem(step, { event, to });
  const isJob = event.type.startsWith('job.');
  const begins = isJob ? to === 'RUNNING' : event.from === null && to !== 'SKIPPED';
  return {
    ...step,
    state: to,
    jobId: isJob ? event.entityId : step.jobId,
    attempt: isJob ? attemptAfter(step, { event, to }) : step.attempt,
    startedAt: begins ? event.at : step.startedAt,
    finishedAt: isSettled(to) ? event.at : null,
    reason: reasonOf(event),
  };
}

// The job of a step is new with its first event, and the jobs of its items are others.
function isOfItem({ jobId }: StepMoment, { type, entityId, from, payload }: LoggedEvent): boolean {
  if (!type.startsWith('job.') || entityId === jobId) return false;
  return from !== null || (isJsonObject(payload) && typeof payload.item === 'number');
}

type Moved = { event: LoggedEvent; to: JobState };

function moveItem(step: StepMoment, { event, to }: Moved): StepMoment {
  const wasOpen = jobStates.some((state) => state === event.from && !isSettled(state));
  const open = (step.openItems ?? 0) + (isSettled(to) ? 0 : 1) - (wasOpen ? 1 : 0);
  const ended = (step.endedItems ?? 0) + (isSettled(to) ? 1 : 0);
  // Its own job comes when all of them are over, and says how it ended.
  if (isSettled(step.state)) return { ...step, openItems: open, endedItems: ended };
  return {
    ...step,
    state: open > 0 ? 'RUNNING' : isSwept({ event, to }) ? 'CANCELLED' : 'PENDING',
    startedAt: step.startedAt ?? event.at,
    // Kept for the end of the run, which ends what its last jobs were cancelled of.
    reason: to === 'CANCELLED' ? reasonOf(event) : null,
    openItems: open,
    endedItems: ended,
  };
}

// A loop whose last jobs its run has cancelled is over with them, and nothing else is told of it.
function isSwept({ event: { reason }, to }: Moved): boolean {
  return to === 'CANCELLED' && (reason === 'RUN_FAILED' || reason === 'RUN_CANCELLED');
}

// Only a worker's moves count attempts; a person who asks for another try begins them anew.
function attemptAfter({ attempt, state }: StepMoment, { event, to }: Moved): number {
  if (event.attempt !== null) return event.attempt;
  return isSettled(state) && to === 'PENDING' ? 0 : attempt;
}

function reasonOf({ reason, payload }: LoggedEvent): StepMoment['reason'] {
  if (reason === null) return null;
  const error = isJsonObject(payload) ? payload.error : undefined;
  const message = isJsonObject(error) ? error.message : undefined;
  return { code: reason, message: typeof message === 'string' ? message : reason };
}
