import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { JobFilter } from '#domain/job/job-filter.ts';
import { cancelJob } from '#engine/bulk/cancel-jobs.ts';
import type { Context } from '#engine/store/context.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage } from '#testing/stage.ts';
import { storeWaiting } from '#testing/worlds/many-jobs.ts';
import { countJobFacets, type Facet, facetScanMax, type JobFacets } from './count-job-facets.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

async function facets(context: Context, filter: JobFilter): Promise<JobFacets> {
  return valueOf(await countJobFacets(context, { filter }));
}

function said(list: readonly Facet[]): string {
  return list.map(({ value, count }) => `${value} ${count}`).join(', ');
}

test('facets count what a filter finds by state, queue and task, the most frequent first', async () => {
  const stage = await openStage(bundle);
  const other = await openStage(bundle);
  await other.enqueue(5);
  const [first = ''] = await stage.enqueue([
    { task: 'noop' },
    { task: 'echo' },
    { task: 'echo', delay: 'PT1H' },
    { task: 'echo', queue: 'default' },
  ]);
  valueOf(await cancelJob(stage.context, { id: first }));
  const all = await facets(stage.context, {});
  assert.equal(said(all.states), 'PENDING 2, CANCELLED 1, SCHEDULED 1');
  assert.equal(said(all.queues), `${stage.queue} 3, default 1`);
  assert.equal(said(all.tasks), 'echo 3, noop 1');
  assert.equal(all.isExact, true);
  const echoes = await facets(stage.context, { query: 'state:pending,scheduled', task: 'echo' });
  assert.deepEqual([said(echoes.states), said(echoes.tasks)], ['PENDING 2, SCHEDULED 1', 'echo 3']);
  assert.deepEqual(await facets(stage.context, { states: [] }), { states: [], queues: [], tasks: [], isExact: true });
});

test('facets of jobs that settled lately hold those that were made long before', async () => {
  const stage = await openStage(bundle);
  const ids = await stage.enqueue(3);
  for (const id of ids.slice(1)) valueOf(await cancelJob(stage.context, { id }));
  const [last] = await bundle.owner.client.job.findMany({
    where: { id: { in: ids }, finishedAt: { not: null } },
    orderBy: { finishedAt: 'desc' },
  });
  const found = await facets(stage.context, { finishedAfter: last?.finishedAt ?? null });
  assert.equal(said(found.states), 'CANCELLED 1');
});

test('facets of more jobs than anybody counts are told from the newest, and say so', async () => {
  const stage = await openStage(bundle);
  await stage.enqueue([{ task: 'echo' }]);
  await storeWaiting(bundle, { stage, count: facetScanMax });
  const found = await facets(stage.context, {});
  assert.deepEqual([said(found.tasks), found.isExact], [`noop ${facetScanMax}`, false]);
});

test('facets of a state in which a crowd waits are told from the newest that wait, those of few beside it in full', async () => {
  const stage = await openStage(bundle);
  await storeWaiting(bundle, { stage, count: facetScanMax + 1 });
  await stage.enqueue([{ task: 'echo' }, ...[1, 2, 3].map(() => ({ task: 'noop', delay: 'PT1H' }))]);
  const crowd = await facets(stage.context, { states: ['PENDING'] });
  assert.deepEqual(
    [said(crowd.tasks), said(crowd.states), crowd.isExact],
    [`noop ${facetScanMax - 4}, echo 1`, `PENDING ${facetScanMax - 3}`, false],
  );
  const few = await facets(stage.context, { states: ['SCHEDULED'] });
  assert.deepEqual([said(few.tasks), said(few.queues), few.isExact], ['noop 3', `${stage.queue} 3`, true]);
  const elsewhere = await facets(stage.context, { states: ['PENDING'], queue: 'default' });
  assert.deepEqual([said(elsewhere.states), elsewhere.isExact], ['', true]);
});

test('facets of a filter that cannot be read are refused', async () => {
  const stage = await openStage(bundle);
  const outcome = await countJobFacets(stage.context, { filter: { query: 'colour:red' } });
  assert.deepEqual(outcome.ok ? [] : outcome.refusals.map(({ code }) => code), ['BAD_INPUT']);
});
