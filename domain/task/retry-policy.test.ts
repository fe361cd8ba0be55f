import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { taskBounds } from '#domain/bounds/task.ts';
import {
  afterFailure,
  defaultRetryPolicy,
  nextDelayMs,
  parseRetryPolicy,
  type RetryPolicy,
  retryJitters,
  retryStrategies,
} from './retry-policy.ts';

const anyPolicy: fc.Arbitrary<RetryPolicy> = fc
  .record({
    maxAttempts: fc.integer({ min: 1, max: taskBounds.attemptsMax }),
    strategy: fc.constantFrom(...retryStrategies),
    baseDelayMs: fc.integer({ min: 0, max: taskBounds.retryDelayMsMax }),
    extraMs: fc.integer({ min: 0, max: taskBounds.retryDelayMsMax }),
    jitter: fc.constantFrom(...retryJitters),
    resultContract: fc.boolean(),
  })
  .map(({ extraMs, ...policy }) => ({
    ...policy,
    maxDelayMs: Math.min(policy.baseDelayMs + extraMs, taskBounds.retryDelayMsMax),
  }));
const anyAttempt = fc.integer({ min: 1, max: taskBounds.attemptsMax });
const anyRandom = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

function plain(strategy: RetryPolicy['strategy']): RetryPolicy {
  return { maxAttempts: 10, strategy, baseDelayMs: 2_000, maxDelayMs: 10_000, jitter: 'NONE', resultContract: false };
}

test('each strategy grows as its name says, up to the longest delay', () => {
  const delays = (strategy: RetryPolicy['strategy']) =>
    [1, 2, 3, 4, 6].map((attempt) => nextDelayMs(plain(strategy), attempt, 0));
  assert.deepEqual(delays('FIXED'), [2_000, 2_000, 2_000, 2_000, 2_000]);
  assert.deepEqual(delays('LINEAR'), [2_000, 4_000, 6_000, 8_000, 10_000]);
  assert.deepEqual(delays('EXPONENTIAL'), [2_000, 4_000, 8_000, 10_000, 10_000]);
});

test('full jitter spreads over the whole delay, equal jitter over its upper half', () => {
  const at = (jitter: RetryPolicy['jitter'], random: number) => nextDelayMs({ ...plain('FIXED'), jitter }, 1, random);
  assert.deepEqual([at('FULL', 0), at('FULL', 0.5), at('EQUAL', 0), at('EQUAL', 0.5)], [0, 1_000, 1_000, 1_500]);
});

test('a delay is a whole number of milliseconds between zero and the longest delay', () => {
  fc.assert(
    fc.property(anyPolicy, anyAttempt, anyRandom, (policy, attempt, random) => {
      const delayMs = nextDelayMs(policy, attempt, random);
      assert.ok(Number.isInteger(delayMs));
      assert.ok(delayMs >= 0 && delayMs <= policy.maxDelayMs);
    }),
  );
});

test('without jitter a later attempt never waits less', () => {
  fc.assert(
    fc.property(anyPolicy, anyAttempt, (policy, attempt) => {
      const still: RetryPolicy = { ...policy, jitter: 'NONE' };
      assert.ok(nextDelayMs(still, attempt + 1, 0) >= nextDelayMs(still, attempt, 0));
    }),
  );
});

test('a failure is retried exactly while it may be and attempts are left', () => {
  fc.assert(
    fc.property(anyPolicy, anyAttempt, fc.boolean(), anyRandom, (policy, attempt, retryable, random) => {
      const { state } = afterFailure({ policy, attempt, retryable, random });
      const expected = !retryable ? 'FAILED' : attempt >= policy.maxAttempts ? 'DEAD' : 'SCHEDULED';
      assert.equal(state, expected);
    }),
  );
});

test('every verdict says why in words', () => {
  const policy = plain('EXPONENTIAL');
  const retried = afterFailure({ policy, attempt: 2, retryable: true, random: 0 });
  assert.deepEqual(retried, {
    state: 'SCHEDULED',
    delayMs: 4_000,
    why: 'attempt 2 of 10 failed; the next one is due in 4 s',
  });
  assert.match(afterFailure({ policy, attempt: 10, retryable: true, random: 0 }).why, /none is left/);
  assert.match(afterFailure({ policy, attempt: 1, retryable: false, random: 0 }).why, /may not be retried/);
});

test('a policy may back off by less than a second, or not at all', () => {
  for (const [baseDelay, delayMs] of [
    ['PT0S', 0],
    ['PT0.001S', 1],
  ] as const) {
    const policy = parseRetryPolicy({ strategy: 'FIXED', baseDelay, jitter: 'NONE' });
    assert.ok(policy.ok);
    assert.equal(nextDelayMs(policy.value, 1, 0), delayMs);
  }
});

test('what a policy leaves out takes its default', () => {
  assert.deepEqual(parseRetryPolicy(undefined), { ok: true, value: defaultRetryPolicy });
  assert.deepEqual(parseRetryPolicy({ jitter: null }), { ok: true, value: defaultRetryPolicy });
  const long = parseRetryPolicy({ baseDelay: 'PT2H' });
  assert.ok(long.ok && long.value.maxDelayMs === 2 * 3_600_000, 'the longest delay is never below the first');
});

test('a bad policy is refused with every problem and its place', () => {
  const outcome = parseRetryPolicy(
    { maxAttempts: 0, strategy: 'OFTEN', baseDelay: 'soon', maxDelay: 'P8D', jitter: 1, tries: 2 },
    ['retry'],
  );
  assert.ok(!outcome.ok);
  assert.deepEqual(
    outcome.refusals.map((refusal) => [refusal.code, refusal.path.join('.')]),
    [
      ['UNKNOWN_FIELD', 'retry.tries'],
      ['BAD_INPUT', 'retry.maxAttempts'],
      ['BAD_INPUT', 'retry.strategy'],
      ['BAD_INPUT', 'retry.jitter'],
      ['BAD_DURATION', 'retry.baseDelay'],
      ['BAD_DURATION', 'retry.maxDelay'],
    ],
  );
  assert.ok(!parseRetryPolicy({ baseDelay: 'PT10S', maxDelay: 'PT5S' }).ok);
  assert.ok(!parseRetryPolicy({ maxAttempts: 101 }).ok);
  assert.ok(!parseRetryPolicy('often').ok);
});

test('whether a broken contract is tried again is a yes or a no', () => {
  const read = (resultContract: unknown) => {
    const policy = parseRetryPolicy({ resultContract });
    return policy.ok ? policy.value.resultContract : policy.refusals.map(({ code, path }) => [code, path.join('.')]);
  };
  assert.deepEqual([read(true), read(false), read(null)], [true, false, false]);
  assert.deepEqual(read('yes'), [['BAD_INPUT', 'resultContract']]);
});
