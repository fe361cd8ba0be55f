import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queueActivity } from './queue-activity.ts';

const hour = { fromMs: Date.UTC(2026, 2, 1, 12), partMs: 1_200_000, parts: 3 };

test('an hour of a queue is told in all of its parts, with the share that did not succeed', () => {
  const told = queueActivity(
    [
      { part: 0, succeeded: 3, failed: 0, p95Ms: 10, isFull: false },
      { part: 2, succeeded: 0, failed: 1, p95Ms: 90, isFull: false },
      { part: null, succeeded: 3, failed: 1, p95Ms: 70, isFull: false },
    ],
    hour,
  );
  assert.deepEqual(
    told.parts.map(({ succeeded, failed }) => [succeeded, failed]),
    [
      [3, 0],
      [0, 0],
      [0, 1],
    ],
  );
  assert.deepEqual([told.succeeded, told.failed, told.errorPercent, told.p95Ms, told.isExact], [3, 1, 25, 70, true]);
});

test('a queue in which nothing ended has neither a rate nor a duration, and one that was cut says so', () => {
  const quiet = queueActivity([], hour);
  assert.deepEqual([quiet.errorPercent, quiet.p95Ms, quiet.isExact, quiet.parts.length], [null, null, true, 3]);
  assert.equal(queueActivity([{ part: 1, succeeded: 5, failed: 0, p95Ms: 1, isFull: true }], hour).isExact, false);
});
