/** Why a job that is not running is not running: every gate in the order in which a job meets them, and the first that is shut. */

import { isSettled, type JobState, type RunState } from '#domain/machines.ts';
import { sayDuration } from '#domain/value/duration.ts';
import { sayCount } from '#domain/value/say-count.ts';
import { isSuspect } from './crash-rule.ts';

/** To branch on, and a sentence for a person. */
export type Reason = { code: string; message: string };

/** What is known of a job and of everything it may wait for. */
export type WaitingJob = {
  state: JobState;
  /** How many attempts were begun. */
  attempt: number;
  maxAttempts: number;
  runAtMs: number | null;
  /** How often it killed its worker. */
  crashes: number;
  /** Why it is in its state, as stored with it. */
  storedCode: string | null;
  storedReason: string | null;
  queue: { name: string; paused: boolean; concurrency: number | null; running: number; isServed: boolean };
  tenant: { maxRunningJobs: number | null; running: number };
  runState: RunState | null;
};

/** The reason; null when there is nothing to explain. */
export function waitReason(job: WaitingJob, nowMs: number): Reason | null {
  if (job.state === 'RUNNING') return null;
  if (isSettled(job.state)) return endReason(job);
  return (
    timeReason(job, nowMs) ??
    gateReason(job) ?? {
      code: 'CLAIMABLE',
      message: `waits for a free slot of a worker that serves the queue "${job.queue.name}"`,
    }
  );
}

function endReason({ storedCode, storedReason }: WaitingJob): Reason | null {
  if (storedCode === null && storedReason === null) return null;
  return { code: storedCode ?? 'ATTEMPTS_ENDED', message: storedReason ?? storedCode ?? '' };
}

function timeReason(job: WaitingJob, nowMs: number): Reason | null {
  if (job.state !== 'SCHEDULED' || job.runAtMs === null || job.runAtMs <= nowMs) return null;
  const at = `${new Date(job.runAtMs).toISOString()}, in ${sayDuration(job.runAtMs - nowMs)}`;
  if (job.attempt === 0) return { code: 'NOT_DUE', message: `is due at ${at}` };
  return {
    code: 'RETRY_BACKOFF',
    message: `attempt ${job.attempt} of ${job.maxAttempts} failed; the next one is due at ${at}`,
  };
}

function gateReason(job: WaitingJob): Reason | null {
  const { queue, tenant } = job;
  if (job.runState === 'PAUSED') return { code: 'RUN_PAUSED', message: 'its run is paused' };
  if (queue.paused) return { code: 'QUEUE_PAUSED', message: `the queue "${queue.name}" is paused` };
  if (queue.concurrency !== null && queue.running >= queue.concurrency) {
    return {
      code: 'QUEUE_LIMIT',
      message: `the queue "${queue.name}" runs ${queue.running} of at most ${sayCount(queue.concurrency, 'job')}`,
    };
  }
  if (tenant.maxRunningJobs !== null && tenant.running >= tenant.maxRunningJobs) {
    return {
      code: 'TENANT_LIMIT',
      message: `the tenant runs ${tenant.running} of at most ${sayCount(tenant.maxRunningJobs, 'job')}`,
    };
  }
  if (!queue.isServed) return { code: 'NO_WORKER', message: `no live worker serves the queue "${queue.name}"` };
  if (isSuspect(job)) {
    return {
      code: 'CRASH_SUSPECT',
      message: `it was running when ${sayCount(job.crashes, 'worker')} died, so it waits until a worker can run it alone`,
    };
  }
  return null;
}
