// How runs end with what undoes their steps and with their finally steps: by themselves, cancelled, out of time, paused
// meanwhile, with a worker that dies, and when they are run again. A worker by hand carries the steps out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { rescueJobs } from '#engine/attempt/rescue-jobs.ts';
import { cancelJob } from '#engine/bulk/cancel-jobs.ts';
import { cancelRuns } from '#engine/bulk/cancel-runs.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { driveRuns, type StepEnds } from '#testing/runs/drive-run.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { failedForGood, succeeded } from '#testing/worker/worker-by-hand.ts';
import { justNow } from '#testing/worlds/just-now.ts';
import { assertWhole, readRun, statesOf } from '#testing/worlds/run-history.ts';
import { failLateRuns } from './advance/fail-late-runs.ts';
import { cancelRun } from './cancel-run.ts';
import { loadRunSteps, loadRuns } from './get-run.ts';
import { pauseRun } from './pause-run.ts';
import { resumeRun } from './resume-run.ts';
import { previewRerun, retryRun } from './retry-run.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const order = [
  { id: 'reserve', type: 'echo', compensate: { task: 'echo', params: { release: '${{ result }}' } } },
  { id: 'charge', type: 'echo', dependencies: ['reserve'], compensate: 'echo' },
  { id: 'ship', type: 'echo', dependencies: ['charge'] },
  { id: 'tell', type: 'echo', finally: true, condition: 'run.failed || run.cancelled', params: '${{ run.state }}' },
  { id: 'tidy', type: 'noop', finally: true },
];

const fine: StepEnds = (key) => ({ of: key });
const failing =
  (...steps: string[]): StepEnds =>
  (key) =>
    steps.includes(key) ? 'fails' : { of: key };

async function runOf({ context }: Stage, runId: string) {
  const run = (await loadRuns(context, [runId])).get(runId);
  return { state: run?.state, endsAs: run?.endsAs, reasonCode: run?.reasonCode, failedStep: run?.failedStep };
}

/** Claims the next steps and settles them. */
async function oneMove(stage: Stage, ends: StepEnds = fine): Promise<string[]> {
  const worker = await stage.worker();
  const jobs = await worker.claim();
  await worker.settle(jobs.map((job) => succeeded(job, ends(job.stepKey ?? '', job))));
  return jobs.map(({ stepKey }) => stepKey ?? '');
}

test('a run that succeeds undoes nothing, and its finally steps come last', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(order);
  assert.deepEqual(await driveRuns(await stage.worker(), fine), ['reserve', 'charge', 'ship', 'tidy']);
  const history = await readRun(bundle.owner, runId);
  assertWhole(history);
  assert.deepEqual(statesOf(history), {
    reserve: 'SUCCEEDED',
    charge: 'SUCCEEDED',
    ship: 'SUCCEEDED',
    tell: 'SKIPPED',
    tidy: 'SUCCEEDED',
  });
  assert.deepEqual(await runOf(stage, runId), {
    state: 'SUCCEEDED',
    endsAs: null,
    reasonCode: null,
    failedStep: null,
  });
});

test('a run that fails is undone from its end to its beginning with what each step left, and then tells of it', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(order);
  const worker = await stage.worker();
  const steps = await driveRuns(worker, failing('ship', 'charge:compensate'));
  assert.deepEqual(steps, [
    'reserve',
    'charge',
    'ship',
    'charge:compensate',
    'reserve:compensate',
    ...steps.slice(-2).toSorted(),
  ]);
  const history = await readRun(bundle.owner, runId);
  assertWhole(history);
  assert.deepEqual(history.jobs.get('charge:compensate')?.params, { of: 'charge' });
  assert.deepEqual(history.jobs.get('reserve:compensate')?.params, { release: { of: 'reserve' } });
  assert.deepEqual(history.jobs.get('tell')?.params, 'FAILED');
  const types = history.entries.map(({ type }) => type);
  assert.equal(types.filter((type) => type === 'run.closing').length, 1);
  assert.ok(types.indexOf('run.closing') > types.indexOf('job.failed'));
  assert.deepEqual(await runOf(stage, runId), {
    state: 'FAILED',
    endsAs: null,
    reasonCode: 'STEP_FAILED',
    failedStep: 'ship',
  });
  const told = (await loadRunSteps(stage.context, [runId])).get(runId) ?? [];
  assert.deepEqual(
    told.map(({ stepKey, compensates, isFinally }) => [stepKey, compensates, isFinally]),
    [
      ['reserve', null, false],
      ['charge', null, false],
      ['ship', null, false],
      ['tell', null, true],
      ['tidy', null, true],
      ['reserve:compensate', 'reserve', false],
      ['charge:compensate', 'charge', false],
    ],
  );
});

