/** Which jobs can be tried again, and when the cancelling of one can be taken back. */
import { type JobState, jobMoves } from '#domain/machines.ts';

type Ended = { state: JobState; run: unknown };

/** Whether it can be tried again: a step is tried again with its run. */
export function isRetryable({ state, run }: Ended): boolean {
  const moves = jobMoves[state];
  return run === null && moves.PENDING !== undefined && moves.RUNNING === undefined && moves.SUCCEEDED === undefined;
}

/**
 * Whether another try would bring the job back to where it is, when it is cancelled now. Else something would be lost:
 * a running job has begun its work, a scheduled one had a time, and the run of a step has gone on.
 */
export function isRestorable({ state, run }: Ended): boolean {
  return state === 'PENDING' && run === null;
}
