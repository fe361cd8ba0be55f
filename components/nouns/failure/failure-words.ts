/** What a failure is called, what is said of it, and how an event moves it. */

import { sayErrorType } from '#components/kit/words/say-error.ts';
import type { LiveEvent } from '#components/live/live-event.ts';
import { type FailureState, failureStates } from '#domain/machines.ts';
import { isJsonObject } from '#domain/value/json.ts';

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
