import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { cancelRun } from '#engine/run/cancel-run.ts';
import { pauseRun } from '#engine/run/pause-run.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage } from '#testing/stage.ts';
import { failedForGood, succeeded } from '#testing/worker/worker-by-hand.ts';
import { countRunFacets, facetScanMax } from './count-run-facets.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const only = [{ id: 'only', type: 'noop' }];

test('facets count the runs of a filter by state and workflow, and those of nobody else', async () => {
  const [stage, other] = [await openStage(bundle), await openStage(bundle)];
  await other.run(only);
  const { context } = stage;
  const ids = [];
  for (let n = 0; n < 5; n += 1) ids.push(await stage.run(only));
  const [good = '', bad = '', cancelled = '', paused = '', running = ''] = ids;
  valueOf(await cancelRun(context, { id: cancelled }));
  valueOf(await pauseRun(context, { id: paused }));
  const worker = await stage.worker();
  for (const job of await worker.claim()) {
    if (job.runId === good) await worker.settle([succeeded(job)]);
    if (job.runId === bad) await worker.settle([failedForGood(job)]);
  }
  const states = async (filter: Parameters<typeof countRunFacets>[1]['filter']) => {
    const facets = valueOf(await countRunFacets(context, { filter: filter ?? null }));
    assert.ok(facets.isExact);
    return facets.states.map(({ value, count }) => `${value} ${count}`);
  };
  assert.deepEqual(await states({}), ['CANCELLED 1', 'FAILED 1', 'PAUSED 1', 'RUNNING 1', 'SUCCEEDED 1']);
  assert.deepEqual(await states({ query: 'state:failed,paused' }), ['FAILED 1', 'PAUSED 1']);
  assert.deepEqual(await states({ query: 'state:succeeded started:<2020-01-01' }), []);
  assert.deepEqual(await states({ query: 'finished:>-1h' }), ['CANCELLED 1', 'FAILED 1', 'SUCCEEDED 1']);
  assert.deepEqual(await states({ ids: [running, bad] }), ['FAILED 1', 'RUNNING 1']);
  assert.deepEqual(await states({ ids: [] }), []);
  const { workflows } = valueOf(await countRunFacets(context, {}));
  assert.deepEqual([workflows.length, workflows.every(({ count }) => count === 1)], [5, true]);
  const [first] = workflows;
  const narrowed = valueOf(await countRunFacets(context, { filter: { workflow: first?.value ?? '' } }));
  assert.deepEqual(narrowed.workflows, [first]);
});

test('facets of more runs than are looked at say that there may be more', async () => {
  const stage = await openStage(bundle);
  const id = await stage.run(only);
  await bundle.owner.client.$executeRaw`
    insert into runs (tenant_id, id, workflow_id, version_id, state, progress, inputs, variables, started_by, started_at)
    select tenant_id, uuidv7(), workflow_id, version_id, state, progress, inputs, variables, started_by, started_at
    from runs cross join generate_series(1, ${facetScanMax}::int)
    where id = ${id}::uuid`;
  const { states, workflows, isExact } = valueOf(
    await countRunFacets(stage.context, { filter: { states: ['RUNNING'] } }),
  );
  assert.deepEqual(
    [states, workflows.map(({ count }) => count), isExact],
    [[{ value: 'RUNNING', count: 5_000 }], [5_000], false],
  );
});
