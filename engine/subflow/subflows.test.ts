// Steps that run workflows: what starts, what comes back, and what passes down.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Json } from '#domain/value/json.ts';
import { cancelRun } from '#engine/run/cancel-run.ts';
import { pauseRun } from '#engine/run/pause-run.ts';
import { resumeRun } from '#engine/run/resume-run.ts';
import { retryRun } from '#engine/run/retry-run.ts';
import { startRuns } from '#engine/run/start-runs.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import type { StepEnds } from '#testing/runs/drive-run.ts';
import { driveRuns } from '#testing/runs/drive-run.ts';
import { adds, childrenOf, driveAll, ofNumber, publish, start, stepsOf } from '#testing/runs/nested-runs.ts';
import { openStage } from '#testing/stage.ts';
import { succeeded } from '#testing/worker/worker-by-hand.ts';
import { readRun } from '#testing/worlds/run-history.ts';
import { lookAtSubflows } from './look-at-subflows.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

async function assertNumbered(runId: string, state: string): Promise<void> {
  const { run, entries } = await readRun(bundle.owner, runId);
  assert.equal(run.state, state);
  assert.deepEqual(
    entries.map(({ seq }) => seq),
    Array.from({ length: run.eventSeq }, (_, n) => n + 1),
  );
}

test('a step runs a workflow: its params are the variables, and the variables at the end are its result', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'adds', adds, ofNumber);
  await publish(stage, 'parent', [
    { id: 'child', workflow: 'adds', params: { n: 41 } },
    { id: 'after', type: 'echo', dependencies: ['child'], params: { got: '${{ tasks.child.result.sum }}' } },
  ]);
  const runId = await start(stage, 'parent');
  const given: unknown[] = [];
  const steps = await driveAll(bundle, await stage.worker(), (key, job) => {
    if (key === 'after') given.push(job.params);
    return null;
  });
  assert.deepEqual(steps, ['add', 'after']);
  assert.deepEqual(given, [{ got: 42 }]);
  const [child, ...others] = await childrenOf(bundle, runId);
  assert.equal(others.length, 0);
  assert.equal(child?.isTold, true);
  assert.deepEqual(await stepsOf(stage, runId), { child: 'SUCCEEDED', after: 'SUCCEEDED' });
  await assertNumbered(runId, 'SUCCEEDED');
  await assertNumbered(child?.id ?? '', 'SUCCEEDED');
});

test('a child that fails fails its step, which says of which run and step', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'adds', adds, ofNumber);
  await publish(stage, 'parent', [
    { id: 'child', workflow: 'adds', params: { n: 1 } },
    {
      id: 'caught',
      type: 'noop',
      dependencies: [{ task: 'child', on: 'failure', condition: "tasks.child.error.type == 'CHILD_FAILED'" }],
    },
  ]);
  const runId = await start(stage, 'parent');
  assert.deepEqual(await driveAll(bundle, await stage.worker(), (key) => (key === 'add' ? 'fails' : null)), [
    'add',
    'caught',
  ]);
  const { waits } = await readRun(bundle.owner, runId);
  const [child] = await childrenOf(bundle, runId);
  assert.deepEqual(waits.get('child')?.error, {
    type: 'CHILD_FAILED',
    message: `run_${child?.id} of adds failed in step add`,
    retryable: false,
  });
  await assertNumbered(runId, 'SUCCEEDED');
});

test('runs nest: what fails three levels down fails all the way up, and what succeeds comes up', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'adds', adds, ofNumber);
  await publish(
    stage,
    'middle',
    [{ id: 'low', workflow: 'adds', params: { n: '${{ vars.n }}' }, output: { sum: 'result.sum' } }],
    ofNumber,
  );
  await publish(
    stage,
    'top',
    [{ id: 'mid', workflow: 'middle', params: { n: '${{ vars.n }}' }, output: { sum: 'result.sum' } }],
    ofNumber,
  );
  const good = await start(stage, 'top', { n: 4 });
  const worker = await stage.worker();
  assert.deepEqual(await driveAll(bundle, worker), ['add']);
  assert.deepEqual((await readRun(bundle.owner, good)).run.variables, { n: 4, sum: 5 });
  const bad = await start(stage, 'top', { n: 4 });
  await driveAll(bundle, worker, () => 'fails');
  await assertNumbered(bad, 'FAILED');
  const [middle] = await childrenOf(bundle, bad);
  const [low] = await childrenOf(bundle, middle?.id ?? '');
  assert.deepEqual([middle?.depth, middle?.state, low?.depth, low?.state], [1, 'FAILED', 2, 'FAILED']);
});

