/** The timeline of a run from its snapshot on: events open and close attempts, and say when a step was ready. */
import type { RunTimelineQuery } from '#components/generated/timeline.ts';
import { isOfItem } from '#components/live/apply-event.ts';
import type { LiveEvent } from '#components/live/live-event.ts';
import { isSettled, isSettledRun, type JobState, jobStates, type RunState, runStates } from '#domain/machines.ts';
import { isJsonObject } from '#domain/value/json.ts';
import type { TimedAttempt, TimedStep } from './timeline-step.ts';

/** A run as a matter of time. */
export type Timeline = {
  id: string;
  state: RunState;
  startedMs: number;
  finishedMs: number | null;
  eventCursor: string;
  steps: readonly TimedStep[];
};

type Snapshot = NonNullable<RunTimelineQuery['run']>;
type Node = { stepKey: string; task: string | null; kind?: string | null; level: number };

/** The timeline as the snapshot tells it. */
export function timelineOf(run: Snapshot, nodes: readonly Node[]): Timeline {
  const byKey = new Map(nodes.map((node) => [node.stepKey, node]));
  return {
    id: run.id,
    state: run.state,
    startedMs: Date.parse(run.startedAt),
    finishedMs: msOf(run.finishedAt),
    eventCursor: run.eventCursor,
    steps: run.steps.map((step) => timedStep(step, byKey.get(step.stepKey))),
  };
}

function timedStep(step: Snapshot['steps'][number], node: Node | undefined): TimedStep {
  const attempts = (step.job?.attempts ?? []).map(({ number, state, startedAt, finishedAt }) => ({
    number,
    state,
    startedMs: Date.parse(startedAt),
    finishedMs: msOf(finishedAt),
  }));
  const place = {
    id: step.id,
    stepKey: step.stepKey,
    jobId: step.job?.id ?? null,
    iteration: step.iteration,
    task: node?.task ?? '',
    level: node?.level ?? 0,
    state: step.state,
    reason: step.reason,
  };
  // What an earlier run did lies before this one: it would draw out the picture to nothing but a gap.
  if (step.isKept)
    return {
      ...place,
      isLoop: false,
      readyMs: null,
      dueMs: null,
      finishedMs: null,
      keptMs: ranMs(attempts),
      attempts: [],
    };
  // The job of a loop is new with its end.
  const isCarriedOut = place.task !== '' || node?.kind === 'WORKFLOW';
  const isLoop = isCarriedOut && attempts.length === 0 && step.startedAt !== null;
  return {
    ...place,
    isLoop,
    ...(node?.kind === 'WORKFLOW' && { isRun: true }),
    readyMs: msOf(step.job === null || isLoop ? step.startedAt : step.job.createdAt),
    dueMs: msOf(step.job?.runAt ?? null),
    finishedMs: msOf(step.finishedAt),
    keptMs: null,
    attempts,
  };
}

function ranMs(attempts: readonly TimedAttempt[]): number {
  return attempts.reduce(
    (sum, { startedMs, finishedMs }) => sum + Math.max(0, (finishedMs ?? startedMs) - startedMs),
    0,
  );
}

/** The timeline after a burst of events. Steps that did not move stay the same objects. */
export function applyToTimeline(timeline: Timeline, events: readonly LiveEvent[]): Timeline {
  const steps = [...timeline.steps];
  const byJob = new Map(steps.flatMap(({ jobId }, place) => (jobId === null ? [] : [[jobId, place] as const])));
  const byKey = new Map(
    steps.flatMap(({ jobId, stepKey }, place) => (jobId === null ? [[stepKey, place] as const] : [])),
  );
  let run: Timeline = timeline;
  for (const event of events) {
    run = applyToRun(run, event);
    const place = byJob.get(event.entityId ?? '') ?? byKey.get(stepKeyOf(event) ?? '');
    const step = place === undefined ? undefined : steps[place];
    if (place === undefined || step === undefined) continue;
    const next = applyToStep(step, event);
    steps[place] = next;
    if (next.jobId !== null) byJob.set(next.jobId, place);
  }
  const isStill = steps.every((step, place) => step === timeline.steps[place]);
  return isStill ? run : { ...run, steps };
}

function applyToRun(run: Timeline, event: LiveEvent): Timeline {
  const to = runStates.find((state) => state === event.to);
  if (event.entityId !== run.id || to === undefined || event.from !== run.state) return run;
  return { ...run, state: to, finishedMs: isSettledRun(to) ? Date.parse(event.at) : null };
}

// An event counts when it leaves the state that is shown; a history told twice then ends where it stood.
function applyToStep(step: TimedStep, event: LiveEvent): TimedStep {
  if (event.type.startsWith('step.')) return applyToWait(step, event);
  const to = jobStates.find((state) => state === event.to);
  if (to === undefined || event.entityId === null || event.from !== (step.jobId === null ? null : step.state))
    return step;
  const atMs = Date.parse(event.at);
  // Its own job comes when all of them are over.
  if (isOfItem(event.payload))
    return isSettled(step.state) ? step : { ...step, isLoop: true, state: 'RUNNING', readyMs: step.readyMs ?? atMs };
  return {
    ...step,
    jobId: event.entityId,
    state: to,
    readyMs: step.readyMs ?? atMs,
    dueMs: to === 'SCHEDULED' ? null : step.dueMs,
    finishedMs: isSettled(to) ? atMs : null,
    reason: event.reason === null ? null : { code: event.reason, message: event.reason },
    attempts: attemptsAfter(step, { to, atMs, number: event.attempt }),
  };
}

// No job tells of it: whether it has begun is known by when it became ready.
function applyToWait(step: TimedStep, event: LiveEvent): TimedStep {
  const to = jobStates.find((state) => state === event.to);
  const isNext = event.from === null ? step.readyMs === null && !isSettled(step.state) : event.from === step.state;
  if (to === undefined || !isNext) return step;
  const atMs = Date.parse(event.at);
  return { ...step, state: to, readyMs: step.readyMs ?? atMs, finishedMs: isSettled(to) ? atMs : null };
}

type Moved = { to: JobState; atMs: number; number: number | null };

function attemptsAfter({ attempts, state }: TimedStep, { to, atMs, number }: Moved): readonly TimedAttempt[] {
  const last = attempts.at(-1);
  if (to === 'RUNNING') {
    if (last !== undefined && atMs <= last.startedMs) return attempts;
    const next = number ?? (last?.number ?? 0) + 1;
    return [...attempts, { number: next, state: 'RUNNING', startedMs: atMs, finishedMs: null }];
  }
  if (state !== 'RUNNING' || last === undefined || last.finishedMs !== null || atMs < last.startedMs) return attempts;
  return [...attempts.slice(0, -1), { ...last, state: outcomeOf(to), finishedMs: atMs }];
}

function outcomeOf(to: JobState): string {
  if (to === 'PENDING') return 'RELEASED';
  return to === 'SUCCEEDED' || to === 'CANCELLED' ? to : 'FAILED';
}

function stepKeyOf({ payload }: LiveEvent): string | undefined {
  return isJsonObject(payload) && typeof payload.stepKey === 'string' ? payload.stepKey : undefined;
}

function msOf(at: string | null): number | null {
  return at === null ? null : Date.parse(at);
}
