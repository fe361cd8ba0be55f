// The demo as a stranger meets it: the seeded tenant, the real plugin runtime beside it, a worker, and what is seen.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { isJsonObject } from '#domain/value/json.ts';
import { eventCursorNow } from '#engine/event/read-events.ts';
import type { Context } from '#engine/store/context.ts';
import { freePort } from '#scripts/free-port.ts';
import { prepare } from '#scripts/start/prepare.ts';
import { type Bundle, openBundle } from '#testing/bundle.ts';
import { findDemo } from './demo.ts';

let bundle: Bundle;
let runtime: ChildProcess;
let demo: Context;
let start: string;

before(async () => {
  bundle = await openBundle();
  const port = await freePort();
  runtime = spawn(process.execPath, [join(import.meta.dirname, 'demo-runtime.ts')], {
    env: { ...process.env, DATABASE_URL: bundle.ownerUrl, DEMO_RUNTIME_PORT: String(port) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(runtime, 'message');
  start = await eventCursorNow(bundle.web.client);
  await prepare(bundle.ownerUrl, { demo: { port, runtimeUrl: `http://127.0.0.1:${port}`, hasMoved: true } });
  const found = await findDemo(bundle.web, bundle.hints);
  assert.ok(found !== undefined);
  demo = found;
  await bundle.startWorker({ outboundAllow: [`127.0.0.1:${port}`] });
});

after(async () => {
  await bundle.close();
  const ended = once(runtime, 'exit');
  runtime.kill('SIGTERM');
  await ended;
});

/** The run of a workflow that was started with these variables. */
async function findRun(workflow: string, variables: object) {
  const runs = await bundle.owner.client.run.findMany({ where: { tenantId: demo.tenantId } });
  const { id } = await bundle.owner.client.workflow.findFirstOrThrow({ where: { name: workflow } });
  const fits = (inputs: unknown) =>
    isJsonObject(inputs) && Object.entries(variables).every(([name, value]) => inputs[name] === value);
  const run = runs.find((one) => one.workflowId === id && fits(one.inputs));
  assert.ok(run !== undefined, `there is a run of ${workflow}`);
  return run;
}

async function stepStates(runId: string): Promise<Record<string, string>> {
  const jobs = await bundle.owner.client.job.findMany({ where: { runId } });
  return Object.fromEntries(jobs.map((job) => [job.stepKey ?? '', job.state]));
}

test('the care of the database finds it large for the bound of the first run, advises, and has nothing to vacuum', async () => {
  const run = await findRun('database-care', { databaseBytesMax: 1_000_000 });
  await bundle.next(demo, (event) => event.entityId === run.id && event.to === 'SUCCEEDED', start);
  assert.deepEqual(await stepStates(run.id), {
    sizes: 'SUCCEEDED',
    'dead-rows': 'SUCCEEDED',
    'oldest-transaction': 'SUCCEEDED',
    connections: 'SUCCEEDED',
    integrity: 'SUCCEEDED',
    'advise-on-size': 'SUCCEEDED',
    'advise-on-dead-rows': 'SKIPPED',
    vacuum: 'SKIPPED',
    'dead-rows-after': 'SKIPPED',
    'all-well': 'SKIPPED',
  });
});

test('a run fails at the step whose error may not be retried', async () => {
  const run = await findRun('partner-import', {});
  await bundle.next(demo, (event) => event.entityId === run.id && event.to === 'FAILED', start);
  assert.deepEqual(await stepStates(run.id), {
    'fetch-file': 'SUCCEEDED',
    'check-file': 'FAILED',
    'load-orders': 'SKIPPED',
  });
});

test('a release waits for the person who lets it go', async () => {
  const run = await findRun('release-train', {});
  await bundle.next(demo, (event) => event.runId === run.id && event.type === 'step.waiting', start);
  const wait = await bundle.owner.client.runStep.findFirstOrThrow({ where: { runId: run.id } });
  assert.equal(wait.stepKey, 'approve');
  assert.equal(wait.state, 'PENDING');
});

test('one job dies after its last attempt, one succeeds on its second, and one is slow', async () => {
  await bundle.next(demo, (event) => event.type === 'job.dead' && event.runId === null, start);
  await bundle.next(demo, (event) => event.to === 'SUCCEEDED' && event.attempt === 2 && event.runId === null, start);
  const tasks = await bundle.owner.client.task.findMany({ where: { tenantId: demo.tenantId } });
  const stateOf = async (name: string) => {
    const taskId = tasks.find((task) => task.name === name)?.id ?? '';
    const job = await bundle.owner.client.job.findFirstOrThrow({ where: { taskId, runId: null } });
    return job.state;
  };
  assert.deepEqual(
    await Promise.all(['rehearse-dead-partner', 'rehearse-fault', 'rehearse-slow-report'].map(stateOf)),
    ['DEAD', 'SUCCEEDED', 'RUNNING'],
  );
});

test('the queue billing lets two jobs run and holds the others', async () => {
  const queue = await bundle.owner.client.queue.findFirstOrThrow({
    where: { tenantId: demo.tenantId, name: 'billing' },
  });
  const jobs = await bundle.owner.client.job.findMany({ where: { queueId: queue.id } });
  assert.equal(jobs.length, 6);
  assert.ok(jobs.filter((job) => job.state === 'RUNNING').length <= 2);
});
