import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pageBounds } from '#domain/bounds/page.ts';
import { loadRecentRuns } from '#engine/run/of-workflows/load-recent-runs.ts';
import { startRun } from '#engine/run/start-runs.ts';
import { createSchedule } from '#engine/schedule/create-schedules.ts';
import { deleteSchedules } from '#engine/schedule/delete-schedules.ts';
import { loadWorkflowSchedules } from '#engine/schedule/load-workflow-schedules.ts';
import type { Context } from '#engine/store/context.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage } from '#testing/stage.ts';
import { listVersions } from './list-versions.ts';
import { listWorkflows } from './list-workflows.ts';
import { publishWorkflow } from './publish-workflow.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

async function publish(context: Context, name: string, step = 'a'): Promise<string> {
  const definition = { name, tasks: [{ id: step, type: 'noop' }] };
  return valueOf(await publishWorkflow(context, { definition })).workflowId;
}

test('workflows are found by words of their name and description, in any order, and by their ids', async () => {
  const { context } = await openStage(bundle);
  const ids: string[] = [];
  for (const name of ['nightly-report', 'Report weekly', 'cleanup']) ids.push(await publish(context, name));
  const definition = { name: 'payroll', description: 'Pays everybody.', tasks: [{ id: 'a', type: 'noop' }] };
  valueOf(await publishWorkflow(context, { definition }));
  const names = async (asked: { query?: string | null; ids?: string[] }) => {
    const page = valueOf(await listWorkflows(context, asked));
    assert.equal(page.totalCount, page.nodes.length);
    return page.nodes.map(({ name }) => name);
  };
  assert.deepEqual(await names({ query: 'report' }), ['Report weekly', 'nightly-report']);
  assert.deepEqual(await names({ query: ' week  REP ' }), ['Report weekly']);
  assert.deepEqual(await names({ query: 'pays pay' }), ['payroll']);
  assert.deepEqual(await names({ query: 'night pays' }), []);
  assert.deepEqual(await names({ query: '%' }), []);
  assert.equal((await names({ query: null })).length, 4);
  assert.deepEqual(await names({ ids: ids.slice(0, 2), query: 'night' }), ['nightly-report']);
  const many = Array.from({ length: pageBounds.idsPerFilterMax + 1 }, () => ids[0] ?? '');
  const refused = await listWorkflows(context, { ids: many });
  assert.equal(refused.ok || refused.refusals[0]?.code, 'TOO_LARGE');
});

test('the versions of a workflow are listed from the latest to the first, page by page', async () => {
  const { context } = await openStage(bundle);
  const workflowId = await publish(context, 'report', 'a');
  for (const step of ['b', 'c']) await publish(context, 'report', step);
  const first = valueOf(await listVersions(context, { workflowId, first: 2 }));
  const rest = valueOf(await listVersions(context, { workflowId, first: 2, after: first.endCursor }));
  assert.deepEqual(
    [...first.nodes, ...rest.nodes].map(({ number }) => number),
    [3, 2, 1],
  );
  assert.deepEqual([first.hasNextPage, rest.hasNextPage, first.totalCount], [true, false, 3]);
});

test('each workflow tells its own latest runs, and no other tenant is told of them', async () => {
  const [{ context }, other] = [await openStage(bundle), await openStage(bundle)];
  const ids = [await publish(context, 'busy'), await publish(context, 'calm'), await publish(context, 'idle')];
  const started: string[] = [];
  for (const workflow of ['busy', 'busy', 'calm', 'busy'])
    started.push(valueOf(await startRun(context, { workflow })).runId);
  const [one, two, three, four] = started;
  const runs = await loadRecentRuns(context, ids, 2);
  assert.deepEqual(
    ids.map((id) => runs.get(id)?.map((run) => run.id)),
    [[four, two], [three], []],
  );
  assert.equal((await loadRecentRuns(context, ids, 20)).get(ids[0] ?? '')?.at(-1)?.id, one);
  assert.deepEqual([...(await loadRecentRuns(other.context, ids, 2)).values()], [[], [], []]);
});

test('each workflow tells the schedules that start it and have not ended', async () => {
  const { context } = await openStage(bundle);
  const ids = [await publish(context, 'report'), await publish(context, 'cleanup')];
  const schedule = async (name: string, workflow: string) =>
    valueOf(await createSchedule(context, { name, cron: '0 7 * * *', target: { workflow } })).id;
  await schedule('weekly', 'report');
  const gone = await schedule('gone', 'report');
  await schedule('daily', 'report');
  valueOf(await deleteSchedules(context, { ids: [gone] }));
  const schedules = await loadWorkflowSchedules(context, ids);
  assert.deepEqual(
    ids.map((id) => schedules.get(id)?.map(({ name }) => name)),
    [['daily', 'weekly'], []],
  );
});
