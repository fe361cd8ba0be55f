/** Jobs that fail as a test says, and the duty that groups them, by hand. */
import type { ClaimedJob } from '#engine/attempt/claim/claimed-job.ts';
import type { Settlement } from '#engine/attempt/settle-statement.ts';
import { type FailureRounds, type FailureWatch, watchFailures } from '#engine/failure/follow/watch-failures.ts';
import type { Bundle } from '#testing/bundle.ts';
import type { Stage } from '#testing/stage.ts';
import { retryLater, succeeded } from '#testing/worker/worker-by-hand.ts';

export type Fails = { type?: string; message: string; to?: 'FAILED' | 'DEAD' };

/** The settlement of an attempt that failed in this way. */
export function failedAs(job: ClaimedJob, { type = 'NO', message, to = 'FAILED' }: Fails): Settlement {
  const { to: _to, ...attempt } = succeeded(job);
  const error = { type, message, retryable: to === 'DEAD' };
  return { ...attempt, to, reasonCode: type, decision: 'it is over', error };
}

// What one claim and one settle carry.
const batchMax = 500;

/** Enqueues a job for each, claims them and lets each fail so; hands back their ids in this order. */
export async function failJobs(stage: Stage, fails: readonly Fails[], task = 'noop'): Promise<string[]> {
  const ids: string[] = [];
  const worker = await stage.worker();
  for (let at = 0; at < fails.length; at += batchMax) {
    const part = fails.slice(at, at + batchMax);
    const made = await stage.enqueue(part.map(() => ({ task })));
    const jobs = await worker.claim({ slots: part.length });
    const claimed = new Map(jobs.map((job) => [job.jobId, job]));
    await worker.settle(
      made.flatMap((id, n) => {
        const [job, how] = [claimed.get(id), part[n]];
        return job === undefined || how === undefined ? [] : [failedAs(job, how)];
      }),
    );
    ids.push(...made);
  }
  return ids;
}

/** Lets every waiting job of the stage succeed. */
export async function succeedJobs(stage: Stage): Promise<number> {
  const worker = await stage.worker();
  const jobs = await worker.claim({ slots: batchMax });
  await worker.settle(jobs.map((job) => succeeded(job)));
  return jobs.length;
}

/** Lets a job fail once with a retry at once, then succeed. */
export async function failThenSucceed(stage: Stage, message: string): Promise<void> {
  await stage.enqueue(1);
  const worker = await stage.worker();
  for (const job of await worker.claim()) {
    const error = { type: 'NO', message, retryable: true };
    await worker.settle([{ ...retryLater(job, 0), error }]);
  }
  await succeedJobs(stage);
}

/** Looks until there is nothing more to read; hands back what all looks took in. */
export async function groupFailures({ worker: database, hints }: Pick<Bundle, 'worker' | 'hints'>): Promise<number> {
  let rounds: FailureRounds = { retried: null };
  let taken = 0;
  let watch: FailureWatch;
  do {
    watch = await watchFailures({ database, hints }, rounds);
    taken += watch.taken;
    rounds = watch.rounds;
  } while (watch.isBehind);
  return taken;
}
