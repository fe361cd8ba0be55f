/** When the cancelling of a job can be taken back. */
import type { JobState } from '#domain/machines.ts';

/**
 * Whether another try would bring the job back to where it is, when it is cancelled now. Else something would be lost:
 * a running job has begun its work, a scheduled one had a time, and the run of a step has gone on.
 */
export function isRestorable({ state, run }: { state: JobState; run: unknown }): boolean {
  return state === 'PENDING' && run === null;
}