test('a finally step that fails fails a run that would have succeeded, and names itself', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(order);
  await driveRuns(await stage.worker(), failing('tidy'));
  const { state, failedStep } = await runOf(stage, runId);
  assert.deepEqual([state, failedStep], ['FAILED', 'tidy']);
  const again = valueOf(await retryRun(stage.context, { run: runId, from: 'FAILED' }));
  assert.deepEqual(await driveRuns(await stage.worker(), fine), ['tidy']);
  assert.equal((await runOf(stage, again.runId)).state, 'SUCCEEDED');
});

test('a cancelled run stays open until it is undone and tidied up, says how it will end, and cannot be cancelled twice', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(order);
  await oneMove(stage);
  valueOf(await cancelRun(stage.context, { id: runId, reason: 'the customer changed their mind' }));
  assert.deepEqual(await runOf(stage, runId), {
    state: 'RUNNING',
    endsAs: 'CANCELLED',
    reasonCode: 'RUN_CANCELLED',
    failedStep: null,
  });
  const twice = await cancelRun(stage.context, { id: runId });
  assert.ok(!twice.ok && twice.refusals[0]?.code === 'ILLEGAL_TRANSITION');
  const all = valueOf(await cancelRuns(stage.context, { filter: { states: ['RUNNING'] } }));
  assert.deepEqual([all.count, all.skipped], [0, [{ reason: 'ending already', count: 1 }]]);
  const steps = await driveRuns(await stage.worker(), fine);
  assert.deepEqual(steps.toSorted(), ['reserve:compensate', 'tell', 'tidy']);
  assert.equal(steps[0], 'reserve:compensate');
  const history = await readRun(bundle.owner, runId);
  assertWhole(history);
  assert.deepEqual(history.jobs.get('tell')?.params, 'CANCELLED');
  assert.equal(history.jobs.get('charge')?.state, 'CANCELLED');
  assert.equal(history.entries.at(-1)?.reason, 'the customer changed their mind');
  assert.equal((await runOf(stage, runId)).reasonCode, 'RUN_CANCELLED');
});

test('cancelling the jobs that a run ends with ends it at once', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([
    { id: 'a', type: 'noop' },
    { id: 'last', type: 'noop', finally: true },
  ]);
  valueOf(await cancelRun(stage.context, { id: runId }));
  const job = (await readRun(bundle.owner, runId)).jobs.get('last');
  valueOf(await cancelJob(stage.context, { id: job?.id ?? '' }));
  const { state, endsAs } = await runOf(stage, runId);
  assert.deepEqual([state, endsAs], ['CANCELLED', null]);
});

test('every run of a filter ends with its last steps, and one whose last steps are not needed is over at once', async () => {
  const stage = await openStage(bundle);
  const closing = await stage.run(order);
  const needless = await stage.run([
    { id: 'a', type: 'noop', compensate: 'noop' },
    { id: 'last', type: 'noop', finally: true, condition: 'run.failed' },
  ]);
  const plain = await stage.run([{ id: 'a', type: 'noop' }]);
  assert.equal(valueOf(await cancelRuns(stage.context, { filter: { states: ['RUNNING'] } })).count, 3);
  assert.deepEqual(
    [(await runOf(stage, closing)).state, (await runOf(stage, needless)).state, (await runOf(stage, plain)).state],
    ['RUNNING', 'CANCELLED', 'CANCELLED'],
  );
  for (const runId of [needless, plain]) assertWhole(await readRun(bundle.owner, runId));
});

