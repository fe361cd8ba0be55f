import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayCap, sayWaitingCap, sayWeight } from './say-cap.ts';

const busy = { running: 12, waiting: 30 };

test('a cap below what runs says how many must end first', () => {
  assert.equal(sayCap(busy, 5), '12 jobs run now; with 5 nothing new starts until 8 have ended.');
  assert.equal(sayCap(busy, 12), '12 jobs run now; with 12 nothing new starts until 1 has ended.');
  assert.equal(sayCap(busy, 0), '12 jobs run now and finish; with 0 nothing new starts.');
});

test('a cap above what runs says how many may start at once, and none lets go what waits', () => {
  assert.equal(sayCap({ running: 1, waiting: 3 }, 5), '1 job runs now; with 5 up to 4 more may start at once.');
  assert.equal(sayCap(busy, null), '12 jobs run now; what waits starts as far as workers have slots.');
  assert.equal(sayCap({ running: 0, waiting: 0 }, 0), 'With 0 nothing starts.');
});

test('a cap on what waits says how many more are taken, or how many must begin before', () => {
  assert.equal(sayWaitingCap(12, 20), '12 jobs wait to begin now; with 20 up to 8 more are taken.');
  assert.equal(sayWaitingCap(12, 10), '12 jobs wait to begin now; with 10 new ones are refused until 3 have begun.');
  assert.equal(sayWaitingCap(1, 1), '1 job waits to begin now; with 1 new ones are refused until 1 has begun.');
  assert.equal(sayWaitingCap(0, null), '0 jobs wait to begin now; no limit.');
});

test('a weight says what it gives beside the queues that have work now', () => {
  assert.equal(
    sayWeight(3, [1, 2]),
    'Beside 2 other queues of its priority with work: 3 of 6 shares, 50 % of what comes free.',
  );
  assert.match(sayWeight(1, [99]), /^Beside 1 other queue of its priority with work: 1 of 100 shares, 1\.0 %/);
  assert.match(sayWeight(3, []), /^No other queue of its priority has work now/);
});
