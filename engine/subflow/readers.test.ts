// Whoever reads definitions and runs meets steps that run workflows: what each says of them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { impactOf } from '#domain/graph/impact.ts';
import type { JsonObject } from '#domain/value/json.ts';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { compilePlan } from '#domain/workflow/plan.ts';
import { dryRunWorkflow } from '#engine/dry-run/dry-run-workflow.ts';
import { listRuns } from '#engine/run/list-runs.ts';
import { startRun } from '#engine/run/start-runs.ts';
import { loadCalls } from '#engine/workflow/load-calls.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { loadChildren } from './load-children.ts';
import { loadParents } from './load-parents.ts';
import { lookAtSubflows } from './look-at-subflows.ts';

let bundle: Bundle;
let stage: Stage;
before(async () => {
  bundle = await openBundle();
  stage = await openStage(bundle);
});
after(() => bundle.close());

const waiting: JsonObject = {
  name: 'waits',
  variables: { n: { type: 'integer' } },
  tasks: [{ id: 'w', wait: { signal: 's' } }],
};
const middle: JsonObject = {
  name: 'middle',
  tasks: [{ id: 'each', workflow: 'waits', foreach: '[7, 8, 9]', maxConcurrency: 2, params: { n: '${{ item }}' } }],
};
const top: JsonObject = {
  name: 'top',
  tasks: [
    { id: 'mid', workflow: 'middle' },
    { id: 'after', type: 'noop', dependencies: ['mid'], params: { got: '${{ tasks.mid.result }}' } },
  ],
};

async function publish(definition: JsonObject): Promise<string> {
  return valueOf(await publishWorkflow(stage.context, { definition })).workflowId;
}

test('a run says what stands above it, and a step what it has started, in three levels', async () => {
  const ids: string[] = [];
  for (const one of [waiting, middle, top]) ids.push(await publish(one));
  const { runId } = valueOf(await startRun(stage.context, { workflow: 'top' }));
  while ((await lookAtSubflows(bundle.worker)).moved > 0);
  const under = async (parent: string) =>
    valueOf(await listRuns(stage.context, { filter: { parent }, first: 10 })).nodes.map(({ id }) => id);
  const [mid = ''] = await under(runId);
  const low = await under(mid);
  assert.equal(low.length, 2);
  const parents = (await loadParents(stage.context, low)).get(low[1] ?? '') ?? [];
  assert.deepEqual(
    parents.map(({ run, stepKey, item }) => [run.id, stepKey, item]),
    [
      [runId, 'mid', null],
      [mid, 'each', 0],
    ],
  );
  const children = (await loadChildren(stage.context, [`${mid} 0`])).get(`${mid} 0`);
  assert.deepEqual(children, {
    ...{
      runId: mid,
      workflow: 'waits',
      hasItems: true,
      total: 3,
      started: 2,
      succeeded: 0,
      kept: 0,
      failed: 0,
      cancelled: 0,
    },
    shown: low[0],
  });
  const calls = await loadCalls(stage.context, ids);
  assert.deepEqual(calls.get(ids[1] ?? ''), { calls: [ids[0]], calledBy: [ids[2]] });
});

test('a list of runs is narrowed to those of a step, those that no step started, and those that one did', async () => {
  const asked = async (filter: Parameters<typeof listRuns>[1]['filter']) =>
    valueOf(await listRuns(stage.context, { filter: filter ?? null, first: 50 })).nodes.length;
  const all = await asked({});
  assert.equal((await asked({ topLevel: true })) + (await asked({ topLevel: false })), all);
  assert.equal(await asked({ query: 'parent:none' }), await asked({ topLevel: true }));
  assert.equal(await asked({ topLevel: true, workflow: 'waits' }), 0);
  const [mid] = valueOf(await listRuns(stage.context, { filter: { workflow: 'middle' }, first: 1 })).nodes;
  assert.equal(await asked({ parent: mid?.id ?? '', parentStep: 'each' }), 2);
  assert.equal(await asked({ parent: mid?.id ?? '', parentStep: 'other' }), 0);
  assert.equal(await asked({ query: `parent:run_${mid?.id}` }), 2);
  const refused = await listRuns(stage.context, { filter: { query: 'parent:nonsense' }, first: 1 });
  assert.deepEqual(refused.ok ? [] : refused.refusals.map(({ code, path }) => [code, path]), [
    ['BAD_INPUT', ['filter', 'query']],
  ]);
});

test('a dry run pretends what a child leaves, and starts none', async () => {
  const before = await bundle.owner.client.run.count();
  const { simulation } = valueOf(
    await dryRunWorkflow(stage.context, { definition: top, results: { mid: { sum: 3 } } }),
  );
  assert.deepEqual(
    simulation?.steps.map(({ stepKey, outcome, params }) => [stepKey, outcome, params]),
    [
      ['mid', 'RUNS', {}],
      ['after', 'RUNS', { got: { sum: 3 } }],
    ],
  );
  const each = valueOf(await dryRunWorkflow(stage.context, { definition: middle }));
  assert.deepEqual(
    each.simulation?.steps.map(({ stepKey, outcome }) => [stepKey, outcome]),
    [['each', 'RUNS']],
  );
  assert.equal(await bundle.owner.client.run.count(), before);
});

test('what a child is given and repeated for depends on what it reads', () => {
  const definition: JsonObject = {
    name: 'w',
    tasks: [
      { id: 'first', type: 'noop', output: { list: 'result' } },
      { id: 'each', workflow: 'waits', dependencies: ['first'], foreach: 'vars.list', params: { n: '${{ item }}' } },
    ],
  };
  const parsed = parseDefinition({ definition });
  assert.ok(parsed.ok);
  assert.deepEqual(impactOf(compilePlan(parsed.definition), { variable: 'list' }), [
    { stepKey: 'each', cause: 'READS_VARIABLE', of: 'list', distance: 1 },
  ]);
});
