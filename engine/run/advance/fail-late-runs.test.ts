import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { JsonObject } from '#domain/value/json.ts';
import { startRun } from '#engine/run/start-runs.ts';
import type { Context } from '#engine/store/context.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, registerBuiltin, valueOf } from '#testing/bundle.ts';
import { failLateRuns } from './fail-late-runs.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

/** A run whose one step nobody works on. */
async function startStanding(context: Context, limits: Record<string, string>): Promise<string> {
  await registerBuiltin(context, 'stand', { name: 'noop' });
  const tasks: JsonObject[] = [
    { id: 'first', type: 'stand' },
    { id: 'second', type: 'stand', dependencies: ['first'] },
  ];
  valueOf(await publishWorkflow(context, { definition: { name: 'standing', limits, tasks } }));
  return valueOf(await startRun(context, { workflow: 'standing' })).runId;
}

// The clock of a test database cannot be moved, so the deadline is.
async function passDeadline(runId: string): Promise<void> {
  await bundle.owner.client.run.updateMany({
    where: { id: runId, deadlineAt: { not: null } },
    data: { deadlineAt: new Date(Date.now() - 60_000) },
  });
}

async function read(runId: string) {
  const run = await bundle.owner.client.run.findFirstOrThrow({ where: { id: runId } });
  const jobs = await bundle.owner.client.job.findMany({ where: { runId }, orderBy: { step: 'asc' } });
  return { state: run.state, reasonCode: run.reasonCode, jobs: jobs.map((job) => job.state) };
}

test('a run that outlasts its maxExecutionTime fails, says so, and starts no further step', async () => {
  const runId = await startStanding(await bundle.tenant(), { maxExecutionTime: 'PT1H' });
  assert.equal((await read(runId)).state, 'RUNNING');
  await passDeadline(runId);
  assert.equal(await failLateRuns(bundle.worker), 1);
  const { state, reasonCode, jobs } = await read(runId);
  assert.deepEqual({ state, reasonCode }, { state: 'FAILED', reasonCode: 'EXECUTION_TIME' });
  assert.ok(!jobs.some((job) => job === 'PENDING' || job === 'RUNNING'), jobs.join());
  assert.equal(await failLateRuns(bundle.worker), 0);
});

test('a run within its time, or without a limit, is left alone', async () => {
  const context = await bundle.tenant();
  const unlimited = await startStanding(context, {});
  const early = await startStanding(context, { maxExecutionTime: 'PT1H' });
  await passDeadline(unlimited);
  assert.equal(await failLateRuns(bundle.worker), 0);
  assert.deepEqual([(await read(unlimited)).state, (await read(early)).state], ['RUNNING', 'RUNNING']);
});
