// What passes over steps that run workflows must not forget: more than one pass holds, what happens during one, and runs
// that are ending already.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { cancelRun } from '#engine/run/cancel-run.ts';
import { pauseRun } from '#engine/run/pause-run.ts';
import { retryRun } from '#engine/run/retry-run.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { adds, childrenOf, driveAll, ofNumber, publish, start, stepsOf } from '#testing/runs/nested-runs.ts';
import { openStage } from '#testing/stage.ts';
import { failedForGood, succeeded } from '#testing/worker/worker-by-hand.ts';
import { letFollow } from './follow-parent.ts';
import { loadChildren } from './load-children.ts';
import { lookAtSubflows } from './look-at-subflows.ts';
import { clearLooks } from './mark-looked.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

test('a step whose time is over while it is looked at is looked at again', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'adds', adds, ofNumber);
  const runId = await stage.run([{ id: 'child', workflow: 'adds', params: { n: 1 }, timeout: 'PT1H' }]);
  const { client } = bundle.owner;
  // Looked at an hour ago, out of time since a minute: the pass that was at it then saw it in time.
  await client.$executeRaw`
    update run_steps set look_at = now() - interval '1 hour', due_at = now() - interval '1 minute' where run_id = ${runId}::uuid`;
  const [seen] = await client.$queryRaw<
    { at: string }[]
  >`select look_at::text as at from run_steps where run_id = ${runId}::uuid`;
  const { tenantId } = stage.context;
  await clearLooks(bundle.worker, [{ tenantId, runId, step: 0, lookAt: seen?.at ?? '' }]);
  const { lookAt, dueAt } = await client.runStep.findFirstOrThrow({ where: { runId } });
  assert.deepEqual(lookAt, dueAt);
  await driveAll(bundle, await stage.worker());
  assert.deepEqual(await stepsOf(stage, runId), { child: 'FAILED TIMEOUT' });
});

test('a child that undoes what it did is brought to its end, also when it was paused with its run', async () => {
  const stage = await openStage(bundle);
  const first = { id: 'first', type: 'echo', compensate: 'noop' };
  await publish(stage, 'undoes', [first, { id: 'breaks', type: 'echo', dependencies: ['first'] }]);
  const runId = await stage.run([{ id: 'child', workflow: 'undoes' }]);
  await lookAtSubflows(bundle.worker);
  const worker = await stage.worker();
  for (const end of [succeeded, failedForGood]) await worker.settle((await worker.claim()).map((job) => end(job)));
  const [child] = await childrenOf(bundle, runId);
  assert.equal(child?.ending, 'FAILED');
  valueOf(await pauseRun(stage.context, { id: runId }));
  await lookAtSubflows(bundle.worker);
  assert.equal((await childrenOf(bundle, runId))[0]?.state, 'PAUSED');
  valueOf(await cancelRun(stage.context, { id: runId }));
  assert.deepEqual(await driveAll(bundle, worker), ['first:compensate']);
  assert.equal((await childrenOf(bundle, runId))[0]?.state, 'FAILED');
});

test('more children than one pass cancels are all cancelled', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'adds', adds, ofNumber);
  const list = `[${Array.from({ length: 3 }, (_, n) => n).join(', ')}]`;
  const all = { id: 'all', workflow: 'adds', foreach: list, maxConcurrency: 3, params: { n: '${{ item }}' } };
  const runId = await stage.run([all]);
  while ((await lookAtSubflows(bundle.worker)).moved > 0);
  valueOf(await cancelRun(stage.context, { id: runId }));
  const step = await bundle.owner.client.runStep.findFirstOrThrow({ where: { runId } });
  const { tenantId } = stage.context;
  const due = [{ tenantId, runId, step: 0, lookAt: step.lookAt?.toISOString() ?? '' }];
  const bounds = { pagesMax: 1, perPage: 2 };
  assert.deepEqual(await letFollow(bundle.worker, due, { actor: 'system:subflows', ...bounds }), {
    count: 2,
    isMore: true,
  });
  await driveAll(bundle, await stage.worker());
  assert.deepEqual(
    (await childrenOf(bundle, runId)).map(({ state }) => state),
    ['CANCELLED', 'CANCELLED', 'CANCELLED'],
  );
});

test('what is kept of another version has its runs by the name of its step', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'adds', adds, ofNumber);
  const good = { id: 'good', workflow: 'adds', params: { n: 1 } };
  const bad = { id: 'bad', type: 'echo', dependencies: ['good'] };
  await publish(stage, 'versions', [good, bad]);
  const runId = await start(stage, 'versions');
  const worker = await stage.worker();
  await driveAll(bundle, worker, (key) => (key === 'bad' ? 'fails' : null));
  await publish(stage, 'versions', [{ id: 'new', type: 'echo' }, good, bad]);
  const again = valueOf(await retryRun(stage.context, { run: runId, from: 'FAILED', version: 'LATEST' })).runId;
  const [child] = await childrenOf(bundle, runId);
  const children = await loadChildren(stage.context, [`${again} 1`]);
  assert.equal(children.get(`${again} 1`)?.shown, child?.id);
});
