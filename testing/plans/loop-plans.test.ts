// The items of a foreach step are found by their place in it: a page costs its own rows, whatever the length of the list.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listLoopJobs } from '#engine/run/advance/loop/list-loop-jobs.ts';
import { loadLoopItems } from '#engine/run/advance/loop/load-loop-items.ts';
import { loadRunLoops } from '#engine/run/advance/loop/load-run-loops.ts';
import { pauseRun } from '#engine/run/pause-run.ts';
import { startRuns } from '#engine/run/start-runs.ts';
import { closeDueWaits } from '#engine/step/close-due-waits.ts';
import { bundleOf, valueOf } from '#testing/bundle.ts';
import { openStage } from '#testing/stage.ts';
import { openExplainer, statementsOf } from './statement-capture.ts';

const items = 10_000;

test('pages of ten thousand items and their values are read by the keys of the loop', async (t) => {
  const bundle = await bundleOf(t);
  const stage = await openStage(bundle);
  const { owner } = bundle;
  const list = { id: 'each', type: 'noop', foreach: "['a', 'b']", params: { is: '${{ item }}' } };
  const run = await stage.run([list, { id: 'pause', wait: { duration: 'PT1H' } }]);
  // Beside runs of others, so that no table is read whole because it is small.
  const { workflowId } = await owner.client.run.findFirstOrThrow({ where: { id: run } });
  const { name } = await owner.client.workflow.findFirstOrThrow({ where: { id: workflowId } });
  for (let batch = 0; batch < 3; batch += 1)
    valueOf(await startRuns(stage.context, { runs: Array.from({ length: 100 }, () => ({ workflow: name })) }));
  // As if the list had been as long as a list may be, and all but the last had been carried out.
  await owner.client.$executeRaw`
    insert into jobs
    select (jsonb_populate_record(j, jsonb_build_object('id', uuidv7(), 'item', n))).*
    from jobs j
    cross join generate_series(2, ${items - 1}::int) n
    where j.run_id = ${run}::uuid and j.item = 0`;
  await owner.client.$executeRaw`
    update run_loops
    set total = ${items}, started = ${items}, items = (select array_agg(to_json(n)::text order by n) from generate_series(0, ${items - 1}::int) n)
    where run_id = ${run}::uuid`;
  await owner.client.$executeRawUnsafe('analyze');
  const explainer = await openExplainer(bundle.ownerUrl);
  const planOf = async (name: string, does: () => Promise<unknown>) => {
    const sent = (await statementsOf(does)).find((one) => one.name === name);
    assert.ok(sent !== undefined, `${name} is sent`);
    return await explainer.explain(sent);
  };
  const { context } = stage;
  const after = valueOf(await listLoopJobs(context, { run, step: 'each', first: 200 })).endCursor;
  const page = async () => valueOf(await listLoopJobs(context, { run, step: 'each', first: 50, after }));
  const keys = [`${run} 0 9999`, `${run} 0 3`];
  const values = async () => valueOf(await loadLoopItems(context, keys));
  const plans = {
    list: await planOf('list_loop_jobs', page),
    values: await planOf('load_loop_items', values),
    loops: await planOf('load_loop_views', () => loadRunLoops(context, [run])),
    due: (await planOf('find_due_waits', () => closeDueWaits(bundle.worker))).filter((one) => one.includes('steps')),
    pause: await planOf('look_away', async () => valueOf(await pauseRun(context, { id: run }))),
  };
  await explainer.close();
  assert.deepEqual(plans, {
    // Jobs of an earlier run are found by what this one keeps of it.
    list: ['jobs_pkey', 'jobs_step'],
    values: ['run_loops_pkey'],
    loops: ['jobs_step', 'run_loops_pkey'],
    due: ['run_steps_look'],
    pause: ['run_steps_pkey'],
  });
  const { nodes } = await page();
  assert.deepEqual(
    nodes.map(({ item }) => item),
    Array.from({ length: 50 }, (_, n) => 200 + n),
  );
  assert.deepEqual(
    await values(),
    new Map([
      [keys[1], 3],
      [keys[0], 9999],
    ]),
  );
});
