/** A worker played by the test: it claims and settles when told to, so that the test decides who comes first. */
import type { Json } from '#domain/value/json.ts';
import { claimJobs } from '#engine/attempt/claim/claim-jobs.ts';
import type { ClaimRequest } from '#engine/attempt/claim/claim-statement.ts';
import type { ClaimedJob } from '#engine/attempt/claim/claimed-job.ts';
import { type SettledBatch, settleAttempts } from '#engine/attempt/settle-attempts.ts';
import type { Settlement } from '#engine/attempt/settle-statement.ts';
import type { Database } from '#engine/store/database.ts';
import { registerWorker } from '#engine/worker/register-worker.ts';

export type HandWorker = {
  workerId: string;
  /** Claims from capped and free queues, fifty slots unless given. */
  claim(request?: Partial<Omit<ClaimRequest, 'workerId'>>): Promise<ClaimedJob[]>;
  settle(settlements: readonly Settlement[]): Promise<SettledBatch>;
};

/** Registers a worker with a lease of a minute unless given. */
export async function workerByHand(
  database: Database,
  { leaseMs = 60_000 }: { leaseMs?: number } = {},
): Promise<HandWorker> {
  const workerId = await registerWorker(database, { name: 'hand', slots: 50, queues: [], version: 'test', leaseMs });
  return {
    workerId,
    claim: async (request = {}) => {
      const claim = await claimJobs(database, {
        workerId,
        slots: 50,
        queues: [],
        mayTakeSuspect: true,
        limitedFirst: true,
        isBacklogged: false,
        ...request,
      });
      return claim.jobs;
    },
    settle: (settlements) => settleAttempts(database, settlements, `worker:${workerId}`),
  };
}

/** The settlement of an attempt whose handler finished. */
export function succeeded(job: ClaimedJob, result?: Json): Settlement {
  return { ...attemptOf(job), to: 'SUCCEEDED', ...(result === undefined ? {} : { result }) };
}

/** The settlement of an attempt whose handler failed for good. */
export function failedForGood(job: ClaimedJob): Settlement {
  const error = { type: 'NO', message: 'it cannot be done', retryable: false };
  return { ...attemptOf(job), to: 'FAILED', reasonCode: error.type, decision: 'may not be retried', error };
}

/** The settlement of an attempt that failed and is tried again after a while. */
export function retryLater(job: ClaimedJob, delayMs: number): Settlement {
  const error = { type: 'NOT_YET', message: 'not today', retryable: true };
  return { ...attemptOf(job), to: 'SCHEDULED', delayMs, reasonCode: 'RETRY_BACKOFF', decision: 'another try', error };
}

/** The settlement of an attempt given back unharmed. */
export function released(job: ClaimedJob): Settlement {
  return {
    ...attemptOf(job),
    attempt: job.attempt - 1,
    to: 'PENDING',
    reasonCode: 'RELEASED',
    decision: 'told to stop',
  };
}

function attemptOf({ tenantId, jobId, workerId, fence, attempt, runId, step, stepKey }: ClaimedJob) {
  return { tenantId, jobId, workerId, fence, attempt, runId, step, stepKey };
}
