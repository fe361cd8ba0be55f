// Every test has a database of its own, because a planner works for all tenants at once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import { timetableBounds } from '#domain/bounds/timetable.ts';
import { pauseSchedules } from '#engine/schedule/pause-schedules.ts';
import { triggerSchedule } from '#engine/schedule/trigger-schedule.ts';
import { updateSchedule } from '#engine/schedule/update-schedule.ts';
import { isConnectionFault } from '#engine/store/faults.ts';
import {
  accepted,
  addSchedule,
  addTask,
  makeDue,
  openScheduleWorld,
  type ScheduleWorld,
} from '#testing/worlds/schedule-world.ts';
import { planDueSchedules } from './plan-due-schedules.ts';

const minuteMs = 60_000;

type TickRow = {
  scheduleId: string;
  scheduledFor: Date;
  outcome: string;
  reasonCode: string | null;
  jobId: string | null;
  manual: boolean;
};

async function ticksOf(world: ScheduleWorld, scheduleId?: string): Promise<TickRow[]> {
  return await world.owner.client.tick.findMany({
    where: scheduleId === undefined ? {} : { scheduleId },
    orderBy: [{ scheduledFor: 'asc' }, { scheduleId: 'asc' }],
  });
}

async function outcomesOf(world: ScheduleWorld, scheduleId: string): Promise<string[]> {
  return (await ticksOf(world, scheduleId)).map((tick) => `${tick.outcome} ${tick.reasonCode ?? ''}`.trim());
}

async function planAll(world: ScheduleWorld): Promise<number> {
  let planned = 0;
  for (let pass = 0; pass < 200; pass += 1) {
    const { planned: more } = await planDueSchedules(world.workerContext);
    if (more === 0) return planned;
    planned += more;
  }
  throw new Error('the planner finds no end');
}

/** One job per fired tick and one fired tick per job, each naming the other. */
async function assertExactlyOnce(world: ScheduleWorld): Promise<{ fired: number }> {
  const [row] = await world.owner.client.$queryRaw<{ jobs: number; fired: number; matched: number; logged: number }[]>`
    select (select count(*)::int from jobs) as jobs,
      (select count(*)::int from ticks where outcome = 'FIRED') as fired,
      (select count(*)::int from ticks t join jobs j on j.id = t.job_id and j.schedule_id = t.schedule_id) as matched,
      (select coalesce(sum(cardinality(entity_ids)), 0)::int from events where type = 'schedule.ticked' and to_state = 'FIRED') as logged`;
  assert.ok(row !== undefined);
  assert.deepEqual([row.jobs, row.matched, row.logged], [row.fired, row.fired, row.fired]);
  return { fired: row.fired };
}

async function addMany(world: ScheduleWorld, count: number): Promise<string[]> {
  const id = await addSchedule(world);
  await world.owner.client.$executeRaw`
    insert into schedules (tenant_id, id, name, cron, time_zone, task_id, next_at, created_by, overlap)
    select tenant_id, uuidv7(), 'copy ' || n, cron, time_zone, task_id, next_at, created_by, 'ALLOW_ALL'
    from schedules, generate_series(1, ${count - 1}) n
    where id = ${id}::uuid`;
  return (await world.owner.client.schedule.findMany({ select: { id: true } })).map((row) => row.id);
}

test('G5 a due schedule makes one job for its instant and learns the next one', async (t) => {
  const world = await openScheduleWorld(t);
  const id = await addSchedule(world, { params: { region: 'north' } });
  assert.equal(await planAll(world), 0, 'nothing is due before the first instant');
  await makeDue(world, [id], 0);
  const pass = await planDueSchedules(world.workerContext);
  const [tick] = await ticksOf(world, id);
  assert.ok(tick !== undefined);
  assert.equal(pass.planned, 1);
  assert.match(pass.nextDueAt?.toISOString() ?? '', /-01-01T00:00:00.000Z$/);
  assert.ok(pass.nextDueInMs !== null && pass.nextDueInMs > 0);
  const job = await world.owner.client.job.findFirstOrThrow({ where: { id: tick.jobId ?? '' } });
  assert.deepEqual(
    [job.state, job.params, job.scheduleId, job.dueAt, job.correlationId],
    ['PENDING', { region: 'north' }, id, tick.scheduledFor, `sch_${id}@${tick.scheduledFor.toISOString()}`],
  );
  assert.equal(await planAll(world), 0);
  await assertExactlyOnce(world);
});

