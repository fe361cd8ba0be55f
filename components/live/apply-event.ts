/**
 * Folds events into what is shown. The feed may repeat events that a snapshot already holds, so an event counts only
 * when it leaves the state that is shown, and says all that it changes: a repeated history then ends where it stood.
 */

import type { EventPayload } from '#domain/event-catalogue.ts';
import { isSettled, isSettledRun, type JobState, jobStates, type RunState, runStates } from '#domain/machines.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';
import type { LiveEvent } from './live-event.ts';

type Why = { code: string; message: string } | null;
type Timed = { startedAt: string | null; finishedAt: string | null };

/** What a shown job must have so that events can move it. */
export type MovingJob = Timed & { id: string; state: JobState; attempt: number; reason: Why };
/** What a shown run must have so that events can move it. */
export type MovingRun = Timed & {
  id: string;
  state: RunState;
  reason?: Why;
  endsAs?: RunState | null;
  changeCount?: number;
};
/** What a shown step must have; it has no job until it is ready. */
export type MovingStep = Timed & {
  stepKey: string;
  state: JobState;
  reason: Why;
  job: { id: string; attempt: number } | null;
};

/** The job after the event; the same object when the event does not move it. */
export function applyToJob<Job extends MovingJob>(job: Job, event: LiveEvent): Job {
  const to = jobStateOf(event.to);
  if (event.entityId !== job.id || to === undefined || event.from !== job.state) return job;
  return { ...job, ...movedTo(to, { event, from: job }), attempt: attemptAfter(job, event) };
}

/** The run after the event; the same object when the event does not move it. */
export function applyToRun<Run extends MovingRun>(run: Run, event: LiveEvent): Run {
  if (event.type === 'run.closing' && event.entityId === run.id) return closing(run, event);
  if (event.type === 'run.modified' && event.entityId === run.id) return changed(run, event);
  const to = runStates.find((state) => state === event.to);
  if (event.entityId !== run.id || to === undefined || event.from !== run.state) return run;
  const moved = { ...run, state: to, finishedAt: isSettledRun(to) ? event.at : null };
  return run.reason === undefined ? moved : { ...moved, reason: whyOfRun(to, event) };
}

// A history that is repeated says so of a run that is over by now.
function closing<Run extends MovingRun>(run: Run, { payload }: LiveEvent): Run {
  const said = isJsonObject(payload) ? payload.endsAs : undefined;
  const endsAs = runStates.find((state) => state === said);
  if (run.endsAs !== null || endsAs === undefined || isSettledRun(run.state)) return run;
  return { ...run, endsAs };
}

// What was changed does not travel with the event: the count says that the run is to be read again.
function changed<Run extends MovingRun>(run: Run, { payload }: LiveEvent): Run {
  const number = isJsonObject(payload) ? payload.number : undefined;
  if (run.changeCount === undefined || typeof number !== 'number' || number <= run.changeCount) return run;
  return { ...run, changeCount: number };
}

// What runs, and what succeeded, has nothing to explain.
function whyOfRun(to: RunState, { reason }: LiveEvent): Why {
  if (reason === null || to === 'RUNNING' || to === 'SUCCEEDED') return null;
  return { code: to === 'CANCELLED' ? 'RUN_CANCELLED' : to, message: reason };
}

/** The run and its steps after a burst of events. Steps that did not move stay the same objects. */
export function applyToRunAndSteps<Run extends MovingRun & { steps: MovingStep[] }>(
  run: Run,
  events: readonly LiveEvent[],
): Run {
  const steps = [...run.steps];
  const places = placesOf(steps);
  let moved = run;
  for (const event of events) {
    moved = applyToRun(moved, event);
    const place = placeOf(places, event);
    const step = place === undefined ? undefined : steps[place];
    if (place === undefined || step === undefined) continue;
    const next = applyToStep(step, event);
    steps[place] = next;
    if (next.job !== null) places.byJob.set(next.job.id, place);
  }
  const isStill = steps.every((step, place) => step === run.steps[place]);
  return isStill ? moved : { ...moved, steps };
}

