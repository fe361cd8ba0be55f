import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { cancelJob } from '#engine/bulk/cancel-jobs.ts';
import { retryJob } from '#engine/bulk/retry-jobs.ts';
import { failLateRuns } from '#engine/run/advance/fail-late-runs.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { holdRows, whenWaiting } from '#testing/machine/database-locks.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { failedForGood, type HandWorker, retryLater, succeeded } from '#testing/worker/worker-by-hand.ts';
import { assertWhole, readRun, statesOf } from '#testing/worlds/run-history.ts';
import { cancelRun } from './cancel-run.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const chain = [
  { id: 'one', type: 'noop' },
  { id: 'two', type: 'noop', dependencies: ['one'] },
];

type Scene = { runId: string; stage: Stage; worker: HandWorker };
const scenes: { title: string; play: (scene: Scene) => Promise<unknown>; states: Record<string, string> }[] = [
  { title: 'before anybody claimed its first step', play: async () => undefined, states: { one: 'CANCELLED' } },
  { title: 'while a step runs', play: ({ worker }) => worker.claim(), states: { one: 'CANCELLED' } },
  {
    title: 'while a step waits for its retry',
    play: async ({ worker }) => worker.settle((await worker.claim()).map((job) => retryLater(job, 60_000))),
    states: { one: 'CANCELLED' },
  },
  {
    title: 'between two steps',
    play: async ({ worker }) => worker.settle((await worker.claim()).map((job) => succeeded(job))),
    states: { one: 'SUCCEEDED', two: 'CANCELLED' },
  },
];

for (const { title, play, states } of scenes) {
  test(`a run cancelled ${title} ends at once, and nothing of it starts or settles any more`, async () => {
    const stage = await openStage(bundle);
    const runId = await stage.run(chain);
    const worker = await stage.worker();
    await play({ runId, stage, worker });
    const held = await bundle.owner.client.job.findMany({ where: { runId } });
    valueOf(await cancelRun(stage.context, { id: runId }));
    assert.deepEqual(await worker.claim(), []);
    const late = held.map((job) => ({
      tenantId: job.tenantId,
      jobId: job.id,
      workerId: worker.workerId,
      fence: job.fence,
      attempt: job.attempt,
      runId,
      step: job.step,
      stepKey: job.stepKey,
      to: 'SUCCEEDED' as const,
    }));
    assert.equal((await worker.settle(late)).accepted, 0);
    const history = await readRun(bundle.owner, runId);
    assert.deepEqual(
      [history.run.state, history.run.reasonCode, statesOf(history)],
      ['CANCELLED', 'RUN_CANCELLED', states],
    );
    assertWhole(history);
    const again = await cancelRun(stage.context, { id: runId });
    assert.ok(!again.ok && again.refusals[0]?.code === 'ILLEGAL_TRANSITION');
  });
}

test('a run that is over, or that is not there, cannot be cancelled', async () => {
  const stage = await openStage(bundle);
  const worker = await stage.worker();
  for (const end of [succeeded, failedForGood]) {
    const runId = await stage.run([{ id: 'only', type: 'noop' }]);
    const [job] = await worker.claim();
    assert.ok(job !== undefined);
    await worker.settle([end(job)]);
    const refused = await cancelRun(stage.context, { id: runId });
    assert.ok(!refused.ok && refused.refusals[0]?.code === 'ILLEGAL_TRANSITION');
    const other = await openStage(bundle);
    const foreign = await cancelRun(other.context, { id: runId });
    assert.ok(!foreign.ok && foreign.refusals[0]?.code === 'NOT_FOUND');
    assertWhole(await readRun(bundle.owner, runId));
  }
});

test('a cancel, a claim and a completion at the same time leave a whole run, and nothing starts after the cancel', async () => {
  const stage = await openStage(bundle);
  for (let round = 0; round < 40; round += 1) {
    const runId = await stage.run([...chain, { id: 'beside', type: 'noop' }]);
    const worker = await stage.worker();
    const [first] = await worker.claim({ slots: 1 });
    assert.ok(first !== undefined);
    const [cancelled] = await Promise.all([
      cancelRun(stage.context, { id: runId }),
      worker.settle([succeeded(first)]),
      worker.claim(),
      worker.claim(),
    ]);
    assert.ok(cancelled.ok);
    assert.deepEqual(await worker.claim(), []);
    const history = await readRun(bundle.owner, runId);
    assert.equal(history.run.state, 'CANCELLED');
    assertWhole(history);
  }
});

test('a cancel waits for the completion that came first, and refuses the one that came after', async () => {
  const stage = await openStage(bundle);
  for (const isCancelFirst of [true, false]) {
    const runId = await stage.run([{ id: 'only', type: 'noop' }]);
    const worker = await stage.worker();
    const jobs = await worker.claim();
    const held = await holdRows(bundle.ownerUrl, 'runs', [runId]);
    const cancel = () => cancelRun(stage.context, { id: runId });
    const settle = () => worker.settle(jobs.map((job) => succeeded(job)));
    const first = isCancelFirst ? cancel() : settle();
    await whenWaiting(bundle.owner, 1);
    const second = isCancelFirst ? settle() : cancel();
    await whenWaiting(bundle.owner, 2);
    await held.release();
    await Promise.all([first, second]);
    const history = await readRun(bundle.owner, runId);
    assert.equal(history.run.state, isCancelFirst ? 'CANCELLED' : 'SUCCEEDED');
    assertWhole(history);
  }
});

