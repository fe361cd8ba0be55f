// Goal: a list of runs is taken up like a list of jobs: what succeeded is not started once more, and what follows sees one
// list in its order; and a list is as long as one of jobs. Method: a worker by hand, and the runs that were made are looked at.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { JsonObject } from '#domain/value/json.ts';
import { cancelRun } from '#engine/run/cancel-run.ts';
import { previewRerun, type RetryRunInput, retryRun } from '#engine/run/retry-run.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { adds, childrenOf, driveAll, ofNumber, publish, start, stepsOf } from '#testing/runs/nested-runs.ts';
import { openStage } from '#testing/stage.ts';
import { succeeded } from '#testing/worker/worker-by-hand.ts';
import { loadChildren } from './load-children.ts';
import { lookAtSubflows } from './look-at-subflows.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const each = (more: object) => ({
  ...{ id: 'each', workflow: 'adds', foreach: 'vars.list', params: { n: '${{ item + vars.more }}' } },
  ...{ maxConcurrency: 3, onItemFailure: 'continue' },
  ...more,
});
const report = { id: 'report', type: 'echo', dependencies: ['each'], params: { got: '${{ tasks.each.result }}' } };
const variables = {
  list: { type: 'array', required: true },
  more: { type: 'integer', default: 0 },
};

/** A parent with a list of runs, worked off with the numbers failing that `fails` says. */
async function failedRun(list: number[], fails: (n: number) => boolean, more: object = {}, child = ofNumber) {
  const stage = await openStage(bundle);
  const worker = await stage.worker();
  await publish(stage, 'adds', adds, child);
  await publish(stage, 'parent', JSON.parse(JSON.stringify([each(more), report])), { variables });
  let got: unknown = null;
  const drive = async (isBad: (n: number) => boolean) => {
    const carriedOut: number[] = [];
    await driveAll(bundle, worker, (step, job) => {
      if (step === 'report') {
        got = (job.params as JsonObject).got;
        return {};
      }
      const { n } = job.params as { n: number };
      carriedOut.push(n);
      return isBad(n) ? 'fails' : {};
    });
    return carriedOut.sort((a, b) => a - b);
  };
  const old = await start(stage, 'parent', { list });
  await drive(fails);
  const asked = (input: Partial<RetryRunInput>) => ({ run: old, from: 'FAILED' as const, ...input });
  return {
    ...{ stage, old, drive, reported: () => got },
    rerun: async (input: Partial<RetryRunInput> = {}) => valueOf(await retryRun(stage.context, asked(input))).runId,
    planned: async (input: Partial<RetryRunInput> = {}) => {
      const { steps } = valueOf(await previewRerun(stage.context, asked(input)));
      return steps.find(({ stepKey }) => stepKey === 'each')?.items ?? null;
    },
    counts: async (runId: string) => {
      const found = (await loadChildren(stage.context, [`${runId} 0`])).get(`${runId} 0`);
      return [found?.total, found?.started, found?.succeeded, found?.failed, found?.kept];
    },
  };
}

const sums = (list: number[], isLeft: (n: number) => boolean = () => true) =>
  list.map((n) => (isLeft(n) ? { n, sum: n + 1 } : null));

test('a rerun starts the runs that did not succeed, keeps the others, and puts their results together in order', async () => {
  const list = [10, 11, 12, 13, 14, 15, 16];
  const isBad = (n: number) => n === 11 || n === 16;
  const it = await failedRun(list, isBad, { onItemFailure: { threshold: 1 } });
  assert.deepEqual(await stepsOf(it.stage, it.old), { each: 'FAILED ITEMS_FAILED', report: 'SKIPPED RUN_FAILED' });
  assert.deepEqual(await it.planned(), { kept: 5, rerun: 2 });
  const second = await it.rerun();
  assert.deepEqual(await it.drive((n) => n === 16), [11, 16], 'only these');
  assert.deepEqual(await it.counts(second), [7, 7, 6, 1, 5]);
  const results = sums(list, (n) => n !== 16);
  assert.deepEqual(it.reported(), { results, total: 7, succeeded: 6, failed: 1 }, 'one may fail');
  assert.deepEqual(
    (await childrenOf(bundle, second)).map(({ parentItem }) => parentItem),
    [1, 6],
  );
});

test('a rerun of a rerun keeps what both left, also when the one between never came to its list', async () => {
  const list = [0, 1, 2, 3, 4];
  const it = await failedRun(list, (n) => n >= 2, { onItemFailure: { threshold: 1 } });
  const second = await it.rerun();
  await it.drive((n) => n >= 3);
  const third = await it.rerun({ run: second });
  assert.deepEqual(await it.planned({ run: second }), { kept: 3, rerun: 2 });
  valueOf(await cancelRun(it.stage.context, { id: third }));
  while ((await lookAtSubflows(bundle.worker)).moved > 0);
  assert.deepEqual(await it.planned({ run: third }), { kept: 3, rerun: 2 });
  const fourth = await it.rerun({ run: third });
  assert.deepEqual(await it.drive(() => false), [3, 4]);
  assert.deepEqual(await it.counts(fourth), [5, 5, 5, 0, 3]);
  assert.deepEqual(it.reported(), { results: sums(list), total: 5, succeeded: 5, failed: 0 });
});

