/** From a handler's outcome to the settlement of its attempt: the domain decides, this only asks it. */
import { valueBounds } from '#domain/bounds/value.ts';
import { retryOf } from '#domain/policy/step-policy.ts';
import { afterFailure, type RetryPolicy } from '#domain/task/retry-policy.ts';
import { sizeBytesAbove, unfitJson } from '#domain/value/json.ts';
import type { ClaimedJob } from '#engine/attempt/claim/claimed-job.ts';
import type { Settlement } from '#engine/attempt/settle-statement.ts';
import { checkParams } from '#engine/task/input-schema.ts';
import { failed, type HandlerError, type HandlerOutcome } from '#worker/handlers/handler.ts';
import type { Attempt } from './attempt.ts';

/** The settlement that an outcome leads to. `random` is in [0, 1). */
export function settlementOf(attempt: Attempt, outcome: HandlerOutcome, random: number): Settlement {
  const base = baseOf(attempt.job);
  if (outcome.ok && outcome.result === null && attempt.version.resultSchema === null)
    return { ...base, to: 'SUCCEEDED' };
  const checked = outcome.ok ? checkResult(attempt, outcome) : outcome;
  if (checked.ok) return { ...base, to: 'SUCCEEDED', result: checked.result };
  return failureOf(attempt, checked.error, { random, retryAfterMs: checked.retryAfterMs ?? 0 });
}

/** What a settlement needs to know of a job that this worker holds. */
export type HeldAttempt = Pick<
  ClaimedJob,
  'tenantId' | 'jobId' | 'queueId' | 'workerId' | 'fence' | 'attempt' | 'runId' | 'step' | 'stepKey'
>;

/** The settlement that gives a job back unharmed: the attempt does not count (G9). */
export function releaseOf(job: HeldAttempt, why: string): Settlement {
  return { ...baseOf(job), attempt: job.attempt - 1, to: 'PENDING', reasonCode: 'RELEASED', decision: why };
}

function baseOf({
  tenantId,
  jobId,
  queueId,
  workerId,
  fence,
  attempt,
  runId,
  step,
  stepKey,
}: HeldAttempt): HeldAttempt {
  return { tenantId, jobId, queueId, workerId, fence, attempt, runId, step, stepKey };
}

function failureOf(
  attempt: Attempt,
  error: HandlerError,
  { random, retryAfterMs }: { random: number; retryAfterMs: number },
): Settlement {
  const base = { ...baseOf(attempt.job), error };
  const next = afterFailure({
    policy: policyOf(attempt),
    attempt: attempt.job.attempt,
    retryable: error.retryable,
    random,
  });
  if (next.state !== 'SCHEDULED') return { ...base, to: next.state, reasonCode: error.type, decision: next.why };
  return {
    ...base,
    to: 'SCHEDULED',
    delayMs: Math.max(next.delayMs, retryAfterMs),
    reasonCode: 'RETRY_BACKOFF',
    decision: next.why,
  };
}

function policyOf({ job, version }: Attempt): RetryPolicy {
  return { ...retryOf(version.retry, job.overrides?.retry), maxAttempts: job.maxAttempts };
}

// A result is refused rather than cut: half a result would be read as a whole one.
function checkResult(attempt: Attempt, outcome: Extract<HandlerOutcome, { ok: true }>): HandlerOutcome {
  const unfit = unfitJson(outcome.result);
  if (unfit !== undefined) return failed({ type: 'BAD_RESULT', message: `the result ${unfit}`, retryable: false });
  const sizeBytes = sizeBytesAbove(valueBounds.payloadSizeBytesMax, JSON.stringify(outcome.result));
  if (sizeBytes !== undefined) {
    return failed({
      type: 'RESULT_TOO_LARGE',
      message: `the result has ${sizeBytes} bytes, ${valueBounds.payloadSizeBytesMax} is the most`,
      retryable: false,
    });
  }
  const contract = checkParams(attempt.version.resultSchema, outcome.result, ['result']);
  if (contract.ok) return outcome;
  return failed({
    type: 'RESULT_CONTRACT',
    message: `result: ${contract.refusals[0]?.message ?? 'it breaks its contract'}`,
    retryable: policyOf(attempt).resultContract,
  });
}
