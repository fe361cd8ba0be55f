/** A step of a run as a matter of time: when it was ready, each of its attempts, and how it ended. */
import { isSettled, type JobState } from '#domain/machines.ts';

/** One try of a step. */
export type TimedAttempt = { number: number; state: string; startedMs: number; finishedMs: number | null };

/** Everything about a step that has to do with time. */
export type TimedStep = {
  id: string;
  stepKey: string;
  /** The job that carries it out; null until it is ready. */
  jobId: string | null;
  /** Which round of a loop, from 0; null without a loop. */
  iteration: number | null;
  task: string;
  /** How many steps lie before it at most. */
  level: number;
  state: JobState;
  /** When everything it waited for had come; null before that. */
  readyMs: number | null;
  /** When it may start: its own time, or that of its next attempt. */
  dueMs: number | null;
  finishedMs: number | null;
  /** How long it ran in the earlier run that it is kept from; null when this run carries it out. */
  keptMs: number | null;
  reason: { code: string; message: string } | null;
  /** True once a step that repeats its task or runs a workflow has begun: others carry it out, and it has no attempt of its own. */
  isLoop: boolean;
  /** True for a step that another run carries out: it is at work as long as that one. */
  isRun?: boolean;
  attempts: readonly TimedAttempt[];
};

/** Why a step stood still, as far as it is drawn apart. */
export type WaitCause = 'slot' | 'limit' | 'paused' | 'time' | 'other';

/** `toMs` is null for what still goes on. */
export type Bar = { fromMs: number; toMs: number | null } & (
  | { kind: 'wait'; cause: WaitCause; words: string }
  | { kind: 'run'; attempt: number; state: string }
  | { kind: 'retry'; attempt: number; dueMs: number | null }
);

const causes: Record<string, WaitCause> = {
  CLAIMABLE: 'slot',
  NO_WORKER: 'slot',
  TENANT_LIMIT: 'limit',
  QUEUE_LIMIT: 'limit',
  RUN_LIMIT: 'limit',
  QUEUE_RATE: 'limit',
  TENANT_RATE: 'limit',
  RATE_LIMIT: 'limit',
  TASK_LIMIT: 'limit',
  KEY_LIMIT: 'limit',
  WORKFLOW_LIMIT: 'limit',
  MUTEX: 'limit',
  RESOURCE: 'limit',
  RUN_PAUSED: 'paused',
  QUEUE_PAUSED: 'paused',
  NOT_DUE: 'time',
  RETRY_BACKOFF: 'time',
};

/** What kind of waiting a reason names. */
export function causeOf(code: string): WaitCause {
  return causes[code] ?? 'other';
}

/** The bars of a step from left to right. None overlap, and none ends before it begins. */
export function barsOf(step: TimedStep): Bar[] {
  if (step.isLoop || step.isRun === true) return wholeBarOf(step);
  const bars: Bar[] = [];
  let atMs = step.readyMs ?? step.attempts[0]?.startedMs ?? 0;
  for (const [index, attempt] of step.attempts.entries()) {
    // The database's clock may have been set back between two attempts.
    const fromMs = Math.max(atMs, attempt.startedMs);
    if (index === 0) bars.push(...waitsOf(step, { fromMs: atMs, toMs: fromMs }));
    else if (fromMs > atMs) bars.push({ kind: 'retry', fromMs: atMs, toMs: fromMs, attempt: index + 1, dueMs: null });
    const toMs = attempt.finishedMs === null ? null : Math.max(fromMs, attempt.finishedMs);
    bars.push({ kind: 'run', fromMs, toMs, attempt: attempt.number, state: attempt.state });
    if (toMs === null) return bars;
    atMs = toMs;
  }
  return [...bars, ...lastWaitOf(step, atMs)];
}

// From its beginning on something of it was at work or due, until it was over.
function wholeBarOf({ readyMs, finishedMs, state }: TimedStep): Bar[] {
  if (readyMs === null) return [];
  const toMs = isSettled(state) ? Math.max(readyMs, finishedMs ?? readyMs) : null;
  return [{ kind: 'run', fromMs: readyMs, toMs, attempt: 1, state }];
}

function lastWaitOf(step: TimedStep, fromMs: number): Bar[] {
  if (step.readyMs === null && step.attempts.length === 0) return [];
  const isOpen = step.state === 'PENDING' || step.state === 'SCHEDULED';
  const attempt = step.attempts.length + 1;
  if (isOpen && attempt > 1) return [{ kind: 'retry', fromMs, toMs: null, attempt, dueMs: step.dueMs }];
  if (isOpen) return waitsOf(step, { fromMs, toMs: null });
  // It asked a person, or waited for a time or a signal: there was never a job.
  if (step.jobId === null && step.task === '')
    return step.finishedMs === null ? [] : waitedUntil(step.finishedMs, fromMs);
  // Cancelled while it waited.
  if (attempt === 1 && step.finishedMs !== null) return waitsOf(step, { fromMs, toMs: step.finishedMs });
  return [];
}

function waitedUntil(toMs: number, fromMs: number): Bar[] {
  return toMs > fromMs ? [{ kind: 'wait', fromMs, toMs, cause: 'other', words: 'waited' }] : [];
}

// A wait that is over left no reason behind but its own time: what came after that was the wait for a free slot.
function waitsOf(step: TimedStep, { fromMs, toMs }: { fromMs: number; toMs: number | null }): Bar[] {
  if (toMs === null) {
    const { code, message } = step.reason ?? { code: 'CLAIMABLE', message: 'waits for a free slot' };
    return [{ kind: 'wait', fromMs, toMs, cause: causeOf(code), words: message }];
  }
  if (toMs <= fromMs) return [];
  // A time after the first beginning is that of a later attempt.
  const dueMs = step.dueMs === null || step.dueMs > toMs ? fromMs : Math.max(fromMs, step.dueMs);
  const bars: Bar[] = [];
  if (dueMs > fromMs) bars.push({ kind: 'wait', fromMs, toMs: dueMs, cause: 'time', words: 'waited for its time' });
  if (toMs > dueMs) bars.push({ kind: 'wait', fromMs: dueMs, toMs, cause: 'slot', words: 'waited for a free slot' });
  return bars;
}

/** When a step ended; null while it goes on, or when it never began. */
export function endOf(step: TimedStep): number | null {
  const last = step.attempts.at(-1);
  if (step.state === 'RUNNING') return null;
  return step.finishedMs ?? last?.finishedMs ?? null;
}
