/** Why a job that is not running is not running: the first shut gate before it, in a code and a sentence. */

import { isSettled, type JobState } from '#domain/machines.ts';
import type { WaitCode } from './wait-codes.ts';
import { firstShut, type GateFacts, gatesOf } from './wait-gates.ts';

/** To branch on, and a sentence for a person. */
export type Reason = { code: string; message: string };

/** Why a job is in its state, as stored with it. */
export type StoredReason = { state: JobState; storedCode: string | null; storedReason: string | null };

/** What is known of a job and of everything it may wait for. */
export type WaitingJob = GateFacts & StoredReason;

/** The reason; null when there is nothing to explain. */
export function waitReason(job: WaitingJob, nowMs: number): Reason | null {
  if (job.state === 'RUNNING' || isSettled(job.state)) return storedReasonOf(job);
  return shutReason(job, nowMs);
}

/** Why a job that does not wait is where it is; null while it runs. */
export function storedReasonOf({ state, storedCode, storedReason }: StoredReason): Reason | null {
  if (state === 'RUNNING') return null;
  if (storedCode === null && storedReason === null) return null;
  return { code: storedCode ?? 'ATTEMPTS_ENDED', message: storedReason ?? storedCode ?? '' };
}

function shutReason(job: WaitingJob, nowMs: number): { code: WaitCode; message: string } {
  // What may start at once keeps the time that it had.
  const isTimed = job.state === 'SCHEDULED';
  const shut = firstShut(gatesOf(isTimed ? job : { ...job, runAtMs: null }, nowMs));
  if (shut !== undefined) return { code: shut.code, message: shut.sentence };
  return {
    code: 'CLAIMABLE',
    message: `waits for a free slot of a worker that serves the queue "${job.queue.name}"`,
  };
}
