// Two runs beside each other, as they are stored: their steps in the order of their slowdown, and what is refused.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { JsonObject } from '#domain/value/json.ts';
import { startRun } from '#engine/run/start-runs.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { driveRuns } from '#testing/runs/drive-run.ts';
import { openStage } from '#testing/stage.ts';
import { compareRuns, loadRunInputs } from './compare-runs.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

test('two runs of different versions are compared step by step, with what each was started with', async () => {
  const { context, worker: openWorker } = await openStage(bundle);
  const worker = await openWorker();
  const variables = { rows: { type: 'integer', default: 1 } };
  const tasks: JsonObject[] = [
    { id: 'fetch', type: 'noop' },
    { id: 'load', type: 'noop', dependencies: ['fetch'] },
  ];
  const definition = { name: 'nightly', variables, tasks };
  valueOf(await publishWorkflow(context, { definition }));
  const left = valueOf(await startRun(context, { workflow: 'nightly', variables: {} })).runId;
  await driveRuns(worker, () => null);
  const later = { ...definition, tasks: [...tasks, { id: 'tell', type: 'noop' }] };
  valueOf(await publishWorkflow(context, { definition: later }));
  const right = valueOf(await startRun(context, { workflow: 'nightly', variables: { rows: 7 } })).runId;
  await driveRuns(worker, () => null);
  // As if one step had taken ten seconds more.
  await bundle.owner.client.$executeRaw`
    update jobs set finished_at = finished_at + interval '10 seconds' where run_id = ${right}::uuid and step_key = 'load'`;

  const { steps } = valueOf(await compareRuns(context, { left, right }));
  assert.deepEqual(
    steps.map(({ stepKey }) => stepKey),
    ['load', 'fetch', 'tell'],
  );
  assert.ok((steps[0]?.differenceMs ?? 0) > 9_000);
  assert.deepEqual([steps[2]?.left, steps[2]?.right?.state], [null, 'SUCCEEDED']);
  const inputs = valueOf(await loadRunInputs(context, [left, right]));
  assert.deepEqual([inputs.get(left), inputs.get(right)], [{ rows: 1 }, { rows: 7 }]);
});

test('no run, a run of somebody else, the same run twice and runs of two workflows are refused', async () => {
  const stage = await openStage(bundle);
  const { context } = stage;
  const [left, right] = [await stage.run([{ id: 'a', type: 'noop' }]), await stage.run([{ id: 'a', type: 'noop' }])];
  const refusalOf = async (input: { left: string; right: string }, who = context) => {
    const answer = await compareRuns(who, input);
    return answer.ok ? undefined : [answer.refusals[0]?.code, answer.refusals[0]?.path[0]];
  };
  assert.deepEqual(await refusalOf({ left, right }), ['BAD_INPUT', 'right'], 'two workflows');
  assert.deepEqual(await refusalOf({ left, right: left }), ['BAD_INPUT', 'right']);
  assert.deepEqual(await refusalOf({ left, right }, await bundle.tenant()), ['NOT_FOUND', 'left']);
});
