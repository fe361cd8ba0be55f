/** What happens after a failed attempt: when the next one is due, or why there is none. */
import { taskBounds } from '#domain/bounds/task.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { unreachable } from '#domain/unreachable.ts';
import { parseDurationMs, sayDuration } from '#domain/value/duration.ts';
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';

export const retryStrategies = ['FIXED', 'LINEAR', 'EXPONENTIAL'] as const;
export type RetryStrategy = (typeof retryStrategies)[number];

export const retryJitters = ['NONE', 'FULL', 'EQUAL'] as const;
export type RetryJitter = (typeof retryJitters)[number];

export type RetryPolicy = {
  maxAttempts: number;
  strategy: RetryStrategy;
  baseDelayMs: number;
  maxDelayMs: number;
  jitter: RetryJitter;
  /** Whether an attempt whose result breaks the contract of its task is followed by another: the same work mostly leaves the same. */
  resultContract: boolean;
};

/** What a failed job becomes, and the sentence its attempt keeps. */
export type AfterFailure =
  | { state: 'SCHEDULED'; delayMs: number; why: string }
  | { state: 'DEAD'; why: string }
  | { state: 'FAILED'; why: string };

/** The policy of a task that names none. EQUAL jitter parts a herd and still always waits. */
export const defaultRetryPolicy: RetryPolicy = {
  maxAttempts: 3,
  strategy: 'EXPONENTIAL',
  baseDelayMs: 1_000,
  maxDelayMs: 5 * 60_000,
  jitter: 'EQUAL',
  resultContract: false,
};

/** Whether a policy is the one of a task that names none. */
export function isDefaultRetry(policy: RetryPolicy): boolean {
  const { maxAttempts, strategy, baseDelayMs, maxDelayMs, jitter, resultContract } = defaultRetryPolicy;
  return (
    policy.maxAttempts === maxAttempts &&
    policy.strategy === strategy &&
    policy.baseDelayMs === baseDelayMs &&
    policy.maxDelayMs === maxDelayMs &&
    policy.jitter === jitter &&
    policy.resultContract === resultContract
  );
}

const policyFields = ['maxAttempts', 'strategy', 'baseDelay', 'maxDelay', 'jitter', 'resultContract'];

/** Reads a retry policy whose delays are ISO 8601 durations; what is absent or null takes its default. */
export function parseRetryPolicy(input: unknown, path: string[] = []): Outcome<RetryPolicy> {
  if (input === undefined || input === null) return done(defaultRetryPolicy);
  if (!isJsonObject(input)) return refuse('BAD_INPUT', 'a retry policy is an object', path);
  const refusals: Refusal[] = [];
  for (const key of Object.keys(input)) {
    if (policyFields.includes(key)) continue;
    refusals.push({ code: 'UNKNOWN_FIELD', message: `a retry policy has no field "${key}"`, path: [...path, key] });
  }
  const take = <T>(outcome: Outcome<T>, fallback: T): T => {
    if (outcome.ok) return outcome.value;
    refusals.push(...outcome.refusals);
    return fallback;
  };
  const maxAttempts = take(readAttempts(input, path), defaultRetryPolicy.maxAttempts);
  const strategy = take(readChoice({ input, key: 'strategy', choices: retryStrategies, path }), undefined);
  const jitter = take(readChoice({ input, key: 'jitter', choices: retryJitters, path }), undefined);
  const resultContract = input.resultContract ?? false;
  if (typeof resultContract !== 'boolean') {
    const message = 'resultContract is true or false';
    refusals.push({ code: 'BAD_INPUT', message, path: [...path, 'resultContract'] });
  }
  const baseDelayMs = take(readDelayMs(input, 'baseDelay', path), undefined) ?? defaultRetryPolicy.baseDelayMs;
  const givenMaxMs = take(readDelayMs(input, 'maxDelay', path), undefined);
  if (givenMaxMs !== undefined && givenMaxMs < baseDelayMs) {
    const message = `the longest delay is shorter than the first one, ${sayDuration(baseDelayMs)}`;
    refusals.push({ code: 'BAD_INPUT', message, path: [...path, 'maxDelay'] });
  }
  if (refusals.length > 0) return refuseAll(refusals);
  return done({
    maxAttempts,
    strategy: strategy ?? defaultRetryPolicy.strategy,
    baseDelayMs,
    maxDelayMs: givenMaxMs ?? Math.max(baseDelayMs, defaultRetryPolicy.maxDelayMs),
    jitter: jitter ?? defaultRetryPolicy.jitter,
    resultContract: resultContract === true,
  });
}

