// Goal: a list that did not end well is taken up where it stopped: what succeeded is not carried out once more, and
// what follows sees one list in its order. Method: workers by hand, and the jobs that were made are looked at.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { JsonObject } from '#domain/value/json.ts';
import type { ClaimedJob } from '#engine/attempt/claim/claimed-job.ts';
import { listLoopJobs } from '#engine/run/advance/loop/list-loop-jobs.ts';
import { cancelRun } from '#engine/run/cancel-run.ts';
import { loadRunSteps } from '#engine/run/get-run.ts';
import { previewRerun, type RetryRunInput, retryRun } from '#engine/run/retry-run.ts';
import { codesOf } from '#engine/store/faults.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { driveRuns } from '#testing/runs/drive-run.ts';
import { openStage } from '#testing/stage.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const list = (count: number) => `[${Array.from({ length: count }, (_, n) => `'i${n}'`).join(', ')}]`;
const each = (count: number, more: object = {}) => ({
  ...{ id: 'each', type: 'noop', params: { is: '${{ item }}', at: '${{ index }}' } },
  ...{ foreach: list(count), maxConcurrency: 40, onItemFailure: 'continue' },
  ...more,
});
const report = { id: 'report', type: 'echo', dependencies: ['each'], params: { got: '${{ tasks.each.result }}' } };

const placeOf = ({ params }: ClaimedJob) => (params as { at: number }).at;

/** A run of these steps, worked off with those items failing; and what can be asked about its reruns. */
async function failedRun(steps: readonly object[], fails: (at: number) => boolean, more: JsonObject = {}) {
  const stage = await openStage(bundle);
  const worker = await stage.worker();
  const carriedOut: (number | string)[] = [];
  const drive = (isBad: (at: number) => boolean) => {
    carriedOut.length = 0;
    return driveRuns(worker, (step, job) => {
      const isItem = step === 'each';
      carriedOut.push(isItem ? placeOf(job) : step);
      return isItem ? (isBad(placeOf(job)) ? 'fails' : `was ${placeOf(job)}`) : { rows: 1 };
    });
  };
  const old = await stage.run(steps, more);
  await drive(fails);
  const { client } = bundle.owner;
  const rerun = async (input: Partial<RetryRunInput> = {}) =>
    valueOf(await retryRun(stage.context, { run: old, from: 'FAILED', ...input })).runId;
  const itemsPlanned = async (input: Partial<RetryRunInput> = {}) => {
    const { steps: planned } = valueOf(await previewRerun(stage.context, { run: old, from: 'FAILED', ...input }));
    return planned.find(({ stepKey }) => stepKey === 'each')?.items;
  };
  const state = async (id: string) => (await client.run.findFirstOrThrow({ where: { id } })).state;
  const paramsOf = async (runId: string, stepKey: string) =>
    (await client.job.findFirstOrThrow({ where: { runId, stepKey, item: null } })).params as JsonObject;
  const loopOf = async (runId: string) => {
    const { each: step } = Object.fromEntries(
      ((await loadRunSteps(stage.context, [runId])).get(runId) ?? []).map((one) => [one.stepKey, one]),
    );
    return step?.loop;
  };
  const sorted = () => carriedOut.toSorted((a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : 0));
  return { stage, worker, old, drive, rerun, itemsPlanned, state, paramsOf, loopOf, sorted, client };
}

const results = (count: number) => Array.from({ length: count }, (_, n) => `was ${n}`);

test('three of a hundred items failed: a rerun carries out these three, and their list is whole and in its order', async () => {
  const isBad = (at: number) => [7, 50, 99].includes(at);
  const it = await failedRun([each(100, { onItemFailure: { threshold: 2 } }), report], isBad);
  assert.equal(await it.state(it.old), 'FAILED');
  assert.deepEqual(await it.itemsPlanned(), { kept: 97, rerun: 3 });
  const run = await it.rerun();
  const before = await it.loopOf(run);
  assert.deepEqual([before?.total, before?.succeeded, before?.kept, before?.running], [100, 97, 97, 3]);
  await it.drive(() => false);
  assert.deepEqual(it.sorted(), [7, 50, 99, 'report']);
  assert.equal(await it.state(run), 'SUCCEEDED');
  assert.deepEqual(await it.paramsOf(run, 'report'), {
    got: { results: results(100), total: 100, succeeded: 100, failed: 0 },
  });
  const whole = await it.loopOf(run);
  assert.deepEqual([whole?.started, whole?.succeeded, whole?.failed, whole?.kept], [100, 100, 0, 97]);
});

test('a rerun of a rerun keeps what both have done, and what failed before counts no more', async () => {
  const it = await failedRun(
    [each(12, { maxConcurrency: 12, onItemFailure: { threshold: 1 } }), report],
    (at) => at < 4,
  );
  const second = await it.rerun();
  await it.drive((at) => at === 1 || at === 2);
  assert.equal(await it.state(second), 'FAILED', 'two of twelve failed, one may');
  assert.deepEqual(await it.itemsPlanned({ run: second }), { kept: 10, rerun: 2 });
  const third = await it.rerun({ run: second });
  await it.drive((at) => at === 2);
  assert.deepEqual(it.sorted(), [1, 2, 'report']);
  const listed = async (after: string | null, states: string[] | null = null) => {
    const page = { run: third, step: 'each', first: 5, after, states, withCount: true };
    const jobs = valueOf(await listLoopJobs(it.stage.context, page));
    return { items: jobs.nodes.map(({ item }) => item), end: jobs.endCursor, total: jobs.totalCount };
  };
  const first = await listed(null);
  assert.deepEqual([first.items, first.total], [[0, 1, 2, 3, 4], 12], 'all of them, whoever carried them out');
  assert.deepEqual((await listed(first.end)).items, [5, 6, 7, 8, 9]);
  assert.deepEqual((await listed(null, ['FAILED'])).items, [2]);
  assert.equal(await it.state(third), 'SUCCEEDED', 'one may fail');
  const { got } = await it.paramsOf(third, 'report');
  const left = results(12).map((result, at) => (at === 2 ? null : result));
  assert.deepEqual(got, { results: left, total: 12, succeeded: 11, failed: 1 });
});

