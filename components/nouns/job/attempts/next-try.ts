/** The try that a job waits for. */
import { isSettled, type JobState } from '#domain/machines.ts';

type WaitingJob = { state: JobState; attempt: number; runAt: string | null };

/** Which attempt it will be and when; undefined for a job that waits for no time. */
export function nextTryOf({ state, attempt, runAt }: WaitingJob): { number: number; at: string } | undefined {
  return state === 'SCHEDULED' && runAt !== null ? { number: attempt + 1, at: runAt } : undefined;
}

/** What it is called. */
export function sayTry(number: number): string {
  return number === 1 ? 'The first try' : 'The next try';
}

/** What stands in the place of tries while there are none. */
export function sayNoTry({ state }: Pick<WaitingJob, 'state'>): string {
  // The job of a step that repeats its task stands for all its items or rounds.
  if (state === 'SUCCEEDED') return 'It stands for its items or rounds, each a job of its own.';
  return isSettled(state) ? 'No worker ever took it.' : 'No worker has taken it yet.';
}
