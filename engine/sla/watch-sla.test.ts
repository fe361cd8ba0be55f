// Every test has a database of its own, because the SLA watch looks at all tenants at once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '#engine/store/id.ts';
import { justNow } from '#testing/worlds/just-now.ts';
import { addTask, openScheduleWorld, type ScheduleWorld } from '#testing/worlds/schedule-world.ts';
import { watchSla } from './watch-sla.ts';

type Moments = { dueAgoMs: number; startedAgoMs?: number; finishedAgoMs?: number; slaAgoMs: number | null };

/** A job as the claim and the settle statements leave it, with its instants this long ago. */
async function addJob(world: ScheduleWorld, taskId: string, moments: Moments): Promise<string> {
  const version = await world.owner.client.taskVersion.findFirstOrThrow({ where: { taskId } });
  const now = Date.now();
  const ago = (ms: number | null | undefined) => (ms === undefined || ms === null ? null : new Date(now - ms));
  const id = newId();
  const workerId = newId();
  const isRunning = moments.startedAgoMs !== undefined && moments.finishedAgoMs === undefined;
  const state = moments.finishedAgoMs === undefined ? (isRunning ? 'RUNNING' : 'PENDING') : 'SUCCEEDED';
  await world.owner.client.job.create({
    data: {
      tenantId: world.tenantId,
      id,
      taskId,
      taskVersionId: version.id,
      queueId: version.queueId,
      state,
      priority: 0,
      maxAttempts: 3,
      attempt: isRunning ? 1 : 0,
      fence: isRunning ? 1 : 0,
      workerId: isRunning ? workerId : null,
      dueAt: new Date(now - moments.dueAgoMs),
      createdAt: new Date(now - moments.dueAgoMs),
      startedAt: ago(moments.startedAgoMs),
      finishedAt: ago(moments.finishedAgoMs),
      slaAt: ago(moments.slaAgoMs),
    },
  });
  return id;
}

async function alertsOf(world: ScheduleWorld, jobId: string): Promise<string[]> {
  const alerts = await world.owner.client.alert.findMany({ where: { jobId }, orderBy: { kind: 'asc' } });
  return alerts.map((alert) => `${alert.kind} ${alert.state}`);
}

async function eventsOf(world: ScheduleWorld): Promise<string[]> {
  const events = await world.owner.client.event.findMany({
    where: { type: { startsWith: 'alert.' } },
    orderBy: { id: 'asc' },
  });
  return events.map((event) => `${event.type} ${event.entityIds.length}`);
}

async function openWorld(t: Parameters<typeof openScheduleWorld>[0]) {
  const world = await openScheduleWorld(t);
  const taskId = await addTask(world, 'watched', { sla: { startBy: 'PT1M', maxDuration: 'PT1M' } });
  return { world, taskId };
}

test('G5 a job that does not start in time raises one alert, however often and by however many it is watched', async (t) => {
  const { world, taskId } = await openWorld(t);
  const late = await addJob(world, taskId, { dueAgoMs: 61_000, slaAgoMs: 1_000 });
  const inTime = await addJob(world, taskId, { dueAgoMs: 1_000, slaAgoMs: -59_000 });
  await Promise.all([1, 2, 3].map(() => watchSla(world.workerContext)));
  await world.owner.client.$executeRaw`update jobs set sla_at = ${justNow} where id = ${late}::uuid`;
  await Promise.all([1, 2, 3].map(() => watchSla(world.workerContext)));
  assert.deepEqual(await alertsOf(world, late), ['SLA_START_BY OPEN']);
  assert.deepEqual(await alertsOf(world, inTime), []);
  assert.deepEqual(await eventsOf(world), ['alert.raised 1']);
  const [alert] = await world.owner.client.alert.findMany();
  assert.match(alert?.message ?? '', /^watched: not started within 1 min of /);
  assert.equal(alert?.severity, 'WARNING');
});

