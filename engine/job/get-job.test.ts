import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { after, before, test } from 'node:test';
import { permissionsOf } from '#domain/access/permissions.ts';
import { loadAttempts } from '#engine/attempt/load-attempts.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import type { Context } from '#engine/store/context.ts';
import { loadJobReasons } from '#engine/wait/load-job-reasons.ts';
import { listWorkers } from '#engine/worker/list-workers.ts';
import { type Bundle, openBundle, registerBuiltin, valueOf } from '#testing/bundle.ts';
import { enqueueJobs } from './enqueue-jobs.ts';
import { getJob } from './get-job.ts';
import { listJobs } from './list-jobs.ts';
import { loadJobPayloads } from './load-jobs.ts';
import { loadTransitions } from './load-transitions.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(async () => {
  await bundle.close();
});

async function enqueueOne(
  context: Context,
  task: string,
  more: { queue?: string; delay?: string } = {},
): Promise<string> {
  const { jobs } = valueOf(await enqueueJobs(context, { jobs: [{ task, ...more }] }));
  return jobs[0]?.id ?? '';
}

async function reasonOf(context: Context, id: string) {
  const job = valueOf(await getJob(context, { id }));
  assert.ok(job !== undefined);
  return (await loadJobReasons(context, [job])).get(id);
}

test('a waiting job says what it waits for', async () => {
  const context = await bundle.tenant();
  await registerBuiltin(context, 'report', { name: 'noop' });
  const id = await enqueueOne(context, 'report');
  assert.equal((await reasonOf(context, id))?.code, 'NO_WORKER');
  valueOf(await upsertQueue(context, { name: 'default', concurrency: 0 }));
  assert.deepEqual(await reasonOf(context, id), {
    code: 'QUEUE_LIMIT',
    message: 'the queue "default" runs 0 of at most 0 jobs',
  });
  valueOf(await upsertQueue(context, { name: 'default', paused: true }));
  assert.equal((await reasonOf(context, id))?.code, 'QUEUE_PAUSED');
  assert.equal((await reasonOf(context, await enqueueOne(context, 'report', { delay: 'PT1H' })))?.code, 'NOT_DUE');
});

test('a tenant that may run nothing says so', async () => {
  const context = await bundle.tenant({ limits: { maxRunningJobs: 0 } });
  await registerBuiltin(context, 'report', { name: 'noop' });
  const reason = await reasonOf(context, await enqueueOne(context, 'report'));
  assert.deepEqual(reason, { code: 'TENANT_LIMIT', message: 'the tenant runs 0 of at most 0 jobs' });
});

test('a tenant sees of the workers what concerns its own work, and nothing of machines and other tenants', async () => {
  const [context, other] = [await bundle.tenant(), await bundle.tenant()];
  for (const each of [context, other]) {
    await registerBuiltin(each, 'slow', { name: 'sleep', options: { ms: 60_000 } });
    valueOf(await upsertQueue(each, { name: 'shared' }));
  }
  valueOf(await upsertQueue(other, { name: 'secret' }));
  const secret = await bundle.startWorker({ queues: ['secret'] });
  const both = await bundle.startWorker({ queues: ['secret', 'shared'] });
  const { eventCursor } = valueOf(await listJobs(context, {}));
  const jobs = [1, 2, 3].map(() => ({ task: 'slow', queue: 'shared' }));
  valueOf(await enqueueJobs(other, { jobs }));
  const [own] = valueOf(await enqueueJobs(context, { jobs: jobs.slice(0, 1) })).jobs;
  await bundle.next(context, (event) => event.type === 'job.started' && event.entityId === own?.id, eventCursor);
  const seen = valueOf(await listWorkers(context));
  assert.deepEqual(
    seen.map(({ id, name, queues, running }) => ({ id, name, queues, running })),
    [{ id: both.workerId(), name: `worker ${both.workerId().slice(-6)}`, queues: ['shared'], running: 1 }],
  );
  assert.ok(!JSON.stringify(seen).includes(hostname()));
  assert.ok(valueOf(await listWorkers(other)).some(({ id }) => id === secret.workerId()));
  await Promise.all([secret.stop(0), both.stop(0)]);
});

test('a job tells every attempt and every transition, with who did it', async () => {
  const context = await bundle.tenant();
  await registerBuiltin(
    context,
    'flaky',
    { name: 'fail', options: { times: 1, message: 'not yet' } },
    { retry: { maxAttempts: 3, baseDelay: 'PT0.01S' } },
  );
  const { eventCursor } = valueOf(await listJobs(context, {}));
  await bundle.startWorker();
  const id = await enqueueOne(context, 'flaky');
  await bundle.next(context, (event) => event.type === 'job.succeeded' && event.entityId === id, eventCursor);
  const job = valueOf(await getJob(context, { id }));
  assert.ok(job !== undefined);
  assert.deepEqual([job.state, job.attempt], ['SUCCEEDED', 2]);
  const attempts = valueOf(await loadAttempts(context, [job])).get(id) ?? [];
  assert.deepEqual(
    attempts.map(({ number, state }) => [number, state]),
    [
      [1, 'FAILED'],
      [2, 'SUCCEEDED'],
    ],
  );
  assert.match(JSON.stringify(attempts[0]?.error), /not yet/);
  const [first] = valueOf(await listWorkers(context));
  assert.deepEqual(
    attempts.map((attempt) => attempt.worker),
    [first?.name, first?.name],
  );
  // The platform sees which process on which machine it was, and everything that it holds.
  const platform: Context = {
    ...context,
    actor: { ...context.actor, role: 'PLATFORM_ADMIN', permissions: permissionsOf('PLATFORM_ADMIN') },
  };
  const [seen] = valueOf(await listWorkers(platform));
  assert.equal(seen?.name, `${hostname()}:${process.pid}`);
  assert.equal(valueOf(await loadAttempts(platform, [job])).get(id)?.[0]?.worker, seen?.name);
  assert.equal(first?.name, `worker ${seen?.id.slice(-6)}`);
  const transitions = (await loadTransitions(context, [job])).get(id) ?? [];
  assert.deepEqual(
    transitions.map(({ from, to }) => [from, to]),
    [
      [null, 'PENDING'],
      ['PENDING', 'RUNNING'],
      ['RUNNING', 'SCHEDULED'],
      ['SCHEDULED', 'RUNNING'],
      ['RUNNING', 'SUCCEEDED'],
    ],
  );
  assert.equal(transitions[0]?.actor, 'system:test');
  assert.deepEqual(valueOf(await loadJobPayloads(context, [id])).get(id)?.result, { attempt: 2 });
  assert.equal(await reasonOf(context, id), null);
});
