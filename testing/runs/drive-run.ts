/** Drives the runs of a stage by hand: each step that becomes claimable ends as the test says. */

import type { Json } from '#domain/value/json.ts';
import type { ClaimedJob } from '#engine/attempt/claim/claimed-job.ts';
import { failedForGood, type HandWorker, succeeded } from '#testing/worker/worker-by-hand.ts';

/** How a step ends: with a result, or failed. */
export type StepEnds = (stepKey: string, job: ClaimedJob) => Json | 'fails';

/** Claims and settles until nothing is claimable; hands back the steps in the order in which they were carried out. */
export async function driveRuns(worker: HandWorker, ends: StepEnds): Promise<string[]> {
  const carriedOut: string[] = [];
  for (;;) {
    const jobs = await worker.claim();
    if (jobs.length === 0) return carriedOut;
    carriedOut.push(...jobs.map((job) => job.stepKey ?? ''));
    await worker.settle(
      jobs.map((job) => {
        const end = ends(job.stepKey ?? '', job);
        return end === 'fails' ? failedForGood(job) : succeeded(job, end);
      }),
    );
  }
}
