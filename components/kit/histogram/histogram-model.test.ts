import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobLooks, runLooks } from '#components/state/state-look.ts';
import { jobStates, runStates } from '#domain/machines.ts';
import { columnsByFamily, columnsByState, sayBucketCounts, statesOf } from './histogram-model.ts';

const atMs = Date.UTC(2026, 2, 4, 9);
const span = { at: new Date(atMs).toISOString(), atMs, endMs: atMs + 1_800_000 };
const bucketOf = (states: Record<string, number>, isExact = true) => ({
  ...span,
  isExact,
  states: Object.entries(states).map(([state, count]) => ({ state, count })),
});

test('every state is part of a column', () => {
  for (const [states, looks] of [
    [jobStates, jobLooks],
    [runStates, runLooks],
  ] as const) {
    for (const state of states) {
      const { points } = columnsByFamily([bucketOf({ [state]: 3 })], looks);
      assert.equal(
        points[0]?.values.reduce<number>((sum, value) => sum + (value ?? 0), 0),
        3,
        state,
      );
    }
  }
});

test('a column tells families apart, a table states', () => {
  const bucket = bucketOf({ FAILED: 1, DEAD: 2, SUCCEEDED: 5, PENDING: 4 });
  const columns = columnsByFamily([bucket], jobLooks);
  assert.deepEqual(
    columns.series.map(({ word }, n) => [word, columns.points[0]?.values[n]]),
    [
      ['success', 5],
      ['failed', 3],
      ['running', 0],
      ['waiting', 4],
    ],
  );
  const table = columnsByState([bucket, bucketOf({})], jobLooks);
  assert.deepEqual(
    table.series.map(({ word }) => word),
    ['pending', 'succeeded', 'failed', 'dead'],
  );
  assert.deepEqual(
    table.points.map(({ values }) => values),
    [
      [4, 5, 1, 2],
      [0, 0, 0, 0],
    ],
  );
});

test('a bucket is said in words, and owns up to what was not counted', () => {
  const say = (bucket: ReturnType<typeof bucketOf>) =>
    sayBucketCounts(bucket, { looks: jobLooks, when: '09:00 – 09:30' });
  assert.equal(say(bucketOf({ FAILED: 3, SUCCEEDED: 1_200 })), '09:00 – 09:30: 1,200 succeeded, 3 failed');
  assert.equal(say(bucketOf({ SUCCEEDED: 1_200 }, false)), '09:00 – 09:30: 1,200+ succeeded');
  assert.equal(say(bucketOf({})), '09:00 – 09:30: none');
  assert.deepEqual(
    statesOf(bucketOf({ DEAD: 1 }, false), jobLooks).map(({ look, count }) => `${count} ${look.word}`),
    ['1+ Dead'],
  );
});
