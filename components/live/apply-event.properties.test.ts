// Goal: whatever happens to a job or a run, a snapshot and the log after it show what a later snapshot shows.
// Method: a small engine makes random legal histories. It keeps a snapshot after every event, and each property folds
// a stretch of the log over an older snapshot in the ways in which a feed may deliver it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyToJob, applyToRunAndSteps, type MovingJob, type MovingStep } from '#components/live/apply-event.ts';
import {
  isSettled,
  isSettledRun,
  type JobState,
  jobMoves,
  jobStates,
  type RunState,
  runMoves,
  runStates,
} from '#domain/machines.ts';
import type { LiveEvent } from './live-event.ts';

type ShownRun = {
  id: string;
  state: RunState;
  startedAt: string | null;
  finishedAt: string | null;
  steps: MovingStep[];
};
/** The log and what a snapshot showed before its first event and after each. */
type History<Shown> = { log: LiveEvent[]; snapshots: Shown[] };

const runId = 'run_1';
const stepKeys = ['extract', 'clean', 'load', 'tell'];
// Most moves of a job are few; long histories have cycles of retries, releases and another try by hand.
const dice = fc.array(fc.nat(), { minLength: 1, maxLength: 60 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

test('the log after a snapshot of a job gives every later snapshot of it', () => {
  fc.assert(
    fc.property(dice, share, share, (choices, from, to) => {
      const { log, snapshots } = jobHistory(choices);
      const [older, newer] = ordered(log.length, from, to);
      assert.deepEqual(log.slice(older, newer).reduce(applyToJob, at(snapshots, older)), at(snapshots, newer));
    }),
  );
});

test('a job ends where its log ends, from however far back the log is told, and however often', () => {
  fc.assert(
    fc.property(dice, share, fc.array(share, { maxLength: 6 }), (choices, shown, starts) => {
      const { log, snapshots } = jobHistory(choices);
      const place = placeOf(log.length, shown);
      const told = toldAgain(log, { place, starts });
      assert.deepEqual(told.reduce(applyToJob, at(snapshots, place)), at(snapshots, log.length));
    }),
  );
});

test('an event that leaves another state than the one shown is an old one, and changes nothing', () => {
  fc.assert(
    fc.property(dice, share, (choices, from) => {
      const { log, snapshots } = jobHistory(choices);
      const job = at(snapshots, placeOf(log.length, from));
      for (const event of log) if (event.from !== job.state) assert.equal(applyToJob(job, event), job);
    }),
  );
  fc.assert(
    fc.property(dice, share, (choices, from) => {
      const { log, snapshots } = runHistory(choices);
      const run = at(snapshots, placeOf(log.length, from));
      const stateOf = new Map(run.steps.map((step) => [jobIdOf(step.stepKey), step.job === null ? null : step.state]));
      const old = log.filter(
        (event) => event.from !== (event.entityId === runId ? run.state : stateOf.get(event.entityId ?? '')),
      );
      for (const event of old) assert.equal(applyToRunAndSteps(run, [event]), run);
    }),
  );
});

test('the log after a snapshot of a run gives every later snapshot of it, in bursts of any size', () => {
  fc.assert(
    fc.property(dice, share, share, fc.integer({ min: 1, max: 9 }), (choices, from, to, burst) => {
      const { log, snapshots } = runHistory(choices);
      const [older, newer] = ordered(log.length, from, to);
      const shown = inBursts(log.slice(older, newer), burst).reduce(applyToRunAndSteps<ShownRun>, at(snapshots, older));
      assert.deepEqual(shown, at(snapshots, newer));
    }),
  );
});

test('a run ends where its log ends, from however far back the log is told, and however often', () => {
  fc.assert(
    fc.property(dice, share, fc.array(share, { maxLength: 6 }), (choices, shown, starts) => {
      const { log, snapshots } = runHistory(choices);
      const place = placeOf(log.length, shown);
      const told = toldAgain(log, { place, starts });
      assert.deepEqual(applyToRunAndSteps(at(snapshots, place), told), at(snapshots, log.length));
    }),
  );
});

test('the order of events matters within a job only: steps and their run may be told in any order between them', () => {
  fc.assert(
    fc.property(dice, share, fc.array(fc.nat(), { minLength: 60, maxLength: 60 }), (choices, shown, draws) => {
      const { log, snapshots } = runHistory(choices);
      const place = placeOf(log.length, shown);
      const told = interleaved(log, draws);
      assert.deepEqual(applyToRunAndSteps(at(snapshots, place), told), at(snapshots, log.length));
    }),
  );
});

test('a run keeps the order of its steps and the steps that rest, whatever its log says', () => {
  fc.assert(
    fc.property(dice, share, (choices, from) => {
      const { log, snapshots } = runHistory(choices);
      const before = at(snapshots, placeOf(log.length, from));
      const after = applyToRunAndSteps(before, log);
      assert.deepEqual(
        after.steps.map((step) => step.stepKey),
        stepKeys,
      );
      const moved = new Set(log.map((event) => event.entityId));
      for (const [place, step] of after.steps.entries()) {
        if (!moved.has(jobIdOf(step.stepKey))) assert.equal(step, before.steps[place]);
      }
    }),
  );
});

function jobHistory(choices: readonly number[]): History<MovingJob> {
  const log: LiveEvent[] = [];
  let job: MovingJob = { id: 'job_1', state: 'PENDING', attempt: 0, reason: null, startedAt: null, finishedAt: null };
  const snapshots = [job];
  for (const choice of choices) {
    const move = moveJob(job, { choice, place: log.length, stepKey: null });
    if (move === undefined) break;
    log.push(move.event);
    job = { ...job, ...move.shown };
    snapshots.push(job);
  }
  return { log, snapshots };
}

function runHistory(choices: readonly number[]): History<ShownRun> {
  const log: LiveEvent[] = [];
  let run: ShownRun = {
    id: runId,
    state: 'RUNNING',
    startedAt: instant(0),
    finishedAt: null,
    steps: stepKeys.map((stepKey) => ({
      stepKey,
      state: 'PENDING',
      reason: null,
      startedAt: null,
      finishedAt: null,
      job: null,
    })),
  };
  const snapshots = [run];
  for (const choice of choices) {
    const next = moveOneOf(run, { choice, place: log.length });
    if (next === undefined) continue;
    log.push(next.event);
    run = next.run;
    snapshots.push(run);
  }
  return { log, snapshots };
}

type Draw = { choice: number; place: number };

// Every fifth move is one of the run itself.
function moveOneOf(run: ShownRun, { choice, place }: Draw): { run: ShownRun; event: LiveEvent } | undefined {
  const which = choice % (stepKeys.length + 1);
  const rest = Math.floor(choice / (stepKeys.length + 1));
  const step = run.steps[which];
  if (step === undefined) return moveRun(run, { choice: rest, place });
  const moved =
    step.job === null ? makeStepJob(step, { choice: rest, place }) : moveStep(step, { choice: rest, place });
  if (moved === undefined) return undefined;
  return { event: moved.event, run: { ...run, steps: run.steps.map((one) => (one === step ? moved.step : one)) } };
}

function moveRun(run: ShownRun, { choice, place }: Draw): { run: ShownRun; event: LiveEvent } | undefined {
  const to = pick(
    runStates.filter((state) => runMoves[run.state][state] !== undefined),
    choice,
  );
  if (to === undefined) return undefined;
  const event = eventOf({ place, entityId: run.id, from: run.state, to });
  return { event, run: { ...run, state: to, finishedAt: isSettledRun(to) ? event.at : null } };
}

/** A step gets its job when it is ready or skipped, or when its condition could not be read. */
function makeStepJob(step: MovingStep, { choice, place }: Draw): { step: MovingStep; event: LiveEvent } {
  const to = pick(['PENDING', 'PENDING', 'PENDING', 'SKIPPED', 'FAILED'] as const, choice) ?? 'PENDING';
  const event = eventOf({ place, entityId: jobIdOf(step.stepKey), from: null, to, stepKey: step.stepKey });
  const finishedAt = isSettled(to) ? event.at : null;
  return { event, step: { ...step, state: to, finishedAt, job: { id: jobIdOf(step.stepKey), attempt: 0 } } };
}

function moveStep(step: MovingStep, { choice, place }: Draw): { step: MovingStep; event: LiveEvent } | undefined {
  if (step.job === null) return undefined;
  const job: MovingJob = { ...step, ...step.job };
  const move = moveJob(job, { choice, place, stepKey: step.stepKey });
  if (move === undefined) return undefined;
  const { attempt, ...shown } = move.shown;
  return { event: move.event, step: { ...step, ...shown, job: { id: job.id, attempt } } };
}

type Move = { shown: Omit<MovingJob, 'id'>; event: LiveEvent };

/** What the engine does to a job's row, and the event that it writes with it. */
function moveJob(job: MovingJob, draw: Draw & { stepKey: string | null }): Move | undefined {
  const { choice, place, stepKey } = draw;
  const to = pick(
    jobStates.filter((state) => jobMoves[job.state][state] !== undefined),
    choice,
  );
  if (to === undefined) return undefined;
  const attempt = attemptAfter(job, to);
  const isWorkers = to === 'RUNNING' || (job.state === 'RUNNING' && to !== 'CANCELLED');
  const reason = to === 'RUNNING' || to === 'SUCCEEDED' ? null : pick([null, 'ERROR', 'asked for by Ada'], choice);
  const event = eventOf({
    place,
    entityId: job.id,
    from: job.state,
    to,
    ...(stepKey === null ? {} : { stepKey }),
    attempt: isWorkers ? attempt : null,
    reason: reason ?? null,
  });
  return {
    event,
    shown: {
      state: to,
      attempt,
      reason: event.reason === null ? null : { code: event.reason, message: event.reason },
      startedAt: to === 'RUNNING' ? event.at : job.startedAt,
      finishedAt: isSettled(to) ? event.at : null,
    },
  };
}

function attemptAfter(job: MovingJob, to: JobState): number {
  if (to === 'RUNNING') return job.attempt + 1;
  if (to !== 'PENDING') return job.attempt;
  // Given back, the attempt does not count; asked for by a person, all begin anew.
  if (job.state === 'RUNNING') return job.attempt - 1;
  return isSettled(job.state) ? 0 : job.attempt;
}

type Told = {
  place: number;
  entityId: string;
  from: string | null;
  to: string;
  stepKey?: string;
  attempt?: number | null;
  reason?: string | null;
};

function eventOf({ place, entityId, from, to, stepKey, attempt = null, reason = null }: Told): LiveEvent {
  const payload = stepKey === undefined ? null : { stepKey };
  const type = entityId === runId ? 'run.moved' : 'job.moved';
  return {
    cursor: `c${place}`,
    seq: place + 1,
    type,
    at: instant(place),
    entityId,
    from,
    to,
    reason,
    attempt,
    payload,
  };
}

// Several events fall into one millisecond.
function instant(place: number): string {
  return new Date(Date.UTC(2026, 2, 29, 1, 0, 0, Math.floor(place / 3))).toISOString();
}

function jobIdOf(stepKey: string): string {
  return `job_${stepKey}`;
}

/** Goes back to each of these places, never beyond what was told, and tells on from there; at last up to the end. */
function toldAgain(log: readonly LiveEvent[], { place, starts }: { place: number; starts: number[] }): LiveEvent[] {
  const told: LiveEvent[] = [];
  let known = place;
  for (const [index, share] of starts.entries()) {
    const start = placeOf(known, share);
    known = placeOf(log.length, (index + 1) / (starts.length + 1), known);
    told.push(...log.slice(start, known));
  }
  return [...told, ...log.slice(known)];
}

/** The same events in another order, in which each entity's stay in theirs. */
function interleaved(log: readonly LiveEvent[], draws: readonly number[]): LiveEvent[] {
  const lanes = [...Map.groupBy(log, (event) => event.entityId).values()].map((events) => [...events]);
  const told: LiveEvent[] = [];
  for (const draw of draws.slice(0, log.length)) {
    const open = lanes.filter((lane) => lane.length > 0);
    const event = pick(open, draw)?.shift();
    if (event !== undefined) told.push(event);
  }
  return told;
}

function inBursts(events: readonly LiveEvent[], size: number): LiveEvent[][] {
  return Array.from({ length: Math.ceil(events.length / size) }, (_, n) => events.slice(n * size, (n + 1) * size));
}

function ordered(length: number, one: number, other: number): [number, number] {
  const [older = 0, newer = 0] = [placeOf(length, one), placeOf(length, other)].toSorted((a, b) => a - b);
  return [older, newer];
}

function placeOf(length: number, share: number, least = 0): number {
  return Math.max(least, Math.min(length, Math.floor(share * (length + 1))));
}

function pick<Value>(values: readonly Value[], choice: number): Value | undefined {
  return values[choice % Math.max(1, values.length)];
}

function at<Value>(values: readonly Value[], place: number): Value {
  const value = values[place];
  assert.ok(value !== undefined, 'there is a snapshot for every place in the log');
  return value;
}