test('a paused run that is cancelled ends nevertheless; one that is paused while it ends waits until it is resumed', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(order);
  await oneMove(stage);
  valueOf(await pauseRun(stage.context, { id: runId, reason: 'a look at it' }));
  valueOf(await cancelRun(stage.context, { id: runId, reason: 'enough' }));
  assert.deepEqual([(await runOf(stage, runId)).state, (await runOf(stage, runId)).endsAs], ['RUNNING', 'CANCELLED']);
  valueOf(await pauseRun(stage.context, { id: runId, reason: 'once more' }));
  assert.deepEqual(await oneMove(stage), []);
  assert.equal((await runOf(stage, runId)).reasonCode, 'PAUSED');
  valueOf(await resumeRun(stage.context, { id: runId }));
  assert.deepEqual(await oneMove(stage), ['reserve:compensate']);
  assert.deepEqual((await oneMove(stage)).toSorted(), ['tell', 'tidy']);
  const history = await readRun(bundle.owner, runId);
  assert.deepEqual([history.run.state, history.run.reasonCode], ['CANCELLED', 'RUN_CANCELLED']);
  assert.equal(history.entries.at(-1)?.reason, 'enough');
});

test('a run that is paused when its last step settles has its finally steps when it is resumed', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([
    { id: 'a', type: 'noop' },
    { id: 'last', type: 'noop', finally: true },
  ]);
  const worker = await stage.worker();
  const [job] = await worker.claim();
  assert.ok(job !== undefined);
  valueOf(await pauseRun(stage.context, { id: runId }));
  await worker.settle([succeeded(job)]);
  assert.deepEqual([(await runOf(stage, runId)).state, (await runOf(stage, runId)).endsAs], ['PAUSED', 'SUCCEEDED']);
  assert.deepEqual(await oneMove(stage), []);
  valueOf(await resumeRun(stage.context, { id: runId }));
  assert.deepEqual(await oneMove(stage), ['last']);
  assert.equal((await runOf(stage, runId)).state, 'SUCCEEDED');
});

test('a run that is out of time ends with its last steps, to which that limit is none', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(order, { limits: { maxExecutionTime: 'PT1H' } });
  await oneMove(stage);
  const deadlineAt = new Date(Date.now() - 60_000);
  await bundle.owner.client.run.updateMany({ where: { id: runId }, data: { deadlineAt } });
  assert.equal(await failLateRuns(bundle.worker), 1);
  assert.equal(await failLateRuns(bundle.worker), 0);
  assert.deepEqual(await runOf(stage, runId), {
    state: 'RUNNING',
    endsAs: 'FAILED',
    reasonCode: 'EXECUTION_TIME',
    failedStep: null,
  });
  const steps = await driveRuns(await stage.worker(), fine);
  assert.deepEqual([steps[0], ...steps.slice(1).toSorted()], ['reserve:compensate', 'tell', 'tidy']);
  const history = await readRun(bundle.owner, runId);
  assertWhole(history);
  assert.deepEqual([history.run.state, history.run.reasonCode], ['FAILED', 'EXECUTION_TIME']);
});

test('a step that was undone runs again with what comes after it, one that nothing undoes is kept', async () => {
  const stage = await openStage(bundle);
  const steps = [{ id: 'look', type: 'echo' }, ...order];
  const runId = await stage.run(steps);
  await driveRuns(await stage.worker(), failing('ship'));
  const preview = valueOf(await previewRerun(stage.context, { run: runId, from: 'FAILED' }));
  const reasons = Object.fromEntries(preview.steps.map(({ stepKey, reason }) => [stepKey, reason]));
  assert.deepEqual(reasons, {
    look: 'SUCCEEDED',
    reserve: 'COMPENSATED',
    charge: 'COMPENSATED',
    ship: 'FAILED',
    tell: 'ENDING',
    tidy: 'ENDING',
    'reserve:compensate': 'ENDING',
    'charge:compensate': 'ENDING',
  });
  const again = valueOf(await retryRun(stage.context, { run: runId, from: 'FAILED' }));
  assert.deepEqual(await driveRuns(await stage.worker(), fine), ['reserve', 'charge', 'ship', 'tidy']);
  assert.equal((await runOf(stage, again.runId)).state, 'SUCCEEDED');
  const nothing = await retryRun(stage.context, { run: again.runId, from: 'FAILED' });
  assert.ok(!nothing.ok && nothing.refusals[0]?.code === 'ILLEGAL_TRANSITION');
});