test('where the params are others now, nothing is kept; a named step and another list begin anew', async () => {
  const it = await failedRun([0, 1, 2], (n) => n === 2, { onItemFailure: 'fail' });
  assert.deepEqual(await it.planned(), { kept: 2, rerun: 1 });
  assert.equal(await it.planned({ variables: { list: [0, 1, 2, 3] } }), null);
  assert.equal(await it.planned({ from: 'STEP', step: 'each' }), null);
  const second = await it.rerun({ variables: { more: 5 } });
  assert.deepEqual(await it.drive(() => false), [5, 6, 7]);
  assert.deepEqual(await it.counts(second), [3, 3, 3, 0, 0]);
});

test('a list of runs is as long as one of jobs: only those that may run at once are made, and a cancel ends it', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'adds', adds, ofNumber);
  await publish(stage, 'parent', JSON.parse(JSON.stringify([each({ maxConcurrency: 4 })])), { variables });
  const list = Array.from({ length: 10_000 }, (_, n) => n);
  const runId = await start(stage, 'parent', { list });
  while ((await lookAtSubflows(bundle.worker)).moved > 0);
  const items = async () => (await childrenOf(bundle, runId)).map(({ parentItem }) => parentItem);
  assert.deepEqual(await items(), [0, 1, 2, 3]);
  const worker = await stage.worker();
  await worker.settle((await worker.claim({ slots: 3 })).map((job) => succeeded(job)));
  while ((await lookAtSubflows(bundle.worker)).moved > 0);
  assert.deepEqual(await items(), [0, 1, 2, 3, 4, 5, 6]);
  valueOf(await cancelRun(stage.context, { id: runId }));
  while ((await lookAtSubflows(bundle.worker)).moved > 0);
  const open = (await childrenOf(bundle, runId)).filter(({ finishedAt }) => finishedAt === null);
  assert.deepEqual(open, []);
});

test('a rerun of a long list keeps thousands of runs and starts the next ones behind them', async () => {
  const stage = await openStage(bundle);
  await publish(stage, 'adds', adds, ofNumber);
  await publish(stage, 'parent', JSON.parse(JSON.stringify([each({ maxConcurrency: 4 })])), { variables });
  const list = Array.from({ length: 10_000 }, (_, n) => n);
  const old = await start(stage, 'parent', { list });
  while ((await lookAtSubflows(bundle.worker)).moved > 0);
  // As if so many had been carried out.
  await bundle.owner.client.$executeRaw`
    insert into runs
    select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'parent_item', n, 'inputs', jsonb_build_object('n', n),
      'state', 'SUCCEEDED', 'ending', 'SUCCEEDED', 'finished_at', now(), 'is_told', true))).*
    from runs r, generate_series(4, 8999) n
    where r.parent_run_id = ${old}::uuid and r.parent_item = 0`;
  valueOf(await cancelRun(stage.context, { id: old }));
  while ((await lookAtSubflows(bundle.worker)).moved > 0);
  const { runId } = valueOf(await retryRun(stage.context, { run: old, from: 'FAILED' }));
  while ((await lookAtSubflows(bundle.worker)).moved > 0);
  const children = (await loadChildren(stage.context, [`${runId} 0`])).get(`${runId} 0`);
  assert.deepEqual([children?.total, children?.started, children?.kept], [10_000, 9_000, 8_996]);
  assert.deepEqual(
    (await childrenOf(bundle, runId)).map(({ parentItem }) => parentItem),
    [0, 1, 2, 3],
  );
});

test('what is kept is held against what was asked, not against what a run or a person made of it', async () => {
  const params = { n: '${{ item + vars.more }}', note: null };
  const noted = { variables: { ...ofNumber.variables, note: { type: 'string', default: 'none' } } };
  const it = await failedRun([0, 1, 2], (n) => n === 2, { onItemFailure: 'fail', params }, noted);
  // As a person corrects a run by hand.
  await bundle.owner.client.run.updateMany({
    where: { parentRunId: it.old, parentItem: 0 },
    data: { inputs: { n: 40, note: 'mended' } },
  });
  const second = await it.rerun();
  assert.deepEqual(await it.drive(() => false), [2]);
  assert.deepEqual(await it.counts(second), [3, 3, 3, 0, 2]);
});

test('where all runs succeeded and their list did not, a rerun carries out none of them once more', async () => {
  const large = { variables: { ...ofNumber.variables, text: { type: 'string', default: 'x'.repeat(100_000) } } };
  const it = await failedRun([0, 1, 2], () => false, {}, large);
  assert.equal((await stepsOf(it.stage, it.old)).each, 'FAILED RESULT_TOO_LARGE');
  assert.deepEqual(await it.planned(), { kept: 3, rerun: 0 });
  const second = await it.rerun();
  assert.deepEqual(await it.drive(() => false), []);
  assert.equal((await stepsOf(it.stage, second)).each, 'FAILED RESULT_TOO_LARGE');
});
