import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RunFilter } from '#domain/run/run-filter.ts';
import type { Json } from '#domain/value/json.ts';
import { listAlerts } from '#engine/alert/list-alerts.ts';
import { createSchedule } from '#engine/schedule/create-schedules.ts';
import { getSchedule, listSchedules, listTicks, loadLatestTicks } from '#engine/schedule/list-schedules.ts';
import type { Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import {
  getWorkflow,
  getWorkflowVersion,
  listWorkflows,
  loadLatestVersions,
  loadWorkflowTexts,
} from '#engine/workflow/list-workflows.ts';
import { loadGraphs } from '#engine/workflow/load-graphs.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, registerBuiltin, valueOf } from '#testing/bundle.ts';
import { openStage } from '#testing/stage.ts';
import { succeeded } from '#testing/worker/worker-by-hand.ts';
import { cancelRun } from './cancel-run.ts';
import { getRun, loadRunSteps, loadRunVariables, loadStepProgress } from './get-run.ts';
import { listRuns } from './list-runs.ts';
import { countOpenRuns } from './of-workflows/count-open-runs.ts';
import { startRun } from './start-runs.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(async () => {
  await bundle.close();
});

/** A tenant with the workflow `release`: lint and test, then deploy when both are done. */
async function tenant(): Promise<{ context: Context; workflowId: string }> {
  const context = await bundle.tenant();
  await registerBuiltin(context, 'work', { name: 'noop' });
  const definition: Json = {
    name: 'release',
    description: 'Ships it',
    variables: { target: { type: 'string', default: 'west' } },
    tasks: [
      { id: 'lint', type: 'work' },
      { id: 'test', type: 'work' },
      { id: 'deploy', type: 'work', dependencies: ['lint', 'test'] },
    ],
  };
  const { workflowId } = valueOf(await publishWorkflow(context, { definition }));
  return { context, workflowId };
}

async function start(context: Context): Promise<string> {
  return valueOf(await startRun(context, { workflow: 'release' })).runId;
}

test('a run shows every step: those with a job, and those that wait for others by name', async () => {
  const { context } = await tenant();
  const id = await start(context);
  assert.equal(valueOf(await getRun(context, { id }))?.run.state, 'RUNNING');
  const steps = (await loadRunSteps(context, [id])).get(id) ?? [];
  assert.deepEqual(
    steps.map((step) => [step.stepKey, step.state, step.job?.stepKey ?? null, step.reason?.code]),
    [
      ['lint', 'PENDING', 'lint', 'NO_WORKER'],
      ['test', 'PENDING', 'test', 'NO_WORKER'],
      ['deploy', 'PENDING', null, 'DEPENDENCY'],
    ],
  );
  assert.equal(steps[2]?.reason?.message, 'waits for lint, test');
  assert.deepEqual(valueOf(await loadRunVariables(context, [id])).get(id), { target: 'west' });
});

test('a cancelled run says of every step what became of it', async () => {
  const { context } = await tenant();
  const id = await start(context);
  valueOf(await cancelRun(context, { id }));
  const steps = (await loadRunSteps(context, [id])).get(id) ?? [];
  assert.deepEqual(
    steps.map((step) => step.state),
    ['CANCELLED', 'CANCELLED', 'SKIPPED'],
  );
  assert.ok(steps.every((step) => step.finishedAt !== null || step.job === null));
});

test('a version tells how many runs are on it that have not ended, and which of its steps are drawn together', async () => {
  const { context } = await tenant();
  const other = await tenant();
  const first = valueOf(await getRun(context, { id: await start(context) }))?.run.versionId ?? '';
  const ended = await start(context);
  await start(other.context);
  valueOf(await cancelRun(context, { id: ended }));
  const layout = { groups: [{ name: 'Before', steps: ['lint', 'test'] }] };
  const tasks = ['lint', 'test'].map((id) => ({ id, type: 'work' }));
  const next = valueOf(await publishWorkflow(context, { definition: { name: 'release', tasks, layout } })).versionId;
  await start(context);
  await start(context);
  const counts = await countOpenRuns(context, [first, next]);
  assert.deepEqual([counts.get(first), counts.get(next)], [1, 2]);
  assert.equal((await countOpenRuns(other.context, [first])).size, 0);
  const graphs = await loadGraphs(context, [first, next]);
  assert.deepEqual(graphs.get(first)?.groups, []);
  assert.deepEqual(graphs.get(next)?.groups, [{ name: 'Before', steps: ['lint', 'test'], colour: 'grey' }]);
});

test('a run of another tenant is not found', async () => {
  const { context } = await tenant();
  const { context: other } = await tenant();
  const id = await start(other);
  assert.deepEqual(await getRun(context, { id }), await getRun(context, { id: newId() }));
  assert.equal((await loadRunSteps(context, [id])).size, 0);
});