test('G5 two planners at once over 200 schedules make every tick exactly once, also when the same instants come due again', async (t) => {
  const world = await openScheduleWorld(t);
  const ids = await addMany(world, 200);
  for (let round = 0; round < 20; round += 1) {
    // Every second round goes back to instants that have their tick already: as after a restored backup.
    await makeDue(world, ids, round % 2 === 0 ? (20 - round) * minuteMs : (21 - round) * minuteMs);
    await world.owner.client
      .$executeRaw`update schedules set catch_up = 'LAST', catch_up_window_ms = 86400000, overlap = 'ALLOW_ALL'`;
    await Promise.all([1, 2, 3].map(() => planDueSchedules(world.workerContext, { schedulesMax: 70 })));
    await planAll(world);
  }
  await assertExactlyOnce(world);
  const perInstant = new Map<number, number>();
  for (const tick of await ticksOf(world))
    perInstant.set(tick.scheduledFor.getTime(), (perInstant.get(tick.scheduledFor.getTime()) ?? 0) + 1);
  assert.ok(
    [...perInstant.values()].every((count) => count === 200),
    'no instant is missing for any schedule',
  );
});

test('G5 a schedule that skips records SKIPPED with its reason while earlier work is open, and fires again when it has settled', async (t) => {
  const world = await openScheduleWorld(t);
  const id = await addSchedule(world);
  const planAnother = async () => {
    await world.owner.client.$executeRaw`update ticks set scheduled_for = scheduled_for - interval '1 hour'`;
    await makeDue(world, [id], 0);
    await planAll(world);
  };
  await planAnother();
  await planAnother();
  await world.owner.client.$executeRaw`update jobs set state = 'SUCCEEDED', finished_at = now()`;
  await planAnother();
  assert.deepEqual(await outcomesOf(world, id), ['FIRED', 'SKIPPED OVERLAP', 'FIRED']);
  await assertExactlyOnce(world);
});

test('G5 a schedule that allows overlap fires beside its open work', async (t) => {
  const world = await openScheduleWorld(t);
  const id = await addSchedule(world, { overlap: 'ALLOW_ALL' });
  for (let round = 0; round < 2; round += 1) {
    await makeDue(world, [id], 0);
    await planAll(world);
    await world.owner.client.$executeRaw`update ticks set scheduled_for = scheduled_for - interval '1 hour'`;
  }
  assert.deepEqual(await outcomesOf(world, id), ['FIRED', 'FIRED']);
  assert.equal(await world.owner.client.job.count({ where: { state: 'PENDING' } }), 2);
});

test('G5 after an outage every missed instant is recorded, and only a schedule that catches up the last one fires it', async (t) => {
  const world = await openScheduleWorld(t);
  // Half an hour from now and half an hour ago, whatever the time: no instant comes due while the test runs.
  const cron = `${new Date(Date.now() + 30 * minuteMs).getUTCMinutes()} * * * *`;
  const none = await addSchedule(world, { cron });
  const last = await addSchedule(world, { cron, catchUp: { policy: 'LAST', window: 'PT2H' } });
  await world.owner.client.$executeRaw`update schedules set next_at = next_at - interval '5 hours'`;
  await planAll(world);
  assert.deepEqual(
    await outcomesOf(world, none),
    Array.from({ length: 5 }, () => 'MISSED NO_CATCH_UP'),
  );
  assert.deepEqual(await outcomesOf(world, last), [
    ...Array.from({ length: 4 }, () => 'MISSED NOT_THE_LAST'),
    'FIRED CAUGHT_UP',
  ]);
  await assertExactlyOnce(world);
});

test('G5 recording an outage of days never delays what is due now', async (t) => {
  const world = await openScheduleWorld(t);
  const late = await addSchedule(world, { cron: '* * * * *' });
  const fresh = await addSchedule(world);
  await makeDue(world, [late], 5 * 24 * 60 * minuteMs);
  await makeDue(world, [fresh], 0);
  await planDueSchedules(world.workerContext, { schedulesMax: 1 });
  assert.deepEqual(await outcomesOf(world, fresh), ['FIRED']);
  const [first] = await ticksOf(world, late);
  assert.equal(first?.outcome, 'MISSED');
  assert.ok((await ticksOf(world, late)).length <= timetableBounds.ticksPerPassMax);
  await planAll(world);
  const ticks = await ticksOf(world, late);
  assert.ok(ticks.length >= 5 * 24 * 60, 'every minute has its tick');
});