const failing = [
  { id: 'bad', type: 'noop' },
  { id: 'busy', type: 'noop' },
  { id: 'waits', type: 'noop', dependencies: ['bad'] },
  { id: 'other', type: 'noop', dependencies: ['busy'] },
];

test('onFailure fail: nothing new starts, what runs may finish, then the run has failed', async () => {
  const { runId, worker, busy } = await failOne('fail');
  assert.equal((await readRun(bundle.owner, runId)).run.state, 'RUNNING');
  assert.deepEqual(await worker.claim(), []);
  await worker.settle([busy]);
  const history = await readRun(bundle.owner, runId);
  assert.deepEqual(
    [history.run.state, history.run.failedStep, history.run.reasonCode],
    ['FAILED', 'bad', 'STEP_FAILED'],
  );
  assert.deepEqual(statesOf(history), { bad: 'FAILED', busy: 'SUCCEEDED', waits: 'SKIPPED', other: 'SKIPPED' });
  assertWhole(history);
});

test('onFailure cancel: what runs is cancelled, and its worker is told', async () => {
  const { runId, worker, busy, settled } = await failOne('cancel');
  assert.equal(settled.stopped, true);
  assert.equal((await worker.settle([busy])).accepted, 0);
  const history = await readRun(bundle.owner, runId);
  assert.deepEqual([history.run.state, history.run.failedStep], ['FAILED', 'bad']);
  assert.deepEqual(statesOf(history), { bad: 'FAILED', busy: 'CANCELLED', waits: 'SKIPPED', other: 'SKIPPED' });
  assertWhole(history);
});

test('onFailure continue: everything that does not depend on the failure is done, then the run has failed', async () => {
  const { runId, worker, busy } = await failOne('continue');
  await worker.settle([busy]);
  await worker.settle((await worker.claim()).map((job) => succeeded(job)));
  const history = await readRun(bundle.owner, runId);
  assert.deepEqual([history.run.state, history.run.failedStep], ['FAILED', 'bad']);
  assert.deepEqual(statesOf(history), { bad: 'FAILED', busy: 'SUCCEEDED', waits: 'SKIPPED', other: 'SUCCEEDED' });
  assertWhole(history);
});

async function failOne(onFailure: string) {
  const stage = await openStage(bundle);
  const runId = await stage.run(failing, { onFailure });
  const worker = await stage.worker();
  const jobs = await worker.claim();
  const [bad, busy] = ['bad', 'busy'].map((key) => jobs.find((job) => job.stepKey === key));
  assert.ok(bad !== undefined && busy !== undefined);
  const settled = await worker.settle([failedForGood(bad)]);
  return { runId, worker, settled, busy: succeeded(busy) };
}

test('outputs written in the batch in which another step fails are kept when the run is cut short', async () => {
  const stage = await openStage(bundle);
  const tasks = [
    { id: 'writes', type: 'echo', output: { seen: 'result.value' } },
    { id: 'fails', type: 'noop' },
    { id: 'runs', type: 'noop' },
  ];
  const runId = await stage.run(tasks, { onFailure: 'cancel', variables: { seen: 1 } });
  const worker = await stage.worker();
  const jobs = new Map((await worker.claim()).map((job) => [job.stepKey, job]));
  const [writes, fails] = [jobs.get('writes'), jobs.get('fails')];
  assert.ok(writes !== undefined && fails !== undefined);
  await worker.settle([succeeded(writes, { value: 42 }), failedForGood(fails)]);
  const history = await readRun(bundle.owner, runId);
  assert.deepEqual([history.run.state, history.run.variables], ['FAILED', { seen: 42 }]);
  assertWhole(history);
});

test('a failure that somebody waits for does not fail the run', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([
    { id: 'bad', type: 'noop' },
    { id: 'rescue', type: 'noop', dependencies: [{ task: 'bad', on: 'failure' }] },
    { id: 'never', type: 'noop', dependencies: ['bad'] },
  ]);
  const worker = await stage.worker();
  await worker.settle((await worker.claim()).map((job) => failedForGood(job)));
  await worker.settle((await worker.claim()).map((job) => succeeded(job)));
  const history = await readRun(bundle.owner, runId);
  assert.deepEqual(
    [history.run.state, statesOf(history)],
    ['SUCCEEDED', { bad: 'FAILED', rescue: 'SUCCEEDED', never: 'SKIPPED' }],
  );
  assertWhole(history);
});

test('a run out of time fails, its running step is cancelled and its worker told by the fence', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(chain, { limits: { maxExecutionTime: 'PT0.001S' } });
  const worker = await stage.worker();
  const jobs = await worker.claim();
  await failLateRuns(bundle.worker);
  assert.equal((await worker.settle(jobs.map((job) => succeeded(job)))).accepted, 0);
  const history = await readRun(bundle.owner, runId);
  assert.deepEqual(
    [history.run.state, history.run.reasonCode, statesOf(history)],
    ['FAILED', 'EXECUTION_TIME', { one: 'CANCELLED' }],
  );
  assertWhole(history);
});

test('a step is cancelled by hand within its run, and retried only with it', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(chain);
  const worker = await stage.worker();
  const [job] = await worker.claim();
  assert.ok(job !== undefined);
  valueOf(await cancelJob(stage.context, { id: job.jobId }));
  const history = await readRun(bundle.owner, runId);
  assertWhole(history);
  assert.equal(statesOf(history).one, 'CANCELLED');
  const retried = await retryJob(stage.context, { id: job.jobId });
  assert.ok(!retried.ok && retried.refusals[0]?.code === 'ILLEGAL_TRANSITION');
});
