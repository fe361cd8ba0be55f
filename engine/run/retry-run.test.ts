import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Json } from '#domain/value/json.ts';
import type { Context } from '#engine/store/context.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { driveRuns } from '#testing/runs/drive-run.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { type HandWorker, succeeded } from '#testing/worker/worker-by-hand.ts';
import { assertWhole, readRun, statesOf } from '#testing/worlds/run-history.ts';
import { cancelRun } from './cancel-run.ts';
import { loadRunSteps, loadRunVariables } from './get-run.ts';
import { previewRerun, type RetryRunInput, retryRun } from './retry-run.ts';
import { startRun } from './start-runs.ts';

let bundle: Bundle;
let stage: Stage;
let worker: HandWorker;
before(async () => {
  bundle = await openBundle();
  stage = await openStage(bundle);
  worker = await stage.worker();
});
after(() => bundle.close());

const chain = [
  { id: 'a', type: 'echo', output: { x: 'result.n' } },
  { id: 'b', type: 'echo', dependencies: ['a'], params: { got: '${{ tasks.a.result.n }}', x: '${{ vars.x }}' } },
  { id: 'c', type: 'noop', dependencies: ['b'] },
];

const failsAt = (key: string) => (stepKey: string) => (stepKey === key ? 'fails' : { n: 7 });
const allSucceed = () => ({ n: 8 });

async function failedChain(): Promise<string> {
  const runId = await stage.run(chain);
  await driveRuns(worker, failsAt('b'));
  return runId;
}

async function rerun(input: Partial<RetryRunInput> & { run: string }): Promise<string> {
  return valueOf(await retryRun(stage.context, { from: 'FAILED', ...input })).runId;
}

async function stepsOf(runId: string) {
  const steps = (await loadRunSteps(stage.context, [runId])).get(runId) ?? [];
  return Object.fromEntries(steps.map((step) => [step.stepKey, step]));
}

async function refusalOf(input: RetryRunInput, context: Context = stage.context) {
  const outcome = await retryRun(context, input);
  assert.ok(!outcome.ok, 'it is refused');
  const [refusal] = outcome.refusals;
  return [refusal?.code, ...(refusal?.path ?? [])];
}

test('a run is taken up at what failed: what succeeded is not carried out again, and its result is there', async () => {
  const old = await failedChain();
  const runId = await rerun({ run: old });
  const claimed: Json[] = [];
  const carriedOut = await driveRuns(worker, (_, job) => {
    claimed.push(job.params);
    return { n: 8 };
  });
  assert.deepEqual(carriedOut, ['b', 'c']);
  assert.deepEqual(claimed[0], { got: 7, x: 7 });
  const history = await readRun(bundle.owner, runId);
  assertWhole(history);
  assert.equal(history.run.state, 'SUCCEEDED');
  assert.deepEqual(statesOf(history), { b: 'SUCCEEDED', c: 'SUCCEEDED' });
});

test('a kept step shows the job of the run that carried it out, and says which run that was', async () => {
  const old = await failedChain();
  const runId = await rerun({ run: old });
  await driveRuns(worker, allSucceed);
  const [before, now] = [await stepsOf(old), await stepsOf(runId)];
  assert.equal(now.a?.keptFrom, old);
  assert.equal(now.a?.job?.id, before.a?.job?.id);
  assert.deepEqual([now.a?.state, now.a?.finishedAt], ['SUCCEEDED', before.a?.finishedAt]);
  assert.equal(now.b?.keptFrom, null);
  assert.equal(now.b?.job?.runId, runId);
});

test('a rerun of a rerun keeps a step from the run that carried it out', async () => {
  const old = await failedChain();
  const second = await rerun({ run: old });
  await driveRuns(worker, failsAt('c'));
  const third = await rerun({ run: second });
  assert.deepEqual(await driveRuns(worker, allSucceed), ['c']);
  const steps = await stepsOf(third);
  assert.deepEqual([steps.a?.keptFrom, steps.b?.keptFrom, steps.c?.keptFrom], [old, second, null]);
  assert.equal((await readRun(bundle.owner, third)).run.state, 'SUCCEEDED');
});

test('the first event of a rerun names the run that it repeats and how much it kept', async () => {
  const ledger = bundle.ledger(stage.context);
  const old = await failedChain();
  const runId = await rerun({ run: old, reason: 'the source is back' });
  await driveRuns(worker, allSucceed);
  const [started] = await ledger.seen('start', ({ type, entityId }) => type === 'run.started' && entityId === runId);
  ledger.close();
  assert.equal(started?.reason, 'the source is back');
  assert.deepEqual(started?.payload, { replayOf: `run_${old}`, from: 'FAILED', step: null, keptSteps: 1 });
});

test('a variable that a kept step wrote keeps its value, whatever is given, and others take theirs', async () => {
  const tasks = [
    { id: 'a', type: 'noop', output: { x: 'result.n' } },
    { id: 'b', type: 'echo', dependencies: ['a'], params: { x: '${{ vars.x }}', y: '${{ vars.y }}' } },
  ];
  const run = await stage.run(tasks, { variables: { x: 1, y: 2 } });
  await driveRuns(worker, failsAt('b'));
  const runId = await rerun({ run, variables: { x: 100, y: 200 } });
  const params: Json[] = [];
  await driveRuns(worker, (_, job) => {
    params.push(job.params);
    return null;
  });
  assert.deepEqual(params, [{ x: 7, y: 200 }]);
  const variables = valueOf(await loadRunVariables(stage.context, [runId])).get(runId);
  assert.deepEqual(variables, { x: 7, y: 200 });
});