test('what a rerun kept is undone when the rerun fails', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([
    { id: 'book', type: 'echo', compensate: { task: 'echo', params: '${{ result }}' } },
    { id: 'check', type: 'echo', dependencies: ['book'] },
  ]);
  await driveRuns(await stage.worker(), fine);
  const again = valueOf(await retryRun(stage.context, { run: runId, from: 'STEP', step: 'check' }));
  assert.deepEqual(await driveRuns(await stage.worker(), failing('check')), ['check', 'book:compensate']);
  assert.deepEqual((await readRun(bundle.owner, again.runId)).jobs.get('book:compensate')?.params, { of: 'book' });
  const alone = valueOf(await retryRun(stage.context, { run: runId, from: 'STEP', step: 'check', scope: 'ALONE' }));
  assert.deepEqual(await driveRuns(await stage.worker(), failing('check')), ['check']);
  assert.equal((await runOf(stage, alone.runId)).state, 'FAILED');
});

test('what a worker was undoing when it died is undone by another one, and the rest comes after it', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(order);
  const dying = await stage.worker();
  for (const end of [{ of: 'reserve' }, { of: 'charge' }]) {
    const jobs = await dying.claim();
    await dying.settle(jobs.map((job) => succeeded(job, end)));
  }
  valueOf(await cancelRun(stage.context, { id: runId }));
  for (const undone of ['charge:compensate', 'reserve:compensate']) {
    const worker = await stage.worker();
    assert.deepEqual(
      (await worker.claim()).map(({ stepKey }) => stepKey),
      [undone],
    );
    await bundle.owner.client
      .$executeRaw`update workers set lease_until = ${justNow} where id = ${worker.workerId}::uuid`;
    await rescueJobs(bundle.worker);
    assert.deepEqual(await oneMove(stage), [undone]);
  }
  assert.deepEqual((await oneMove(stage)).toSorted(), ['tell', 'tidy']);
  const history = await readRun(bundle.owner, runId);
  assertWhole(history);
  assert.equal(history.run.state, 'CANCELLED');
});

test('two steps that settle at one instant on two workers close their run once', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([
    { id: 'left', type: 'noop' },
    { id: 'right', type: 'noop' },
    { id: 'last', type: 'noop', finally: true },
  ]);
  const workers = [await stage.worker(), await stage.worker()];
  const held = [];
  for (const worker of workers) held.push({ worker, jobs: await worker.claim({ slots: 1 }) });
  await Promise.all(held.map(({ worker, jobs }) => worker.settle(jobs.map((job) => succeeded(job)))));
  assert.deepEqual(await oneMove(stage), ['last']);
  const history = await readRun(bundle.owner, runId);
  assertWhole(history);
  assert.equal(history.entries.filter(({ type }) => type === 'run.closing').length, 1);
});

test('a failure that cancels the other branches closes the run when they are cancelled', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(
    [
      { id: 'first', type: 'echo', compensate: 'echo' },
      { id: 'breaks', type: 'echo', dependencies: ['first'] },
      { id: 'long', type: 'echo', dependencies: ['first'], compensate: 'echo' },
      { id: 'last', type: 'echo', finally: true, params: '${{ run.failedStep }} ${{ tasks.long.state }}' },
    ],
    { onFailure: 'cancel' },
  );
  await oneMove(stage);
  const worker = await stage.worker();
  const jobs = await worker.claim();
  await worker.settle(jobs.filter(({ stepKey }) => stepKey === 'breaks').map(failedForGood));
  assert.deepEqual(await oneMove(stage), ['first:compensate']);
  assert.deepEqual(await oneMove(stage), ['last']);
  const history = await readRun(bundle.owner, runId);
  assertWhole(history);
  assert.deepEqual(history.jobs.get('last')?.params, 'breaks CANCELLED');
  assert.deepEqual([history.run.state, history.run.failedStep], ['FAILED', 'breaks']);
});
