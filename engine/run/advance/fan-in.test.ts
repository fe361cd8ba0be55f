import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ClaimedJob } from '#engine/attempt/claim/claimed-job.ts';
import { settleAttempts } from '#engine/attempt/settle-attempts.ts';
import { cancelJob } from '#engine/bulk/cancel-jobs.ts';
import { startRun } from '#engine/run/start-runs.ts';
import { type Database, openDatabase } from '#engine/store/database.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { holdRows, whenWaiting } from '#testing/machine/database-locks.ts';
import { openStage } from '#testing/stage.ts';
import { failedForGood, succeeded } from '#testing/worker/worker-by-hand.ts';
import { assertWhole, readRun, statesOf } from '#testing/worlds/run-history.ts';

let bundle: Bundle;
let second: Database;
before(async () => {
  bundle = await openBundle();
  second = openDatabase({ url: bundle.ownerUrl, duty: 'worker', connectionsMax: 2, name: 'second worker' });
});
after(async () => {
  await second.close();
  await bundle.close();
});

const diamond = [
  { id: 'top', type: 'noop' },
  { id: 'left', type: 'noop', dependencies: ['top'] },
  { id: 'right', type: 'noop', dependencies: ['top'] },
  { id: 'bottom', type: 'noop', dependencies: ['left', 'right'] },
];

const roundsMax = 120;

test('a step whose two parents settle at the same time on two connections is made exactly once, and never not at all', async () => {
  const stage = await openStage(bundle);
  const runIds = [await stage.run(diamond)];
  const version = await bundle.owner.client.workflow.findFirstOrThrow({ where: { tenantId: stage.context.tenantId } });
  while (runIds.length < roundsMax)
    runIds.push(valueOf(await startRun(stage.context, { workflow: version.name })).runId);
  const worker = await stage.worker();
  await worker.settle((await worker.claim({ slots: roundsMax })).map((job) => succeeded(job)));
  const pairs = Map.groupBy(await worker.claim({ slots: 2 * roundsMax }), (job) => job.runId);
  assert.equal(pairs.size, roundsMax);
  for (const [left, right] of pairs.values()) {
    assert.ok(left !== undefined && right !== undefined);
    await Promise.all([worker.settle([succeeded(left)]), settleAttempts(second, [succeeded(right)], 'worker:second')]);
  }
  const bottoms = await worker.claim({ slots: 2 * roundsMax });
  assert.equal(bottoms.length, roundsMax);
  assert.deepEqual(new Set(bottoms.map((job) => job.runId)), new Set(runIds));
  await worker.settle(bottoms.map((job) => succeeded(job)));
  for (const runId of runIds) {
    const history = await readRun(bundle.owner, runId);
    assert.equal(history.jobs.size, 4);
    assertWhole(history);
    assert.equal(history.run.state, 'SUCCEEDED');
  }
});

test('both parents wait for the run in turn, and the second to arrive makes the step', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(diamond);
  const worker = await stage.worker();
  await worker.settle((await worker.claim()).map((job) => succeeded(job)));
  const [left, right] = await worker.claim();
  assert.ok(left !== undefined && right !== undefined);
  const held = await holdRows(bundle.ownerUrl, 'runs', [runId]);
  const both = [worker.settle([succeeded(left)]), settleAttempts(second, [succeeded(right)], 'worker:second')];
  await whenWaiting(bundle.owner, 2);
  await held.release();
  const readied = (await Promise.all(both)).map((batch) => batch.readied);
  assert.deepEqual(readied.sort(), [0, 1]);
});

test('a parent that fails while the other succeeds leaves the join once and for all unmet', async () => {
  const stage = await openStage(bundle);
  for (let round = 0; round < 30; round += 1) {
    const runId = await stage.run(diamond, { onFailure: 'continue' });
    const worker = await stage.worker();
    await worker.settle((await worker.claim()).map((job) => succeeded(job)));
    const [left, right] = await worker.claim();
    assert.ok(left !== undefined && right !== undefined);
    await Promise.all([
      worker.settle([failedForGood(left)]),
      settleAttempts(second, [succeeded(right)], 'worker:second'),
    ]);
    const history = await readRun(bundle.owner, runId);
    assertWhole(history);
    assert.deepEqual([history.run.state, statesOf(history).bottom], ['FAILED', 'SKIPPED']);
  }
});

test('parents that settle in one batch, and a wide fan-in, make their step once', async () => {
  const stage = await openStage(bundle);
  const wide = Array.from({ length: 60 }, (_, n) => ({ id: `w${n}`, type: 'noop' }));
  const runId = await stage.run([...wide, { id: 'last', type: 'noop', dependencies: wide.map((step) => step.id) }]);
  const worker = await stage.worker();
  const jobs = await worker.claim({ slots: 60 });
  assert.equal(jobs.length, 60);
  // Handed in by fours, each batch on one of two connections.
  const batches = Array.from({ length: 15 }, (_, n) => jobs.slice(n * 4, n * 4 + 4).map((job) => succeeded(job)));
  await Promise.all(
    batches.map((batch, n) => settleAttempts(n % 2 === 0 ? bundle.worker : second, batch, 'worker:many')),
  );
  const last = await worker.claim();
  assert.equal(last.length, 1);
  await worker.settle(last.map((job) => succeeded(job)));
  assertWhole(await readRun(bundle.owner, runId));
});

test('a step cancelled by hand while its sibling settles leaves the run whole', async () => {
  const stage = await openStage(bundle);
  for (let round = 0; round < 20; round += 1) {
    const runId = await stage.run([
      ...diamond.slice(0, 3),
      { id: 'after', type: 'noop', join: 'any', dependencies: ['left', 'right'] },
    ]);
    const worker = await stage.worker();
    await worker.settle((await worker.claim()).map((job) => succeeded(job)));
    const [left, right] = await worker.claim();
    assert.ok(left !== undefined && right !== undefined);
    const settle = async (job: ClaimedJob) => (await worker.settle([succeeded(job)])).accepted;
    const [cancelled, accepted] = await Promise.all([
      cancelJob(stage.context, { id: left.jobId }),
      settle(left),
      settle(right),
    ]);
    assert.equal(cancelled.ok ? 1 : 0, 1 - accepted);
    const rest = await worker.claim();
    await worker.settle(rest.map((job) => succeeded(job)));
    const history = await readRun(bundle.owner, runId);
    assertWhole(history);
    assert.equal(statesOf(history).after, 'SUCCEEDED');
  }
});