function applyToStep(step: MovingStep, event: LiveEvent): MovingStep {
  if (event.type.startsWith('step.')) return applyToWait(step, event);
  const to = jobStateOf(event.to);
  const from = step.job === null ? null : step.state;
  if (event.entityId === null || to === undefined || event.from !== from) return step;
  // Of a step that repeats its task: it is at work, and its own job comes with its end.
  if (isOfItem(event.payload))
    return isSettled(step.state) ? step : { ...step, state: 'RUNNING', startedAt: step.startedAt ?? event.at };
  const attempt = attemptAfter({ attempt: step.job?.attempt ?? 0, state: step.state }, event);
  return { ...step, ...movedTo(to, { event, from: step }), job: { id: event.entityId, attempt } };
}

/** What a step says that has just begun to wait: for what it waits does not travel with the event. */
export const beginsToWait = 'it has begun to wait';

// It never has a job, so its own state tells whether it was made already.
function applyToWait(step: MovingStep, event: LiveEvent): MovingStep {
  const to = jobStateOf(event.to);
  const isNew = event.from === null && step.state === 'PENDING' && step.startedAt === null;
  if (to === undefined || !(isNew || (event.from === step.state && step.startedAt !== null))) return step;
  const startedAt = step.startedAt ?? (to === 'SKIPPED' ? null : event.at);
  const moved = { ...step, ...movedTo(to, { event, from: step }), startedAt };
  return to === 'PENDING' ? { ...moved, reason: { code: 'WAIT', message: beginsToWait } } : moved;
}

function movedTo(to: JobState, { event, from }: { event: LiveEvent; from: Timed }) {
  return {
    state: to,
    startedAt: to === 'RUNNING' ? event.at : from.startedAt,
    finishedAt: isSettled(to) ? event.at : null,
    reason: event.reason === null ? null : { code: event.reason, message: errorOf(event.payload) ?? event.reason },
  };
}

// Only a worker's moves count attempts; a person who asks for another try begins them anew.
function attemptAfter(shown: { attempt: number; state: JobState }, event: LiveEvent): number {
  if (event.attempt !== null) return event.attempt;
  return isSettled(shown.state) && event.to === 'PENDING' ? 0 : shown.attempt;
}

type Places = { byJob: Map<string, number>; byKey: Map<string, number> };

function placesOf(steps: readonly MovingStep[]): Places {
  const places: Places = { byJob: new Map(), byKey: new Map() };
  for (const [place, step] of steps.entries()) {
    if (step.job === null) places.byKey.set(step.stepKey, place);
    else places.byJob.set(step.job.id, place);
  }
  return places;
}

function placeOf(places: Places, event: LiveEvent): number | undefined {
  if (event.entityId === null) return undefined;
  const known = places.byJob.get(event.entityId);
  if (known !== undefined) return known;
  const stepKey = stepKeyOf(event.payload);
  return stepKey === undefined ? undefined : places.byKey.get(stepKey);
}

/** True of the news of a job that carries out one item or round of a step. */
export function isOfItem(payload: Json | null): boolean {
  return isJsonObject(payload) && typeof payload.item === 'number';
}

function stepKeyOf(payload: Json | null): string | undefined {
  const stepKey = fieldOf(payload, 'stepKey');
  return typeof stepKey === 'string' ? stepKey : undefined;
}

function fieldOf(payload: Json | null, field: keyof EventPayload<'job.failed'>): Json | undefined {
  return isJsonObject(payload) ? payload[field] : undefined;
}

function errorOf(payload: Json | null): string | undefined {
  const error = fieldOf(payload, 'error');
  return isJsonObject(error) && typeof error.message === 'string' ? error.message : undefined;
}

function jobStateOf(text: string | null): JobState | undefined {
  return jobStates.find((state) => state === text);
}
