import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retryAfterMs, triesMax } from './retry-ladder.ts';

test('a message is tried again after ever longer waits, and given up within a working day', () => {
  const waits: number[] = [];
  for (let tries = 1; tries < triesMax; tries += 1) waits.push(retryAfterMs(tries) ?? 0);
  assert.deepEqual(
    waits,
    waits.toSorted((a, b) => a - b),
  );
  assert.ok(waits.every((ms) => ms > 0));
  assert.ok(waits.reduce((sum, ms) => sum + ms, 0) < 10 * 3_600_000);
  assert.equal(retryAfterMs(triesMax), undefined);
});
