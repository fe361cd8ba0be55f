/** A worker played by the test: it claims and settles when told to, so that the test decides who comes first. */
import { isSuspect } from '#domain/job/crash-rule.ts';
import type { Json } from '#domain/value/json.ts';
import type { ClaimedJob } from '#engine/attempt/claim/claimed-job.ts';
import { type SettledBatch, settleAttempts } from '#engine/attempt/settle-attempts.ts';
import type { Settlement } from '#engine/attempt/settle-statement.ts';
import type { Database } from '#engine/store/database.ts';
import { registerWorker } from '#engine/worker/register-worker.ts';
import { Claimer } from '#worker/execute/claimer.ts';

export type HandClaim = { slots?: number; queues?: readonly string[]; mayTakeSuspect?: boolean };

export type HandWorker = {
  workerId: string;
  /** Looks through all lanes and claims until nothing more is there or its slots are full, fifty unless given. */
  claim(request?: HandClaim): Promise<ClaimedJob[]>;
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
    claim: (request = {}) => claimAll(database, workerId, request),
    settle: (settlements) => settleAttempts(database, settlements, `worker:${workerId}`),
  };
}

// Each round of a claim that brings nothing teaches something of a lane, so few are enough.
const roundsMax = 20;

async function claimAll(database: Database, workerId: string, request: HandClaim): Promise<ClaimedJob[]> {
  const { slots = 50, queues = [], mayTakeSuspect = true } = request;
  const claimer = new Claimer({ database, workerId: () => workerId, queues, pollMs: 60_000 });
  const jobs: ClaimedJob[] = [];
  for (let round = 0; round < roundsMax && jobs.length < slots; round += 1) {
    const mayTake = mayTakeSuspect && !jobs.some(isSuspect);
    const claim = await claimer.claim(slots - jobs.length, mayTake);
    jobs.push(...claim.jobs);
    if (!claimer.hasMore()) break;
  }
  return jobs;
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
