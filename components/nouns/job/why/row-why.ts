/** Why a job is where it is, in few words. */
import type { JobState } from '#domain/machines.ts';

type ExplainedJob = {
  id: string;
  state: JobState;
  attempt: number;
  maxAttempts: number;
  runAt: string | null;
  reason: { code: string; message: string } | null;
};

/** `at` is an instant that ends the sentence: it is told from now, so it is not written into the words. */
export type RowWhy = { words: string; at?: string };

/** The words for a row; what a failed one died of is known by id. */
export function rowWhy(job: ExplainedJob, failures: ReadonlyMap<string, string>): RowWhy {
  const { reason, runAt } = job;
  if (job.state === 'FAILED' || job.state === 'DEAD') return { words: failures.get(job.id) ?? reason?.message ?? '' };
  if (job.state !== 'SCHEDULED') return { words: reason?.message ?? '' };
  if (job.attempt === 0) return runAt === null ? { words: 'waits for its time' } : { words: 'due', at: runAt };
  const failed = `attempt ${job.attempt} of ${job.maxAttempts} failed`;
  return runAt === null ? { words: `${failed}; waits for the next` } : { words: `${failed}; next`, at: runAt };
}
