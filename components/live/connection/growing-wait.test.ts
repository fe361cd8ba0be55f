import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growingWaitMs } from './growing-wait.ts';

const waits = { firstMs: 100, mostMs: 1_000 };

test('waits grow with every failure and have an end', () => {
  const grown = [0, 1, 2, 3, 4, 1_000_000].map((failures) => growingWaitMs(failures, waits, 1));
  assert.deepEqual(grown, [100, 200, 400, 800, 1_000, 1_000]);
});

test('many pages that wait for the same do not come back in the same moment', () => {
  assert.equal(growingWaitMs(0, waits, 0), 50);
  assert.equal(growingWaitMs(0, waits, 0.5), 75);
});
