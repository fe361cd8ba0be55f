/** Why jobs are not running, for a whole page at once. */

import { type Reason, storedReasonOf, waitReason } from '#domain/job/wait-reason.ts';
import type { JobRow } from '#engine/job/job-rows.ts';
import type { Context } from '#engine/store/context.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { isWaiting, readWaitFacts, storedOf } from './wait-facts.ts';

/** Reasons by job id; null for a job that needs none. */
export async function loadJobReasons(context: Context, jobs: readonly JobRow[]): Promise<Map<string, Reason | null>> {
  // What has ended or runs is explained by its own row.
  if (!jobs.some(isWaiting)) return new Map(jobs.map((job) => [job.id, storedReasonOf(storedOf(job))]));
  return await transaction(context.database, context.tenantId, (tx) => readJobReasons(tx, jobs));
}

/** Reasons within a transaction that has read the jobs. */
export async function readJobReasons(tx: Transaction, jobs: readonly JobRow[]): Promise<Map<string, Reason | null>> {
  const factsOf = await readWaitFacts(tx, jobs);
  return new Map(jobs.map((job) => [job.id, waitReason(factsOf(job), tx.now.getTime())]));
}