test('G5 a schedule whose params no longer fit, or whose target is gone, records SKIPPED and goes on', async (t) => {
  const world = await openScheduleWorld(t);
  const taskId = await addTask(world, 'strict', { inputSchema: { type: 'object', required: ['region'] } });
  const id = await addSchedule(world, { target: { task: 'strict' }, params: { region: 'north' } });
  await world.owner.client.schedule.updateMany({ where: { id }, data: { params: {} } });
  await makeDue(world, [id], 0);
  await planAll(world);
  assert.deepEqual(await outcomesOf(world, id), ['SKIPPED PARAMS_INVALID']);
  await world.owner.client.$executeRaw`update ticks set scheduled_for = scheduled_for - interval '1 hour'`;
  await world.owner.client.task.updateMany({ where: { id: taskId }, data: { version: 7 } });
  await makeDue(world, [id], 0);
  await planAll(world);
  assert.deepEqual(await outcomesOf(world, id), ['SKIPPED PARAMS_INVALID', 'SKIPPED TARGET_GONE']);
  assert.equal(await world.owner.client.job.count(), 0);
});

test('G5 a schema that leads back to itself skips the ticks of its own task, in words, and nobody else loses one', async (t) => {
  const world = await openScheduleWorld(t);
  // As it may have been stored before schemas were read.
  const a = { $ref: '#/$defs/b' };
  const b = { $ref: '#/$defs/a' };
  await addTask(world, 'circle', { inputSchema: { $ref: '#/$defs/a', $defs: { a, b } } });
  const poisoned = await addSchedule(world, { params: { region: 'north' } });
  await world.owner.client
    .$executeRaw`update schedules set task_id = (select id from tasks where name = 'circle') where id = ${poisoned}::uuid`;
  const others = [await addSchedule(world), await addSchedule(world)];
  await makeDue(world, [poisoned, ...others], 0);
  await planAll(world);
  const tick = await world.owner.client.tick.findFirst({ where: { scheduleId: poisoned } });
  assert.match(tick?.reason ?? '', /leads back to itself.*register the task anew/);
  for (const id of others) assert.deepEqual(await outcomesOf(world, id), ['FIRED']);
});

test('G5 a tenant whose waiting jobs are at their cap gets SKIPPED ticks with that reason', async (t) => {
  const world = await openScheduleWorld(t);
  const ids = await addMany(world, 5);
  await world.owner.client.tenant.updateMany({ data: { maxQueuedJobs: 3 } });
  await makeDue(world, ids, 0);
  await planAll(world);
  const ticks = await ticksOf(world);
  assert.deepEqual(ticks.map((tick) => tick.reasonCode ?? tick.outcome).sort(), [
    'FIRED',
    'FIRED',
    'FIRED',
    'TENANT_LIMIT',
    'TENANT_LIMIT',
  ]);
  await assertExactlyOnce(world);
});

test('G5 nothing fires after an acknowledged pause, and what was due at the pause is recorded', async (t) => {
  const world = await openScheduleWorld(t);
  const ids = await addMany(world, 100);
  for (let round = 0; round < 10; round += 1) {
    await world.owner.client.$executeRaw`delete from ticks`;
    await world.owner.client.$executeRaw`delete from jobs`;
    await world.owner.client.$executeRaw`update schedules set state = 'ACTIVE'`;
    await makeDue(world, ids, 0);
    const planning = Promise.all([1, 2].map(() => planDueSchedules(world.workerContext, { schedulesMax: 20 })));
    accepted(await pauseSchedules(world.context, { ids }));
    const firedAtPause = await world.owner.client.job.count();
    await planning;
    await planAll(world);
    assert.equal(await world.owner.client.job.count(), firedAtPause);
    const perSchedule = new Map((await ticksOf(world)).map((tick) => [tick.scheduleId, tick]));
    assert.equal(perSchedule.size, ids.length, 'each instant fired or says that the pause came first');
  }
});