test('runs are listed by state, workflow and time, and by a query', async () => {
  const { context } = await tenant();
  const [first = '', second = ''] = [await start(context), await start(context)];
  valueOf(await cancelRun(context, { id: first }));
  const idsOf = async (filter: RunFilter) => valueOf(await listRuns(context, { filter })).nodes.map((run) => run.id);
  assert.deepEqual(await idsOf({}), [second, first]);
  assert.deepEqual(await idsOf({ states: ['CANCELLED'] }), [first]);
  assert.deepEqual(await idsOf({ states: ['RUNNING', 'FAILED'] }), [second]);
  assert.deepEqual(await idsOf({ states: ['RUNNING', 'CANCELLED', 'SUCCEEDED'] }), [second, first]);
  assert.deepEqual(await idsOf({ workflow: 'release', states: ['CANCELLED'] }), [first]);
  assert.deepEqual(await idsOf({ workflow: 'nothing' }), []);
  assert.deepEqual(await idsOf({ ids: [first, newId()], states: ['CANCELLED'] }), [first]);
  assert.deepEqual(await idsOf({ ids: [] }), []);
  assert.deepEqual(await idsOf({ startedBefore: new Date(0) }), []);
  assert.deepEqual(await idsOf({ query: 'state:running rele started:>-1h' }), [second]);
  const page = valueOf(await listRuns(context, { first: 1 }));
  assert.deepEqual([page.totalCount, page.totalCountExact, page.hasNextPage], [2, true, true]);
  const rest = valueOf(await listRuns(context, { first: 1, after: page.endCursor }));
  assert.deepEqual([rest.nodes[0]?.id, rest.hasNextPage], [first, false]);
  const refused = await listRuns(context, { filter: { query: 'label:a=b' } });
  assert.equal(refused.ok ? '' : refused.refusals[0]?.path.join('.'), 'filter.query');
});

test('a run tells how many of its steps have settled, however they did', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([
    { id: 'one', type: 'noop' },
    { id: 'two', type: 'noop' },
    { id: 'never', type: 'noop', dependencies: [{ task: 'one', on: 'failure' }] },
  ]);
  const progress = async () => (await loadStepProgress(stage.context, [runId, newId()])).get(runId);
  assert.deepEqual(await progress(), { settled: 0, total: 3 });
  const worker = await stage.worker();
  const [first] = await worker.claim({ slots: 1 });
  assert.ok(first !== undefined);
  assert.deepEqual(await progress(), { settled: 0, total: 3 });
  await worker.settle([succeeded(first)]);
  assert.deepEqual(await progress(), { settled: 2, total: 3 }, 'the step that is skipped for it has settled as well');
  valueOf(await cancelRun(stage.context, { id: runId }));
  assert.deepEqual(await progress(), { settled: 3, total: 3 });
  const other = await bundle.tenant();
  assert.equal((await loadStepProgress(other, [runId])).size, 0);
});

test('a graph tells the conditions of its steps and of its edges, as they were written', async () => {
  const context = await bundle.tenant();
  await registerBuiltin(context, 'work', { name: 'noop' });
  const definition: Json = {
    name: 'guarded',
    variables: { coverage: { type: 'number', default: 90 } },
    tasks: [
      { id: 'test', type: 'work' },
      { id: 'deploy', type: 'work', condition: 'vars.coverage > 80%', dependencies: ['test'] },
      { id: 'tell', type: 'work', dependencies: [{ task: 'test', on: 'completion', condition: 'vars.coverage < 50' }] },
    ],
  };
  const { versionId } = valueOf(await publishWorkflow(context, { definition }));
  const graph = (await loadGraphs(context, [versionId])).get(versionId);
  assert.deepEqual(
    graph?.nodes.map(({ condition }) => condition),
    [null, 'vars.coverage > 80%', null],
  );
  assert.deepEqual(
    graph?.edges.map(({ to, condition }) => [to, condition]),
    [
      ['deploy', null],
      ['tell', 'vars.coverage < 50'],
    ],
  );
});

test('a workflow is found by name, its versions by number, and their texts on their own', async () => {
  const { context, workflowId } = await tenant();
  assert.equal(valueOf(await getWorkflow(context, { name: 'release' }))?.id, workflowId);
  assert.deepEqual(
    valueOf(await listWorkflows(context, {})).nodes.map((workflow) => workflow.name),
    ['release'],
  );
  const version = valueOf(await getWorkflowVersion(context, { workflowId, number: 1 }));
  assert.deepEqual([version?.number, version?.stepCount], [1, 3]);
  assert.equal(valueOf(await getWorkflowVersion(context, { workflowId, number: 2 })), undefined);
  assert.equal((await loadLatestVersions(context, [workflowId])).get(workflowId)?.id, version?.id);
  const texts = valueOf(await loadWorkflowTexts(context, [version?.id ?? '']));
  assert.equal(texts.get(version?.id ?? '')?.definition.name, 'release');
});

test('a schedule is found by its target and its name, with an empty history at first', async () => {
  const { context } = await tenant();
  const made = valueOf(
    await createSchedule(context, { name: 'Every night', cron: '0 3 * * *', target: { workflow: 'release' } }),
  );
  const id = made.id;
  const namesOf = async (filter: Parameters<typeof listSchedules>[1]['filter']) =>
    valueOf(await listSchedules(context, { filter: filter ?? null })).nodes.map((schedule) => schedule.name);
  assert.deepEqual(await namesOf({}), ['Every night']);
  assert.deepEqual(await namesOf({ workflow: 'release', states: ['ACTIVE'], query: 'NIGHT' }), ['Every night']);
  assert.deepEqual(await namesOf({ task: 'nothing' }), []);
  assert.deepEqual(await namesOf({ task: 'work' }), []);
  assert.deepEqual(valueOf(await getSchedule(context, { id }))?.catchUp.policy, 'NONE');
  assert.deepEqual(valueOf(await listTicks(context, { scheduleId: id })).nodes, []);
  assert.deepEqual((await loadLatestTicks(context, [id], 5)).get(id), []);
  assert.deepEqual(valueOf(await listAlerts(context, { states: ['OPEN'] })).nodes, []);
});
