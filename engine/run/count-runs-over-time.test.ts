import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runStates } from '#domain/machines.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { cancelRun } from './cancel-run.ts';
import { countRunsOverTime } from './count-runs-over-time.ts';
import { pauseRun } from './pause-run.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const hourMs = 3_600_000;

async function said({ context }: Stage, query: string): Promise<string[]> {
  const fromMs = Date.now() - 3.25 * hourMs;
  const window = { from: new Date(fromMs), to: new Date(fromMs + 4 * hourMs), buckets: 4 };
  const { buckets } = valueOf(await countRunsOverTime(context, { ...window, filter: { query } }));
  return buckets.map(({ states }) => states.map(({ state, count }) => `${state} ${count}`).join(', '));
}

/** Copies of a run that began an hour and a half earlier, one in each state. */
async function storeEarlier(id: string): Promise<void> {
  for (const state of runStates) {
    await bundle.owner.client.$executeRaw`
      insert into runs (tenant_id, id, workflow_id, version_id, state, inputs, variables, progress, started_at, finished_at, started_by)
      select tenant_id, uuidv7(interval '-90 minutes'), workflow_id, version_id, ${state}::run_state, inputs, variables, progress,
        now() - interval '90 minutes', case when ${state} not in ('RUNNING', 'PAUSED') then now() end, started_by
      from runs
      where id = ${id}::uuid`;
  }
}

test('runs stand in the bucket of their start, by the state they are in now', async () => {
  const [stage, other] = [await openStage(bundle), await openStage(bundle)];
  const tasks = [{ id: 'only', type: 'noop' }];
  await other.run(tasks);
  const [first, second] = [await stage.run(tasks), await stage.run(tasks)];
  await stage.run(tasks);
  valueOf(await cancelRun(stage.context, { id: first }));
  valueOf(await pauseRun(stage.context, { id: second }));
  await storeEarlier(first);
  const oneEach = runStates.map((state) => `${state} 1`).join(', ');
  assert.deepEqual(await said(stage, ''), ['', oneEach, '', 'RUNNING 1, PAUSED 1, CANCELLED 1']);
  assert.deepEqual(await said(stage, 'state:succeeded,failed'), ['', 'SUCCEEDED 1, FAILED 1', '', '']);
  assert.deepEqual(await said(stage, 'state:paused'), ['', 'PAUSED 1', '', 'PAUSED 1']);
  assert.deepEqual(await said(stage, 'started:>-1h state:cancelled'), ['', '', '', 'CANCELLED 1']);
  assert.deepEqual(await said(stage, `run_${second}`), ['', '', '', 'PAUSED 1']);
  assert.deepEqual(await said(stage, 'workflow:nobody'), ['', '', '', '']);
  assert.deepEqual(await said(stage, 'finished:>-1h'), ['', 'SUCCEEDED 1, FAILED 1, CANCELLED 1', '', 'CANCELLED 1']);
  const { workflowId } = await bundle.owner.client.run.findFirstOrThrow({ where: { id: first } });
  const { name } = await bundle.owner.client.workflow.findFirstOrThrow({ where: { id: workflowId } });
  assert.deepEqual(await said(stage, `workflow:"${name}"`), ['', oneEach, '', 'CANCELLED 1']);
});

test('a window of runs that cannot be told is refused', async () => {
  const { context } = await openStage(bundle);
  const outcome = await countRunsOverTime(context, { from: new Date(0), to: new Date(1), buckets: 1_000 });
  assert.deepEqual(outcome.ok ? [] : outcome.refusals.map(({ code }) => code), ['BAD_INPUT']);
});