/** Decides what a job becomes when its attempt number `attempt`, counted from 1, has failed; `random` lies in [0, 1). */
export function afterFailure(failure: {
  policy: RetryPolicy;
  attempt: number;
  retryable: boolean;
  random: number;
}): AfterFailure {
  const { policy, attempt } = failure;
  const which = `attempt ${attempt} of ${policy.maxAttempts} failed`;
  if (!failure.retryable) return { state: 'FAILED', why: `${which} and the error may not be retried` };
  if (attempt >= policy.maxAttempts) return { state: 'DEAD', why: `${which} and none is left` };
  const delayMs = nextDelayMs(policy, attempt, failure.random);
  return { state: 'SCHEDULED', delayMs, why: `${which}; the next one is due in ${sayDuration(delayMs)}` };
}

/** The delay after attempt number `attempt`, counted from 1, in whole milliseconds; `random` lies in [0, 1). */
export function nextDelayMs(policy: RetryPolicy, attempt: number, random: number): number {
  const plainMs = Math.min(plainDelayMs(policy, attempt), policy.maxDelayMs);
  switch (policy.jitter) {
    case 'NONE':
      return Math.round(plainMs);
    case 'FULL':
      return Math.round(plainMs * random);
    case 'EQUAL':
      return Math.round(plainMs / 2 + (plainMs / 2) * random);
    default:
      return unreachable(policy.jitter);
  }
}

function plainDelayMs(policy: RetryPolicy, attempt: number): number {
  switch (policy.strategy) {
    case 'FIXED':
      return policy.baseDelayMs;
    case 'LINEAR':
      return policy.baseDelayMs * attempt;
    case 'EXPONENTIAL':
      return policy.baseDelayMs * 2 ** (attempt - 1);
    default:
      return unreachable(policy.strategy);
  }
}

function readAttempts(input: JsonObject, path: string[]): Outcome<number> {
  const value = input.maxAttempts ?? defaultRetryPolicy.maxAttempts;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= taskBounds.attemptsMax) {
    return done(value);
  }
  return refuse('BAD_INPUT', `a job has 1 to ${taskBounds.attemptsMax} attempts`, [...path, 'maxAttempts']);
}

function readChoice<const T extends string>(field: {
  input: JsonObject;
  key: string;
  choices: readonly T[];
  path: string[];
}): Outcome<T | undefined> {
  const value = field.input[field.key] ?? undefined;
  if (value === undefined) return done(undefined);
  const choice = field.choices.find((each) => each === value);
  if (choice !== undefined) return done(choice);
  return refuse('BAD_INPUT', `${field.key} is one of ${field.choices.join(', ')}`, [...field.path, field.key]);
}

function readDelayMs(input: JsonObject, key: string, path: string[]): Outcome<number | undefined> {
  const value = input[key] ?? undefined;
  if (value === undefined) return done(undefined);
  const here = [...path, key];
  if (typeof value !== 'string') return refuse('BAD_DURATION', `${key} is an ISO 8601 duration such as PT2S`, here);
  const delay = parseDurationMs(value, here);
  if (!delay.ok || delay.value <= taskBounds.retryDelayMsMax) return delay;
  return refuse('BAD_DURATION', `a retry waits at most ${sayDuration(taskBounds.retryDelayMsMax)}`, here);
}
