import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { accessBounds } from '#domain/bounds/access.ts';
import { afterFailedTry, type Failures, nextTryAtMs, remembered } from './sign-in-throttle.ts';

const noonMs = Date.UTC(2026, 0, 1, 12);

function failed(times: number): Failures {
  let failures: Failures = { count: 0, latestAtMs: noonMs };
  for (let n = 0; n < times; n += 1) failures = afterFailedTry(failures, noonMs);
  return failures;
}

/** How long the next try waits after so many failures. */
function waitMs(times: { pair: number; address?: number; account?: number }): number {
  const { pair, address = pair, account = pair } = times;
  const nextMs = nextTryAtMs({ pair: failed(pair), address: failed(address), account: failed(account) });
  return Math.max(nextMs - noonMs, 0);
}

test('a typing error costs nothing', () => {
  assert.equal(waitMs({ pair: accessBounds.signInFailuresFree - 1 }), 0);
});

test('a try that began before the latest failure is not slowed by it while failures cost nothing', () => {
  const pair = failed(accessBounds.signInFailuresFree - 1);
  assert.ok(nextTryAtMs({ pair, address: pair, account: pair }) <= noonMs - 1_000);
});

test('each further failure doubles the wait', () => {
  const waitsMs = [0, 1, 2, 3].map((more) => waitMs({ pair: accessBounds.signInFailuresFree + more }));
  assert.deepEqual(waitsMs, [1_000, 2_000, 4_000, 8_000]);
});

test('nobody is locked out for longer than minutes', () => {
  assert.equal(waitMs({ pair: 1_000 }), accessBounds.signInDelayMsMax);
});

test('an address shared by an office is slowed later than one account from it', () => {
  assert.equal(waitMs({ pair: 0, address: accessBounds.signInFailuresFree + 5 }), 0);
  assert.ok(waitMs({ pair: 0, address: accessBounds.signInFailuresPerAddressFree }) > 0);
});

test('however often others guess at an account, its owner tries at once from an address of their own', () => {
  fc.assert(
    fc.property(fc.nat({ max: 1_000_000 }), (account) => {
      const own = failed(0);
      assert.ok(nextTryAtMs({ pair: own, address: own, account: { count: account, latestAtMs: noonMs } }) <= noonMs);
    }),
  );
});

test('an account that many addresses guess at gives each of them one guess before it waits', () => {
  const account = accessBounds.signInFailuresOfSiege;
  assert.equal(waitMs({ pair: 1, account: account - 1 }), 0);
  assert.deepEqual(
    [1, 2, 3].map((pair) => waitMs({ pair, account })),
    [30_000, 60_000, 120_000],
  );
});

test('an hour of peace forgives what was before', () => {
  const later = noonMs + accessBounds.signInMemoryMs + 1;
  assert.deepEqual(afterFailedTry(failed(40), later), { count: 1, latestAtMs: later });
  assert.deepEqual(remembered(failed(40), later), { count: 0, latestAtMs: later });
});