test('a variable whose last writer runs again is what the writer before it left', async () => {
  const tasks = [
    { id: 'a', type: 'noop', output: { x: 'result.n' } },
    { id: 'b', type: 'echo', dependencies: ['a'], params: { x: '${{ vars.x }}' }, output: { x: 'result.n * 10' } },
  ];
  const run = await stage.run(tasks, { variables: { x: 1 } });
  await driveRuns(worker, allSucceed);
  const runId = await rerun({ run, from: 'STEP', step: 'b' });
  const variables = async () => valueOf(await loadRunVariables(stage.context, [runId])).get(runId);
  assert.deepEqual(await variables(), { x: 8 });
  await driveRuns(worker, () => ({ n: 9 }));
  assert.deepEqual(await variables(), { x: 90 });
});

test('a step alone runs in a run that failed elsewhere, and nothing after it does', async () => {
  const run = await failedChain();
  const runId = await rerun({ run, from: 'STEP', step: 'a', scope: 'ALONE' });
  assert.deepEqual(await driveRuns(worker, allSucceed), ['a']);
  const history = await readRun(bundle.owner, runId);
  assertWhole(history);
  assert.deepEqual([history.run.state, history.run.failedStep], ['FAILED', 'b'], 'b is kept as it failed');
});

test('the failed step alone mends its run', async () => {
  const run = await failedChain();
  const runId = await rerun({ run, from: 'STEP', step: 'b', scope: 'ALONE' });
  assert.deepEqual(await driveRuns(worker, allSucceed), ['b']);
  assert.equal((await readRun(bundle.owner, runId)).run.state, 'SUCCEEDED');
});

test('on the latest version kept steps stay and new ones run; what the version has not is dropped', async () => {
  const name = 'growing';
  const publish = async (tasks: object[]) =>
    valueOf(await publishWorkflow(stage.context, { definition: { name, tasks: JSON.parse(JSON.stringify(tasks)) } }));
  await publish(chain);
  const old = valueOf(await startRun(stage.context, { workflow: name })).runId;
  await driveRuns(worker, failsAt('b'));
  await publish([chain[0] ?? {}, { id: 'b', type: 'echo', dependencies: ['a'] }, { id: 'd', type: 'noop' }]);
  const preview = valueOf(await previewRerun(stage.context, { run: old, from: 'FAILED', version: 'LATEST' }));
  const reasons = preview.steps.map(({ stepKey, keeps, reason }) => [stepKey, keeps !== null, reason]);
  assert.deepEqual(reasons, [
    ['a', true, 'SUCCEEDED'],
    ['b', false, 'FAILED'],
    ['d', false, 'NEW'],
  ]);
  assert.deepEqual(preview.dropped, ['c']);
  const runId = await rerun({ run: old, version: 'LATEST' });
  assert.deepEqual((await driveRuns(worker, allSucceed)).toSorted(), ['b', 'd']);
  const steps = await stepsOf(runId);
  assert.deepEqual(Object.keys(steps), ['a', 'b', 'd']);
  assert.equal(steps.a?.keptFrom, old);
});

test('a run of which nothing is stored any more is refused with RESULT_GONE, and runs again from its start', async () => {
  const run = await failedChain();
  await bundle.owner.client.job.deleteMany({ where: { runId: run, stepKey: 'a' } });
  assert.deepEqual(await refusalOf({ run, from: 'FAILED' }), ['RESULT_GONE', 'run']);
  await rerun({ run, from: 'START' });
  assert.deepEqual(await driveRuns(worker, allSucceed), ['a', 'b', 'c']);
});

test('what cannot be repeated is refused at its place', async () => {
  const open = await stage.run(chain);
  assert.deepEqual(await refusalOf({ run: open, from: 'FAILED' }), ['ILLEGAL_TRANSITION', 'run']);
  await driveRuns(worker, allSucceed);
  assert.deepEqual(await refusalOf({ run: open, from: 'FAILED' }), ['ILLEGAL_TRANSITION', 'from']);
  assert.deepEqual(await refusalOf({ run: open, from: 'STEP' }), ['BAD_INPUT', 'step']);
  assert.deepEqual(await refusalOf({ run: open, from: 'STEP', step: 'z' }), ['NOT_FOUND', 'step']);
  assert.deepEqual(await refusalOf({ run: open, from: 'FAILED', scope: 'ALONE' }), ['BAD_INPUT', 'scope']);
  const unknown = { run: open, variables: { nothing: 1 } };
  assert.deepEqual(await refusalOf(unknown), ['UNKNOWN_VARIABLE', 'variables', 'nothing']);
  const stranger = await bundle.tenant();
  assert.deepEqual(await refusalOf({ run: open, from: 'START' }, stranger), ['NOT_FOUND', 'run']);
});

test('a cancelled run is taken up where it was cut off', async () => {
  const run = await stage.run(chain);
  await worker.settle((await worker.claim()).map((job) => succeeded(job, { n: 7 })));
  valueOf(await cancelRun(stage.context, { id: run }));
  await rerun({ run });
  assert.deepEqual(await driveRuns(worker, allSucceed), ['b', 'c']);
});
