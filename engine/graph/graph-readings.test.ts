import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { analyseDefinition } from '#domain/graph/analysis/analysis.ts';
import { getRun } from '#engine/run/get-run.ts';
import { loadGraphs } from '#engine/workflow/load-graphs.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, registerBuiltin, valueOf } from '#testing/bundle.ts';
import { driveRuns } from '#testing/runs/drive-run.ts';
import { openStage } from '#testing/stage.ts';
import { diffVersions } from './diff-versions.ts';
import { loadRunSpans } from './load-run-spans.ts';
import { loadStepHistory } from './load-step-history.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(async () => {
  await bundle.close();
});

test('steps have the history of their latest runs, and of what succeeded only', async () => {
  const stage = await openStage(bundle);
  const worker = await stage.worker();
  const runId = await stage.run([
    { id: 'good', type: 'noop' },
    { id: 'bad', type: 'noop' },
    { id: 'never', type: 'noop', dependencies: ['bad'] },
  ]);
  await driveRuns(worker, (stepKey) => (stepKey === 'bad' ? 'fails' : null));
  const run = valueOf(await getRun(stage.context, { id: runId }))?.run;
  assert.ok(run !== undefined);
  const history = (await loadStepHistory(stage.context, [run.workflowId])).get(run.workflowId);
  assert.deepEqual([...(history?.keys() ?? [])], ['good']);
  const good = history?.get('good');
  assert.equal(good?.runs, 1);
  assert.ok(good.p50Ms >= 0 && good.p50Ms === good.p95Ms);

  const graph = (await loadGraphs(stage.context, [run.versionId])).get(run.versionId);
  assert.ok(graph !== undefined && history !== undefined);
  const told = analyseDefinition(graph, { history, percentile: 'P50' });
  assert.deepEqual([told.unknownSteps, told.levelCount], [2, 2]);

  const span = (await loadRunSpans(stage.context, [runId])).get(runId);
  assert.deepEqual(span?.until, run.finishedAt);
  const other = await bundle.tenant();
  assert.equal((await loadStepHistory(other, [run.workflowId])).get(run.workflowId)?.size, 0);
  assert.equal((await loadRunSpans(other, [runId])).size, 0);
});

test('versions of a workflow are compared by what they mean, and so is a text that is not published', async () => {
  const context = await bundle.tenant();
  await registerBuiltin(context, 'work', { name: 'noop' });
  const publish = async (definition: string) => valueOf(await publishWorkflow(context, { yaml: definition }));
  await publish('name: w\ntasks:\n  - { id: a, type: work }\n');
  await publish(
    'name: w # another text\ntasks:\n  - { id: b, type: work, dependencies: [a] }\n  - { id: a, type: work }\n',
  );
  const steps = async (more: { to?: number; yaml?: string }) =>
    valueOf(await diffVersions(context, { workflow: 'w', from: 1, ...more })).steps;
  assert.deepEqual(await steps({}), [{ name: 'b', change: 'ADDED', fields: [] }]);
  assert.deepEqual(await steps({ to: 1 }), []);
  assert.deepEqual(await steps({ yaml: 'name: w\ntasks: [{ id: a, type: unheard }]\n' }), [
    { name: 'a', change: 'CHANGED', fields: [{ field: 'type', change: 'CHANGED', before: 'work', after: 'unheard' }] },
  ]);
});

test('what cannot be compared is refused at its place', async () => {
  const context = await bundle.tenant();
  await registerBuiltin(context, 'work', { name: 'noop' });
  valueOf(await publishWorkflow(context, { yaml: 'name: w\ntasks: [{ id: a, type: work }]\n' }));
  const refusal = async (input: Partial<Parameters<typeof diffVersions>[1]>) => {
    const outcome = await diffVersions(context, { workflow: 'w', from: 1, ...input });
    return outcome.ok ? undefined : [outcome.refusals[0]?.code, outcome.refusals[0]?.path.join('.')];
  };
  assert.deepEqual(await refusal({ workflow: 'gone' }), ['UNKNOWN_WORKFLOW', 'workflow']);
  assert.deepEqual(await refusal({ from: 7 }), ['NOT_FOUND', 'from']);
  assert.deepEqual(await refusal({ to: 2 ** 31 - 1 }), ['NOT_FOUND', 'to']);
  assert.deepEqual(await refusal({ to: 1, yaml: 'name: w' }), ['BAD_INPUT', 'to']);
  assert.deepEqual(await refusal({ yaml: 'name: [' }), ['BAD_YAML', 'definition']);
  assert.deepEqual(await refusal({ yaml: 'name: w\ntasks: [{ id: a, type: work, dependencies: [b] }]\n' }), [
    'UNKNOWN_DEPENDENCY',
    'definition.tasks.0.dependencies.0',
  ]);
});
