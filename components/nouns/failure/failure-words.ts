/** What a failure is called, what is said of it, and how an event moves it. */

import { titleOfEvent } from '#components/kit/words/event-titles.ts';
import { sayErrorType } from '#components/kit/words/say-error.ts';
import type { LiveEvent } from '#components/live/live-event.ts';
import { saySpan } from '#components/time/say-time.ts';
import { type FailureState, failureStates } from '#domain/machines.ts';
import { parseDurationMs, sayDuration } from '#domain/value/duration.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';

export type NamedFailure = {
  errorType: string;
  message: string;
  stepKey: string | null;
  task: { name: string } | null;
  workflow: { name: string } | null;
};

/** What failed: a task, a step of a workflow, or the runs of one. */
export function subjectOf({ task, workflow, stepKey }: Omit<NamedFailure, 'errorType' | 'message'>): string {
  if (workflow !== null) return stepKey === null ? `runs of ${workflow.name}` : `${workflow.name} / ${stepKey}`;
  return task?.name ?? 'something that is gone';
}

/** What it says: the message, else the type of the error. */
export function sentenceOf({ errorType, message }: Pick<NamedFailure, 'errorType' | 'message'>): string {
  if (message !== '') return message;
  return errorType === ''
    ? 'fails in too many ways to tell them apart'
    : `${sayErrorType(errorType)}, whatever its message`;
}

/** `pay: disk # is full`. */
export function titleOf(failure: NamedFailure): string {
  return `${subjectOf(failure)}: ${sentenceOf(failure)}`;
}

/** How often, and of what: `12 times, 3 of them dead`. */
export function sayCounts({
  count,
  deadCount,
  runCount,
}: {
  count: number;
  deadCount: number;
  runCount: number;
}): string {
  const times = count === 1 ? 'once' : `${count.toLocaleString('en')} times`;
  const parts = [
    deadCount > 0 && `${deadCount.toLocaleString('en')} dead`,
    runCount > 0 && `${runCount.toLocaleString('en')} ${runCount === 1 ? 'run' : 'runs'}`,
  ].filter((part) => part !== false);
  return [times, ...parts].join(', ');
}

/** What retries taught, in a sentence. */
export function sayWorked(worked: { after: string | null; worked: number; tried: number } | null): string {
  if (worked === null) return 'Nobody has retried it yet.';
  const { after, worked: good, tried } = worked;
  const retries = tried === 1 ? 'One retry' : `${tried.toLocaleString('en')} retries`;
  if (after === null) return `${retries} so far, and none worked.`;
  const afterMs = parseDurationMs(after);
  const wait = afterMs.ok && afterMs.value > 0 ? `Retry after ${sayDuration(afterMs.value)}` : 'Retry at once';
  return `${wait} succeeded in ${good.toLocaleString('en')} of ${tried.toLocaleString('en')}.`;
}

/** Why the list may lack what failed last; undefined while it lacks nothing worth a word. */
export function sayLag(groupedUpTo: string | null, nowMs: number): string | undefined {
  if (groupedUpTo === null) return 'No worker has looked for failures yet.';
  const lagMs = nowMs - Date.parse(groupedUpTo);
  // A worker with nothing to do says every ten seconds that it has looked.
  return lagMs < 60_000 ? undefined : `What failed in the last ${saySpan(lagMs)} is not grouped yet.`;
}

type Act = { type: string; from: FailureState | null; payload: unknown };

/** What was done, in words that follow a name. */
export function sayAct({ type, from, payload }: Act, nameOf: (userId: string) => string | undefined): string {
  const told = isJsonObject(payload) ? payload : {};
  switch (type) {
    case 'failure.opened':
      return 'saw it for the first time';
    case 'failure.acknowledged':
      return 'took it on';
    case 'failure.assigned':
      return typeof told.assignee === 'string'
        ? `gave it to ${nameOf(told.assignee) ?? 'somebody who left'}`
        : 'took its owner away';
    case 'failure.snoozed':
      return 'put it off';
    case 'failure.commented':
      return 'wrote';
    case 'failure.resolved':
      return 'resolved it';
    case 'failure.reopened':
      return from === 'SNOOZED' ? 'woke it' : 'reopened it';
    case 'failure.rerun':
      return `ran again ${sayWork(told)}`;
    case 'failure.discarded':
      return `discarded ${countOf(told.count)} of its jobs and runs`;
    default:
      return titleOfEvent(type).toLowerCase();
  }
}

function sayWork(told: Record<string, Json>): string {
  const [jobs, runs] = [countOf(told.jobs), countOf(told.runs)];
  const parts = [jobs > 0 && sayMany(jobs, 'job'), runs > 0 && sayMany(runs, 'run')].filter((part) => part !== false);
  return parts.length === 0 ? 'nothing' : parts.join(' and ');
}

function sayMany(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

function countOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}

export type MovingFailure = {
  id: string;
  state: FailureState;
  count: number;
  deadCount: number;
  runCount: number;
  lastSeenAt: string;
  snoozedUntil: string | null;
  trend: readonly { at: string; count: number }[];
};

/** The failure after an event; the same object when the event does not move it. Owners are read again. */
export function applyToFailure<Row extends MovingFailure>(row: Row, event: LiveEvent): Row {
  if (event.entityId !== row.id) return row;
  if (event.type === 'failure.seen') return seenAgain(row, event);
  const state = failureStates.find((one) => one === event.to);
  if (state === undefined || (state === row.state && state !== 'SNOOZED')) return row;
  const until = isJsonObject(event.payload) ? event.payload.until : undefined;
  return { ...row, state, snoozedUntil: state === 'SNOOZED' && typeof until === 'string' ? until : null };
}

function seenAgain<Row extends MovingFailure>(row: Row, { payload }: LiveEvent): Row {
  if (!isJsonObject(payload)) return row;
  const { count, deadCount, runCount, lastSeenAt } = payload;
  // An event that comes twice, or late, tells of less than is known.
  if (typeof count !== 'number' || count <= row.count || typeof lastSeenAt !== 'string') return row;
  return {
    ...row,
    count,
    deadCount: typeof deadCount === 'number' ? deadCount : row.deadCount,
    runCount: typeof runCount === 'number' ? runCount : row.runCount,
    lastSeenAt: laterOf(lastSeenAt, row.lastSeenAt),
    trend: withMore(row.trend, { at: lastSeenAt, more: count - row.count }),
  };
}

function laterOf(one: string, other: string): string {
  return Date.parse(one) < Date.parse(other) ? other : one;
}

const hourMs = 3_600_000;

// The hour in which it was seen last gets all of them; the next reading tells better.
function withMore(trend: MovingFailure['trend'], { at, more }: { at: string; more: number }): MovingFailure['trend'] {
  const hour = Math.floor(Date.parse(at) / hourMs) * hourMs;
  return trend.map((bucket) => (Date.parse(bucket.at) === hour ? { ...bucket, count: bucket.count + more } : bucket));
}