test('G5 a schedule ends after its last instant', async (t) => {
  const world = await openScheduleWorld(t);
  const id = await addSchedule(world, { cron: '* * * * *', endAt: new Date(Date.now() + 10 * minuteMs) });
  await world.owner.client
    .$executeRaw`update schedules set next_at = date_trunc('minute', now()), end_at = date_trunc('minute', now())`;
  await planAll(world);
  const schedule = await world.owner.client.schedule.findFirstOrThrow({ where: { id } });
  assert.deepEqual([schedule.state, schedule.nextAt], ['ENDED', null]);
  assert.deepEqual(await outcomesOf(world, id), ['FIRED']);
  const ended = await world.owner.client.event.findFirst({ where: { type: 'schedule.ended' } });
  assert.deepEqual([ended?.entityIds, ended?.reason], [[id], 'END_REACHED']);
});

test('G5 a manual tick fires beside the timetable, twice in one instant too, and never takes an instant of the timetable', async (t) => {
  const world = await openScheduleWorld(t);
  const id = await addSchedule(world);
  const made = await Promise.all(Array.from({ length: 5 }, () => triggerSchedule(world.context, { id })));
  const ticks = await ticksOf(world, id);
  assert.equal(ticks.length, 5);
  assert.ok(
    ticks.every((tick) => tick.manual && tick.outcome === 'FIRED' && tick.scheduledFor.getTime() % 1_000 !== 0),
  );
  assert.deepEqual(new Set(made.map((outcome) => accepted(outcome).jobId)), new Set(ticks.map((tick) => tick.jobId)));
  await assertExactlyOnce(world);
});

test('G5 a new timetable counts from now on and leaves the ticks and the id as they were', async (t) => {
  const world = await openScheduleWorld(t);
  const id = await addSchedule(world, { overlap: 'ALLOW_ALL' });
  await makeDue(world, [id], 0);
  await planAll(world);
  const before = await ticksOf(world, id);
  accepted(await updateSchedule(world.context, { id, cron: '30 7 * * *', timeZone: 'Europe/Berlin' }));
  const after = await ticksOf(world, id);
  assert.deepEqual(after.slice(0, before.length), before);
  const schedule = await world.owner.client.schedule.findFirstOrThrow({ where: { id } });
  assert.ok(schedule.nextAt !== null && schedule.nextAt > new Date());
  assert.equal(
    new Intl.DateTimeFormat('de-DE', { timeZone: 'Europe/Berlin', timeStyle: 'short' }).format(schedule.nextAt),
    '07:30',
  );
});

test('G5 a planner whose connection is cut in the middle of its work loses and doubles nothing', async (t) => {
  const world = await openScheduleWorld(t);
  const ids = await addMany(world, 300);
  const killer = new pg.Client({ connectionString: world.ownerUrl });
  await killer.connect();
  let cut = 0;
  for (let round = 0; round < 12; round += 1) {
    await makeDue(world, ids, (30 - round) * minuteMs);
    await world.owner.client.$executeRaw`update schedules set catch_up = 'LAST', catch_up_window_ms = 86400000`;
    const planning = planDueSchedules(world.workerContext).catch((fault: unknown) => fault);
    const inTransaction = `select pid from pg_stat_activity where application_name = 'test-worker' and xact_start is not null and datname = current_database()`;
    for (let look = 0; look < 40; look += 1) {
      const { rows } = await killer.query<{ pid: number }>(inTransaction);
      if (rows.length === 0 || look < round) continue;
      await killer.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
      break;
    }
    if ((await planning) instanceof Error) cut += 1;
    await assertExactlyOnce(world);
    // The cut may reach the connection only when it is back in the pool: then the next pass meets it.
    await planAll(world).catch(async (fault: unknown) => {
      assert.ok(isConnectionFault(fault));
      await planAll(world);
    });
    await assertExactlyOnce(world);
  }
  await killer.end();
  assert.ok(cut > 0, 'at least one pass was cut');
  const perInstant = new Map<number, number>();
  for (const tick of await ticksOf(world))
    perInstant.set(tick.scheduledFor.getTime(), (perInstant.get(tick.scheduledFor.getTime()) ?? 0) + 1);
  assert.ok([...perInstant.values()].every((count) => count === 300));
});

test('G5 10,000 schedules due at one instant all fire, once each', async (t) => {
  const world = await openScheduleWorld(t);
  const ids = await addMany(world, 10_000);
  await makeDue(world, ids, 0);
  const planned = await planAll(world);
  assert.ok(planned >= 10_000);
  const { fired } = await assertExactlyOnce(world);
  assert.ok(fired >= 10_000);
});