test('a cancelled run takes its children and theirs with it, and each undoes what it did', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'low', [
    { id: 'done', type: 'noop', compensate: 'noop' },
    { id: 'long', type: 'noop', dependencies: ['done'] },
  ]);
  await publish(stage, 'middle', [{ id: 'low', workflow: 'low' }]);
  const runId = await stage.run([
    { id: 'mid', workflow: 'middle' },
    { id: 'beside', type: 'noop', dependencies: ['mid'] },
  ]);
  const worker = await stage.worker();
  await lookAtSubflows(bundle.worker);
  await lookAtSubflows(bundle.worker);
  const [first] = await worker.claim();
  assert.equal(first?.stepKey, 'done');
  await worker.settle([succeeded(first, null)]);
  valueOf(await cancelRun(stage.context, { id: runId }));
  assert.deepEqual(await driveAll(bundle, worker), ['done:compensate']);
  const [middle] = await childrenOf(bundle, runId);
  const [low] = await childrenOf(bundle, middle?.id ?? '');
  for (const id of [runId, middle?.id ?? '', low?.id ?? '']) await assertNumbered(id, 'CANCELLED');
  assert.equal(low?.reasonCode, 'PARENT_ENDED');
});

test('a child that somebody cancels cancels its step', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'adds', adds, ofNumber);
  const runId = await stage.run([{ id: 'child', workflow: 'adds', params: { n: 1 } }]);
  await lookAtSubflows(bundle.worker);
  const [child] = await childrenOf(bundle, runId);
  valueOf(await cancelRun(stage.context, { id: child?.id ?? '' }));
  await driveAll(bundle, await stage.worker());
  assert.deepEqual(await stepsOf(stage, runId), { child: 'CANCELLED CHILD_CANCELLED' });
});

test('a pause passes down and so does going on, but not to a child that was paused by hand', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'adds', adds, ofNumber);
  const runId = await stage.run([
    { id: 'one', workflow: 'adds', params: { n: 1 } },
    { id: 'two', workflow: 'adds', params: { n: 2 } },
  ]);
  await lookAtSubflows(bundle.worker);
  const [one, two] = await childrenOf(bundle, runId);
  valueOf(await pauseRun(stage.context, { id: two?.id ?? '', reason: 'by hand' }));
  valueOf(await pauseRun(stage.context, { id: runId }));
  const worker = await stage.worker();
  assert.deepEqual(await driveAll(bundle, worker), []);
  const states = async () => (await childrenOf(bundle, runId)).map(({ state, reasonCode }) => `${state} ${reasonCode}`);
  assert.deepEqual(await states(), ['PAUSED PARENT_PAUSED', 'PAUSED PAUSED']);
  valueOf(await resumeRun(stage.context, { id: runId }));
  assert.deepEqual(await driveAll(bundle, worker), ['add']);
  assert.deepEqual(await states(), ['SUCCEEDED null', 'PAUSED PAUSED']);
  valueOf(await resumeRun(stage.context, { id: two?.id ?? '' }));
  assert.deepEqual(await driveAll(bundle, worker), ['add']);
  await assertNumbered(runId, 'SUCCEEDED');
  await assertNumbered(one?.id ?? '', 'SUCCEEDED');
});

test('a step that is out of time fails, and its run is cancelled', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'adds', adds, ofNumber);
  const runId = await stage.run([{ id: 'child', workflow: 'adds', params: { n: 1 }, timeout: 'PT1H' }]);
  await lookAtSubflows(bundle.worker);
  await bundle.owner.client.$executeRaw`
    update run_steps set due_at = now() - interval '1 second', look_at = now() - interval '1 second' where run_id = ${runId}::uuid`;
  await driveAll(bundle, await stage.worker());
  assert.deepEqual(await stepsOf(stage, runId), { child: 'FAILED TIMEOUT' });
  assert.equal((await childrenOf(bundle, runId))[0]?.state, 'CANCELLED');
});

