import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loopsOfRuns } from './loops-of-runs.ts';
import { loopParts, sayLoop, sayLoopShort } from './say-loop.ts';

const each = {
  kind: 'FOREACH',
  total: 2_000,
  started: 1_300,
  running: 40,
  succeeded: 1_257,
  failed: 3,
  cancelled: 0,
} as const;
const poll = { kind: 'WHILE', total: null, started: 3, running: 1, succeeded: 2, failed: 0, cancelled: 0 } as const;

test('a loop says how many of its items have ended, in full what became of all of them', () => {
  const loop = { loop: each, iteration: null };
  assert.equal(sayLoopShort(loop), '1,260 / 2,000');
  assert.equal(sayLoop(loop), '2,000 items: 40 at work or in line, 1,257 succeeded, 3 failed, 700 not started');
  assert.equal(
    sayLoop({ loop: { ...each, total: 0, started: 0, running: 0, succeeded: 0, failed: 0 }, iteration: null }),
    '0 items',
  );
});

test('a while step says its round, counted from one', () => {
  assert.equal(sayLoopShort({ loop: poll, iteration: 2 }), 'round 3');
  assert.equal(sayLoop({ loop: poll, iteration: 2 }), 'round 3: 1 at work or in line, 2 succeeded');
});

test('the bar of a loop has a part for each end and one for what is at work; what has not started is left free', () => {
  assert.deepEqual(loopParts({ loop: each }), [
    { family: 'success', share: 1_257 / 2_000 },
    { family: 'failed', share: 3 / 2_000 },
    { family: 'running', share: 40 / 2_000 },
  ]);
  assert.deepEqual(loopParts({ loop: poll }), []);
});

test('a step that runs a workflow for each item is told like one that runs a task for each', () => {
  const counts = { total: 5, started: 3, running: 1, succeeded: 1, failed: 1, cancelled: 0 };
  const told = loopsOfRuns([
    { stepKey: 'regions', children: { hasItems: true, ...counts } },
    { stepKey: 'once', children: { hasItems: false, ...counts, total: 1 } },
    { stepKey: 'skipped', children: null },
  ]);
  assert.deepEqual(
    told.map((loop) => [loop.stepKey, sayLoopShort(loop), sayLoop(loop)]),
    [['regions', '2 / 5', '5 items: 1 at work or in line, 1 succeeded, 1 failed, 2 not started']],
  );
});
