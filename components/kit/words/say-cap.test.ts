import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayCap } from './say-cap.ts';

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