test('a list that stopped at its first failure, or was cancelled with its run, goes on with all that did not succeed', async () => {
  const it = await failedRun([each(9, { maxConcurrency: 2, onItemFailure: 'fail' }), report], (at) => at === 3);
  const { kept = 0, rerun = 0 } = (await it.itemsPlanned()) ?? {};
  assert.equal(kept + rerun, 9);
  assert.ok(kept >= 3 && kept <= 4);
  const second = await it.rerun();
  const [first, ...others] = await it.worker.claim({ slots: 2 });
  assert.equal(others.length, 1, 'as many at once as in any run');
  assert.equal(first === undefined ? null : placeOf(first), 3);
  valueOf(await cancelRun(it.stage.context, { id: second }));
  assert.deepEqual(await it.itemsPlanned({ run: second }), { kept, rerun }, 'nothing more had succeeded');
  const third = await it.rerun({ run: second });
  await it.drive(() => false);
  assert.equal(it.sorted().length, rerun + 1);
  assert.equal(await it.state(third), 'SUCCEEDED');
  const { got } = await it.paramsOf(third, 'report');
  assert.deepEqual(got, { results: results(9), total: 9, succeeded: 9, failed: 0 });
});

test('a list whose step was named, that comes after what runs, or that may be another one now is carried out whole', async () => {
  const variables = { from: 0 };
  const filtered = each(4, { foreach: `${list(4)}.filter(i, vars.from < 5)`, onItemFailure: 'fail' });
  const it = await failedRun([filtered, report], (at) => at === 2, { variables });
  assert.equal((await it.itemsPlanned())?.kept, 3);
  assert.equal((await it.itemsPlanned({ variables: { from: 1 } })) ?? null, null, 'another list');
  assert.equal((await it.itemsPlanned({ from: 'STEP', step: 'each' })) ?? null, null, 'named');
  assert.equal((await it.itemsPlanned({ from: 'STEP', step: 'each', scope: 'ALONE' })) ?? null, null, 'alone');
  assert.equal((await it.itemsPlanned({ from: 'START' })) ?? null, null, 'whole');
  await it.rerun({ variables: { from: 1 } });
  await it.drive(() => false);
  assert.deepEqual(it.sorted(), [0, 1, 2, 3, 'report']);

  const source = { id: 'source', type: 'echo' };
  const behind = each(4, { dependencies: ['source'], onItemFailure: 'fail' });
  const other = await failedRun([source, behind, report], (at) => at === 2);
  assert.equal((await other.itemsPlanned({ from: 'STEP', step: 'source' })) ?? null, null);
  await other.rerun({ from: 'STEP', step: 'source' });
  await other.drive(() => false);
  assert.deepEqual(other.sorted(), ['source', 0, 1, 2, 3, 'report']);
});

test('a list for which there is no room yet is taken up when there is', async () => {
  const limits = { maxConcurrentTasks: 1 };
  const first = { id: 'first', type: 'echo' };
  const it = await failedRun(
    [first, each(5, { maxConcurrency: 1, onItemFailure: { threshold: 1 } }), report],
    (at) => at > 2,
    {
      limits,
      onFailure: 'continue',
    },
  );
  const run = await it.rerun({ from: 'STEP', step: 'first' });
  assert.equal((await it.loopOf(run))?.running, 0, 'it waits for the first step');
  await it.drive(() => false);
  assert.deepEqual(it.sorted(), ['first', 3, 4, 'report']);
  assert.equal(await it.state(run), 'SUCCEEDED');
});

test('the jobs of kept items cannot be deleted while a run keeps them, and an item whose job is gone is carried out', async () => {
  const it = await failedRun([each(3, { onItemFailure: 'fail' }), report], (at) => at === 0);
  const second = await it.rerun();
  const { old: runId } = it;
  const keptJob = await it.client.job.findFirstOrThrow({ where: { runId, item: 1 } });
  const gone = it.client.$executeRaw`delete from jobs where id = ${keptJob.id}::uuid`;
  await assert.rejects(gone, (fault) => codesOf(fault).includes('23001') || codesOf(fault).includes('P2003'));
  const { tenantId } = it.stage.context;
  await it.drive(() => true);
  await it.client.run.delete({ where: { tenantId_id: { tenantId, id: second } } });
  await it.client.$executeRaw`delete from jobs where id = ${keptJob.id}::uuid`;
  assert.deepEqual(await it.itemsPlanned(), { kept: 1, rerun: 2 });
  await it.rerun();
  await it.drive(() => false);
  assert.deepEqual(it.sorted(), [0, 1, 'report']);
});
