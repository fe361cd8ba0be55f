import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunState } from '#domain/machines.ts';
import { barsOf, type RecordedRun, recordOf, sayRuns } from './run-record.ts';

const startedAt = '2026-03-01T12:00:00.000Z';

function run(state: RunState, seconds: number | undefined, id = `${state} ${seconds}`): RecordedRun {
  const finishedAt = seconds === undefined ? null : new Date(Date.parse(startedAt) + seconds * 1_000).toISOString();
  return { id, state, startedAt, finishedAt };
}

test('the record of a workflow is its median, its slowest few and how many failed of those that came to an end', () => {
  const runs = Array.from({ length: 20 }, (_, n) => run(n < 3 ? 'FAILED' : 'SUCCEEDED', n + 1));
  const record = recordOf([...runs, run('CANCELLED', 900), run('RUNNING', undefined)]);
  assert.deepEqual(record, { ended: 20, failed: 3, medianMs: 10_000, p95Ms: 19_000 });
  assert.deepEqual(recordOf([]), { ended: 0, failed: 0, medianMs: undefined, p95Ms: undefined });
});

test('a run stands as high as it took long, the latest at the right; none of them vanishes', () => {
  const bars = barsOf([run('RUNNING', undefined), run('FAILED', 0), run('SUCCEEDED', 50), run('SUCCEEDED', 100)]);
  assert.deepEqual(
    bars.map(({ state, height }) => [state, height]),
    [
      ['SUCCEEDED', 1],
      ['SUCCEEDED', 0.5],
      ['FAILED', 0.15],
      ['RUNNING', 1],
    ],
  );
});

test('the picture of the last runs is also said in words', () => {
  const runs = [run('SUCCEEDED', 1), run('FAILED', 2), run('SUCCEEDED', 3)];
  assert.equal(sayRuns(runs), 'last 3 runs: 2 succeeded, 1 failed');
  assert.equal(sayRuns(runs.slice(0, 1)), 'last run: 1 succeeded');
});
