/** What can be done to one job. */
import { Play, RotateCcw, X } from 'lucide-react';
import { ask } from '#components/api/ask.ts';
import { CancelJobDocument, RetryJobDocument, RunJobNowDocument } from '#components/generated/jobs.ts';
import type { Act } from '#components/kit/act/act.ts';
import { isRestorable, isRetryable } from '#components/nouns/job/restorable.ts';
import { type JobState, jobMoves } from '#domain/machines.ts';

export type ActedJob = { id: string; state: JobState; run: { id: string } | null };

export const retryJob: Act<ActedJob> = {
  key: 'job.retry',
  word: 'Retry job',
  Icon: RotateCcw,
  permission: 'job.operate',
  fits: isRetryable,
  call: ({ id }, reason) => ask(RetryJobDocument, { id, reason }, (data) => data.retryJob),
  done: () => 'The job waits for its next attempt.',
  back: { kind: 'act', key: 'job.cancel' },
};

export const runJobNow: Act<ActedJob> = {
  key: 'job.run-now',
  word: 'Run now',
  Icon: Play,
  permission: 'job.operate',
  fits: ({ state }) => jobMoves[state].PENDING !== undefined && jobMoves[state].RUNNING !== undefined,
  call: ({ id }) => ask(RunJobNowDocument, { id }, (data) => data.runJobNow),
  done: () => 'The job starts as soon as a worker has room.',
  back: { kind: 'act', key: 'job.cancel' },
};

export const cancelJob: Act<ActedJob> = {
  key: 'job.cancel',
  word: 'Cancel job',
  Icon: X,
  permission: 'job.operate',
  fits: ({ state }) => jobMoves[state].CANCELLED !== undefined,
  call: ({ id }, reason) => ask(CancelJobDocument, { id, reason }, (data) => data.cancelJob),
  done: () => 'The job is cancelled.',
  asks: {
    title: () => 'Cancel this job?',
    verb: 'Cancel job',
    isDanger: true,
    reason: 'optional',
    says: sayCancelling,
  },
  back: {
    kind: 'undo',
    isWhole: isRestorable,
    call: ({ id }) => ask(RetryJobDocument, { id, reason: 'the cancelling was undone' }, (data) => data.retryJob),
    done: 'The job waits for its next attempt.',
    failed: 'The job could not be brought back.',
  },
};

/** The acts of a job, in the order of their buttons. */
export const oneJobActs: readonly Act<ActedJob>[] = [retryJob, runJobNow, cancelJob];

// What is lost by it: why it cannot simply be undone.
function sayCancelling({ state, run }: ActedJob): readonly string[] {
  const effect =
    state === 'RUNNING'
      ? 'Its worker is told to stop at once. What it has done by then stays done.'
      : 'It does not start any more.';
  if (run !== null)
    return [
      effect,
      'Its run goes on: what waits for it to succeed or to fail is skipped, and what comes after any end of it still does. An item of a list counts as one that failed.',
    ];
  const back =
    state === 'RUNNING' ? 'A retry begins from its start.' : 'Its time is forgotten: a retry begins at once.';
  return [effect, back];
}
