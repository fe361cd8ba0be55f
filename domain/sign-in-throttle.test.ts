import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bounds } from '#domain/bounds.ts';
import { afterFailedTry, type Failures, nextTryAtMs } from '#domain/sign-in-throttle.ts';

const noonMs = Date.UTC(2026, 0, 1, 12);

function failed(times: number): Failures {
  let failures: Failures = { count: 0, latestAtMs: noonMs };
  for (let n = 0; n < times; n += 1) failures = afterFailedTry(failures, noonMs);
  return failures;
}

test('a typing error costs nothing', () => {
  assert.equal(nextTryAtMs('account', failed(bounds.signInFailuresFree - 1)), noonMs);
});

test('each further failure doubles the wait', () => {
  const waitsMs = [0, 1, 2, 3].map((more) => nextTryAtMs('account', failed(bounds.signInFailuresFree + more)) - noonMs);
  assert.deepEqual(waitsMs, [1_000, 2_000, 4_000, 8_000]);
});

test('nobody is locked out for longer than minutes', () => {
  assert.equal(nextTryAtMs('account', failed(1_000)) - noonMs, bounds.signInDelayMsMax);
});

test('an address shared by an office is slowed later than an account', () => {
  assert.equal(nextTryAtMs('address', failed(bounds.signInFailuresFree + 5)), noonMs);
  assert.ok(nextTryAtMs('address', failed(bounds.signInFailuresPerAddressFree)) > noonMs);
});

test('an hour of peace forgives what was before', () => {
  const later = noonMs + bounds.signInMemoryMs + 1;
  assert.deepEqual(afterFailedTry(failed(40), later), { count: 1, latestAtMs: later });
});