test('G5 a job that runs too long raises one alert while it runs, and the alert resolves when the job settles', async (t) => {
  const { world, taskId } = await openWorld(t);
  const id = await addJob(world, taskId, { dueAgoMs: 100_000, startedAgoMs: 61_000, slaAgoMs: 1_000 });
  await watchSla(world.workerContext);
  assert.deepEqual(await alertsOf(world, id), ['SLA_MAX_DURATION OPEN']);
  await watchSla(world.workerContext);
  await world.owner.client.$executeRaw`update jobs set state = 'SUCCEEDED', worker_id = null, finished_at = now()`;
  await Promise.all([1, 2, 3].map(() => watchSla(world.workerContext)));
  assert.deepEqual(await alertsOf(world, id), ['SLA_MAX_DURATION RESOLVED']);
  assert.deepEqual(await eventsOf(world), ['alert.raised 1', 'alert.resolved 1']);
});

test('G5 a job that started late and then runs too long raises both alerts, each at its time', async (t) => {
  const { world, taskId } = await openWorld(t);
  const id = await addJob(world, taskId, { dueAgoMs: 100_000, startedAgoMs: 10_000, slaAgoMs: 40_000 });
  await watchSla(world.workerContext);
  assert.deepEqual(
    await alertsOf(world, id),
    ['SLA_START_BY RESOLVED'],
    'it has started, so nothing is left to do about that',
  );
  const { slaAt, startedAt } = await world.owner.client.job.findFirstOrThrow({ where: { id } });
  assert.ok(
    slaAt !== null && startedAt !== null && slaAt.getTime() >= startedAt.getTime() + 60_000,
    'the watch looks again at the next limit',
  );
  await world.owner.client
    .$executeRaw`update jobs set started_at = started_at - interval '1 minute', sla_at = ${justNow}`;
  await watchSla(world.workerContext);
  assert.deepEqual(await alertsOf(world, id), ['SLA_MAX_DURATION OPEN', 'SLA_START_BY RESOLVED']);
});

test('G5 a breach is told about also when the job settled before the watch looked', async (t) => {
  const { world, taskId } = await openWorld(t);
  const broken = await addJob(world, taskId, {
    dueAgoMs: 200_000,
    startedAgoMs: 199_000,
    finishedAgoMs: 100_000,
    slaAgoMs: 139_000,
  });
  const kept = await addJob(world, taskId, {
    dueAgoMs: 200_000,
    startedAgoMs: 199_000,
    finishedAgoMs: 198_000,
    slaAgoMs: 139_000,
  });
  await watchSla(world.workerContext);
  await watchSla(world.workerContext);
  assert.deepEqual(await alertsOf(world, broken), ['SLA_MAX_DURATION RESOLVED']);
  assert.deepEqual(await alertsOf(world, kept), []);
  assert.equal(await world.owner.client.job.count({ where: { slaAt: { not: null } } }), 0);
});

test('an alert of a job that is over is found behind any number of open ones', async (t) => {
  const { world, taskId } = await openWorld(t);
  const id = await addJob(world, taskId, { dueAgoMs: 61_000, slaAgoMs: 1_000 });
  await world.owner.client.$executeRaw`
    insert into jobs (tenant_id, id, queue_id, task_id, task_version_id, state, priority, max_attempts, due_at, created_at, sla_at, event_ids)
    select tenant_id, uuidv7(), queue_id, task_id, task_version_id, state, priority, max_attempts, due_at, created_at, sla_at, '{}'
    from jobs, generate_series(1, 2500)`;
  let cursor = null;
  for (let look = 0; look < 4; look += 1) await watchSla(world.workerContext);
  assert.equal(await world.owner.client.alert.count({ where: { state: 'OPEN' } }), 2_501);
  await world.owner.client
    .$executeRaw`update jobs set state = 'CANCELLED', finished_at = now() where id <> ${id}::uuid`;
  await world.owner.client
    .$executeRaw`update jobs set state = 'PENDING', finished_at = null where id in (select id from jobs order by id limit 1500)`;
  for (let look = 0; look < 4; look += 1) ({ cursor } = await watchSla(world.workerContext, cursor));
  assert.equal(await world.owner.client.alert.count({ where: { state: 'OPEN' } }), 1_500);
});