test('a list is run through item by item, so many at once, with the results in its order', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'adds', adds, ofNumber);
  const runId = await stage.run([
    { id: 'all', workflow: 'adds', foreach: '[1, 2, 3, 4, 5]', maxConcurrency: 2, params: { n: '${{ item * 10 }}' } },
    { id: 'after', type: 'echo', dependencies: ['all'], params: { got: '${{ tasks.all.result }}' } },
  ]);
  await lookAtSubflows(bundle.worker);
  assert.deepEqual(
    (await childrenOf(bundle, runId)).map(({ parentItem }) => parentItem),
    [0, 1],
  );
  const given: Json[] = [];
  await driveAll(bundle, await stage.worker(), (key, job) => {
    if (key === 'after') given.push(job.params);
    return null;
  });
  assert.equal((await childrenOf(bundle, runId)).length, 5);
  const results = [10, 20, 30, 40, 50].map((n) => ({ n, sum: n + 1 }));
  assert.deepEqual(given, [{ got: { results, total: 5, succeeded: 5, failed: 0 } }]);
  await assertNumbered(runId, 'SUCCEEDED');
});

test('of a list so many may fail as its policy says', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'adds', adds, ofNumber);
  const all = { id: 'all', workflow: 'adds', foreach: '[1, 2, 3]', maxConcurrency: 1, params: { n: '${{ item }}' } };
  const failing: StepEnds = (_, job) => (JSON.stringify(job.params) === '{"n":2}' ? 'fails' : null);
  const strict = await stage.run([all]);
  const worker = await stage.worker();
  await driveAll(bundle, worker, failing);
  assert.deepEqual(await stepsOf(stage, strict), { all: 'FAILED ITEMS_FAILED' });
  assert.equal((await childrenOf(bundle, strict)).length, 2);
  const lenient = await stage.run([{ ...all, onItemFailure: 'continue' }]);
  await driveAll(bundle, worker, failing);
  const { waits } = await readRun(bundle.owner, lenient);
  assert.deepEqual(waits.get('all')?.result, {
    results: [{ n: 1, sum: 2 }, null, { n: 3, sum: 4 }],
    total: 3,
    succeeded: 2,
    failed: 1,
  });
  const empty = await stage.run([{ ...all, foreach: '[]' }]);
  await driveAll(bundle, worker);
  assert.deepEqual((await readRun(bundle.owner, empty)).waits.get('all')?.result, {
    results: [],
    total: 0,
    succeeded: 0,
    failed: 0,
  });
});

test('a rerun keeps what a child left, and starts anew what failed', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'adds', adds, ofNumber);
  const runId = await stage.run([
    { id: 'good', workflow: 'adds', params: { n: 1 } },
    { id: 'bad', workflow: 'adds', dependencies: ['good'], params: { n: '${{ tasks.good.result.sum }}' } },
  ]);
  const worker = await stage.worker();
  await driveAll(bundle, worker, (_, job) => (JSON.stringify(job.params) === '{"n":2}' ? 'fails' : null));
  await assertNumbered(runId, 'FAILED');
  const again = valueOf(await retryRun(stage.context, { run: runId, from: 'FAILED' })).runId;
  assert.deepEqual(await driveAll(bundle, worker), ['add']);
  await assertNumbered(again, 'SUCCEEDED');
  assert.deepEqual(
    (await childrenOf(bundle, again)).map(({ parentStep, inputs }) => [parentStep, inputs]),
    [[1, { n: 2 }]],
  );
});

test('a hundred runs that each ask for one get theirs in one pass, however many pass at once', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'adds', adds, ofNumber);
  await publish(stage, 'parent', [{ id: 'child', workflow: 'adds', params: { n: 1 } }]);
  const runs = Array.from({ length: 100 }, () => ({ workflow: 'parent' }));
  const parents = valueOf(await startRuns(stage.context, { runs })).runs.map(({ runId }) => runId);
  const looks = await Promise.all([lookAtSubflows(bundle.worker), lookAtSubflows(bundle.worker)]);
  assert.equal(
    looks.reduce((sum, { moved }) => sum + moved, 0),
    100,
  );
  const worker = await stage.worker();
  assert.equal((await driveRuns(worker, () => null)).length, 100);
  while (
    (await Promise.all([lookAtSubflows(bundle.worker), lookAtSubflows(bundle.worker)])).some(({ moved }) => moved > 0)
  );
  for (const id of parents) await assertNumbered(id, 'SUCCEEDED');
});

test('of a list as many run at once as may, also when one pass does not start them all', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'adds', adds, ofNumber);
  const list = `[${Array.from({ length: 160 }, (_, n) => n).join(', ')}]`;
  const all = { id: 'all', workflow: 'adds', foreach: list, maxConcurrency: 150, params: { n: '${{ item }}' } };
  const runId = await stage.run([all]);
  while ((await lookAtSubflows(bundle.worker)).moved > 0);
  assert.equal((await childrenOf(bundle, runId)).length, 150);
  await driveAll(bundle, await stage.worker());
  assert.equal((await childrenOf(bundle, runId)).length, 160);
  await assertNumbered(runId, 'SUCCEEDED');
});

test('a child whose parent is not stored any more ends by itself and is not looked at again', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'adds', adds, ofNumber);
  const runId = await stage.run([{ id: 'child', workflow: 'adds', params: { n: 1 } }]);
  await lookAtSubflows(bundle.worker);
  const [child] = await childrenOf(bundle, runId);
  await bundle.owner.client.run.deleteMany({ where: { id: runId } });
  await driveAll(bundle, await stage.worker());
  const told = await bundle.owner.client.run.findFirst({ where: { id: child?.id ?? '' } });
  assert.deepEqual([told?.state, told?.isTold], ['SUCCEEDED', true]);
});

test('a step counts among those that its run has at work, and starts nothing while its run is full', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'adds', adds, ofNumber);
  const runId = await stage.run(
    [
      { id: 'one', workflow: 'adds', params: { n: 1 } },
      { id: 'two', workflow: 'adds', params: { n: 2 } },
    ],
    { limits: { maxConcurrentTasks: 1 } },
  );
  await lookAtSubflows(bundle.worker);
  assert.equal((await childrenOf(bundle, runId)).length, 1);
  assert.deepEqual(await stepsOf(stage, runId), { one: 'RUNNING CHILD_RUN', two: 'PENDING RUN_LIMIT' });
  await driveAll(bundle, await stage.worker());
  await assertNumbered(runId, 'SUCCEEDED');
});

test('a step whose workflow takes no such params any more fails and says so', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'adds', adds, ofNumber);
  await publish(stage, 'parent', [{ id: 'child', workflow: 'adds', params: { n: 1 } }]);
  await publish(stage, 'adds', adds, {
    variables: { n: { type: 'integer' }, more: { type: 'string', required: true } },
  });
  const runId = await start(stage, 'parent');
  await driveAll(bundle, await stage.worker());
  const { waits } = await readRun(bundle.owner, runId);
  assert.deepEqual(waits.get('child')?.error, {
    type: 'PARAMS_INVALID',
    message: 'more is required',
    retryable: false,
  });
});

test('what one pass left half done, the next one does', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'adds', adds, ofNumber);
  const runId = await stage.run([{ id: 'child', workflow: 'adds', params: { n: 1 } }]);
  const worker = await stage.worker();
  await lookAtSubflows(bundle.worker);
  // As after the death of a worker between the start of the run and the note of it.
  await bundle.owner.client.$executeRaw`update run_steps set look_at = opened_at where run_id = ${runId}::uuid`;
  await lookAtSubflows(bundle.worker);
  assert.equal((await childrenOf(bundle, runId)).length, 1);
  await driveRuns(worker, () => null);
  await lookAtSubflows(bundle.worker);
  // And between what became of the step and the note that it was told.
  await bundle.owner.client.$executeRaw`update runs set is_told = false where parent_run_id = ${runId}::uuid`;
  await lookAtSubflows(bundle.worker);
  await assertNumbered(runId, 'SUCCEEDED');
  assert.equal((await childrenOf(bundle, runId))[0]?.isTold, true);
});
