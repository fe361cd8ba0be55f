// What people do to schedules: make, change, pause, resume, delete and preview them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { permissionsOf } from '#domain/access/permissions.ts';
import { scheduleBounds } from '#domain/bounds/schedule.ts';
import { planDueSchedules } from '#engine/schedule/plan/plan-due-schedules.ts';
import { actorName } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import {
  accepted,
  addSchedule,
  addTask,
  addTenant,
  addWorkflow,
  contextOf,
  openScheduleWorld,
  type ScheduleWorld,
} from '#testing/worlds/schedule-world.ts';
import { createSchedule } from './create-schedules.ts';
import { deleteSchedules } from './delete-schedules.ts';
import { loadSchedules } from './list-schedules.ts';
import { pauseSchedules } from './pause-schedules.ts';
import { previewSchedule } from './preview-schedule.ts';
import { resumeSchedules } from './resume-schedules.ts';
import { pausedTicksMax } from './schedules.ts';
import { triggerSchedule } from './trigger-schedule.ts';
import { updateSchedule } from './update-schedule.ts';

const hourMs = 3_600_000;
// Half an hour from now and half an hour ago, whatever the time: no instant comes due while a test runs.
const hourly = `${new Date(Date.now() + hourMs / 2).getUTCMinutes()} * * * *`;

async function readSchedule(world: ScheduleWorld, id: string) {
  return await world.owner.client.schedule.findFirstOrThrow({ where: { id } });
}

async function outcomesOf(world: ScheduleWorld, scheduleId: string): Promise<string[]> {
  const ticks = await world.owner.client.tick.findMany({ where: { scheduleId }, orderBy: { scheduledFor: 'asc' } });
  return ticks.map((tick) => `${tick.outcome} ${tick.reasonCode ?? ''}`.trim());
}

async function eventsOf(world: ScheduleWorld, id: string): Promise<string[]> {
  const events = await world.owner.client.event.findMany({ where: { entityIds: { has: id } }, orderBy: { id: 'asc' } });
  return events.map((event) => event.type).filter((type) => type !== 'schedule.ticked');
}

function refusalsOf(outcome: { ok: true } | { ok: false; refusals: { code: string; path: string[] }[] }): string[] {
  return outcome.ok ? [] : outcome.refusals.map(({ code, path }) => `${code} ${path.join('.')}`.trim());
}

/** As if the schedule had been paused this long ago. */
async function agePause(world: ScheduleWorld, id: string, agoMs: number): Promise<void> {
  await world.owner.client
    .$executeRaw`update schedules set updated_at = now() - ${agoMs} * interval '1 millisecond' where id = ${id}::uuid`;
}

test('a schedule is stored with its first instant, or with none while paused', async (t) => {
  const world = await openScheduleWorld(t);
  const startAt = new Date(Math.ceil(Date.now() / hourMs) * hourMs + 48 * hourMs);
  const active = await readSchedule(world, await addSchedule(world, { cron: '@hourly', startAt }));
  assert.deepEqual([active.state, active.nextAt], ['ACTIVE', startAt]);
  const pausedId = await addSchedule(world, { paused: true });
  const paused = await readSchedule(world, pausedId);
  assert.deepEqual([paused.state, paused.nextAt], ['PAUSED', null]);
  assert.deepEqual(await eventsOf(world, pausedId), ['schedule.created']);
});

test('a schedule without a target, with params that do not fit, or that never fires is refused and not stored', async (t) => {
  const world = await openScheduleWorld(t);
  await addTask(world, 'strict', {
    inputSchema: { type: 'object', properties: { region: { type: 'string' } }, required: ['region'] },
  });
  await addWorkflow(world, 'closing', { variables: { month: { type: 'integer', required: true } } });
  const attempt = async (input: object) =>
    refusalsOf(
      await createSchedule(world.context, { name: 'x', cron: '@daily', target: { task: 'report' }, ...input }),
    );
  assert.deepEqual(await attempt({ target: { task: 'nobody' } }), ['UNKNOWN_TASK target.task']);
  assert.deepEqual(await attempt({ target: { workflow: 'nobody' } }), ['UNKNOWN_WORKFLOW target.workflow']);
  assert.deepEqual(await attempt({ target: { task: 'strict' }, params: {} }), ['PARAMS_INVALID params']);
  assert.deepEqual(await attempt({ target: { workflow: 'closing' }, params: { month: 'May' } }), [
    'TYPE_MISMATCH params.month',
  ]);
  assert.deepEqual(await attempt({ target: { workflow: 'closing' }, params: { day: 1 } }), [
    'UNKNOWN_VARIABLE params.day',
    'BAD_INPUT params.month',
  ]);
  assert.deepEqual(await attempt({ cron: '0 0 29 2 *', endAt: new Date(Date.now() + hourMs) }), ['BAD_INPUT endAt']);
  assert.deepEqual(await attempt({ cron: '0 25 * * *' }), ['BAD_CRON cron']);
  assert.equal(await world.owner.client.schedule.count(), 0);
});

test('two schedules cannot share a name, but an ended one gives its name away', async (t) => {
  const world = await openScheduleWorld(t);
  const first = await addSchedule(world, { name: 'nightly' });
  const again = () => createSchedule(world.context, { name: 'nightly', cron: '@daily', target: { task: 'report' } });
  assert.deepEqual(refusalsOf(await again()), ['NAME_TAKEN name']);
  accepted(await deleteSchedules(world.context, { ids: [first] }));
  const racers = await Promise.all([again(), again(), again()]);
  assert.deepEqual(racers.flatMap(refusalsOf), ['NAME_TAKEN name', 'NAME_TAKEN name']);
  assert.match((await readSchedule(world, first)).name, /^nightly \(ended, /);
});

test('a paused schedule says since when and who paused it, however it came to be paused', async (t) => {
  const world = await openScheduleWorld(t);
  const { context } = world;
  const pauseOf = async (id: string) => (await loadSchedules(context, [id])).get(id)?.pause;
  const id = await addSchedule(world, { cron: hourly });
  assert.equal(await pauseOf(id), null);
  accepted(await pauseSchedules(context, { ids: [id] }));
  const since = (await pauseOf(id))?.since;
  assert.ok(since instanceof Date);
  accepted(await pauseSchedules(context, { ids: [id] }));
  assert.deepEqual(await pauseOf(id), { since, by: actorName(context.actor), reason: null });
  accepted(await resumeSchedules(context, { ids: [id] }));
  assert.equal(await pauseOf(id), null);
  const born = await pauseOf(await addSchedule(world, { name: 'born paused', paused: true }));
  assert.deepEqual([born?.by, born?.since instanceof Date], [actorName(context.actor), true]);
});

test('a viewer may not touch schedules, an operator may pause but not change them', async (t) => {
  const world = await openScheduleWorld(t);
  const id = await addSchedule(world);
  const as = (role: 'VIEWER' | 'OPERATOR') => ({
    ...world.context,
    actor: { ...world.context.actor, role, permissions: permissionsOf(role) },
  });
  assert.deepEqual(refusalsOf(await pauseSchedules(as('VIEWER'), { ids: [id] })), ['FORBIDDEN']);
  assert.deepEqual(refusalsOf(await triggerSchedule(as('VIEWER'), { id })), ['FORBIDDEN']);
  assert.deepEqual(refusalsOf(await deleteSchedules(as('OPERATOR'), { ids: [id] })), ['FORBIDDEN']);
  assert.deepEqual(refusalsOf(await updateSchedule(as('OPERATOR'), { id, cron: '@daily' })), ['FORBIDDEN']);
  assert.deepEqual(refusalsOf(await pauseSchedules(as('OPERATOR'), { ids: [id] })), []);
});

test('a list with an unknown or foreign id changes nothing, and both are refused in the same words', async (t) => {
  const world = await openScheduleWorld(t);
  const own = await addSchedule(world);
  const other = contextOf(world.context.database, await addTenant(world.owner));
  await addTask({ owner: world.owner, tenantId: other.tenantId }, 'report');
  const foreign = accepted(
    await createSchedule(other, { name: 'theirs', cron: '@daily', target: { task: 'report' } }),
  ).id;
  for (const bulk of [pauseSchedules, resumeSchedules, deleteSchedules]) {
    const [withForeign, withUnknown] = [
      await bulk(world.context, { ids: [own, foreign] }),
      await bulk(world.context, { ids: [own, newId()] }),
    ];
    assert.deepEqual(withForeign, withUnknown);
    assert.deepEqual(refusalsOf(withForeign), ['NOT_FOUND ids.1']);
  }
  assert.deepEqual(refusalsOf(await triggerSchedule(world.context, { id: foreign })), ['NOT_FOUND id']);
  assert.deepEqual(refusalsOf(await updateSchedule(world.context, { id: foreign, name: 'mine' })), ['NOT_FOUND id']);
  assert.equal((await readSchedule(world, own)).state, 'ACTIVE');
  assert.deepEqual(refusalsOf(await pauseSchedules(world.context, { ids: [] })), ['BAD_INPUT ids']);
  const many = Array.from({ length: scheduleBounds.schedulesPerCallMax + 1 }, () => newId());
  assert.deepEqual(refusalsOf(await pauseSchedules(world.context, { ids: many })), ['TOO_LARGE ids']);
});

test('G5 instants that pass during a pause become MISSED with the pause as the reason, and none of them fires', async (t) => {
  const world = await openScheduleWorld(t);
  const id = await addSchedule(world, { cron: hourly });
  accepted(await pauseSchedules(world.context, { ids: [id, id] }));
  accepted(await pauseSchedules(world.context, { ids: [id] }));
  assert.equal((await readSchedule(world, id)).nextAt, null);
  await agePause(world, id, 5 * hourMs);
  accepted(await resumeSchedules(world.context, { ids: [id] }));
  const { nextAt, state } = await readSchedule(world, id);
  assert.ok(state === 'ACTIVE' && nextAt !== null && nextAt > new Date());
  await planDueSchedules(world.workerContext);
  assert.deepEqual(
    await outcomesOf(world, id),
    Array.from({ length: 5 }, () => 'MISSED PAUSED'),
  );
  assert.equal(await world.owner.client.job.count(), 0);
  assert.deepEqual(await eventsOf(world, id), ['schedule.created', 'schedule.paused', 'schedule.resumed']);
});

test('G5 a schedule that catches up fires the last instant of its pause, within its window only', async (t) => {
  const world = await openScheduleWorld(t);
  const fires = await addSchedule(world, { cron: hourly, catchUp: { policy: 'LAST', window: 'PT2H' } });
  const tooOld = await addSchedule(world, { cron: '0 0 1 1 *', catchUp: { policy: 'LAST', window: 'PT2H' } });
  accepted(await pauseSchedules(world.context, { ids: [fires, tooOld] }));
  await agePause(world, fires, 4 * hourMs);
  await agePause(world, tooOld, 366 * 24 * hourMs);
  accepted(await resumeSchedules(world.context, { ids: [fires, tooOld] }));
  await planDueSchedules(world.workerContext);
  const outcomes = await outcomesOf(world, fires);
  assert.deepEqual(
    outcomes.slice(0, 3),
    Array.from({ length: 3 }, () => 'MISSED PAUSED'),
  );
  assert.match(outcomes[3] ?? '', /^FIRED/);
  assert.equal(outcomes.length, 4);
  assert.deepEqual((await outcomesOf(world, tooOld)).slice(-1), ['MISSED PAUSED']);
});

test('G5 a long pause leaves a bounded record whose last line says that it stands for the rest', async (t) => {
  const world = await openScheduleWorld(t);
  const id = await addSchedule(world, { cron: '* * * * *', catchUp: { policy: 'LAST' } });
  accepted(await pauseSchedules(world.context, { ids: [id] }));
  await agePause(world, id, 365 * 24 * hourMs);
  accepted(await resumeSchedules(world.context, { ids: [id] }));
  const ticks = await world.owner.client.tick.findMany({
    where: { scheduleId: id },
    orderBy: { scheduledFor: 'desc' },
  });
  assert.equal(ticks.length, pausedTicksMax);
  assert.match(ticks[0]?.reason ?? '', /stands for every later one/);
  const { nextAt } = await readSchedule(world, id);
  assert.ok(nextAt !== null && Date.now() - nextAt.getTime() < 2 * 60_000, 'the last instant is left to the planner');
});

test('G5 a new timetable during a pause counts from its own beginning, and a new name does not end the pause', async (t) => {
  const world = await openScheduleWorld(t);
  const id = await addSchedule(world, { cron: hourly });
  accepted(await pauseSchedules(world.context, { ids: [id] }));
  await agePause(world, id, 3 * hourMs);
  accepted(await updateSchedule(world.context, { id, name: 'renamed' }));
  assert.deepEqual(await outcomesOf(world, id), []);
  accepted(await updateSchedule(world.context, { id, cron: '0 0 1 1 *' }));
  assert.deepEqual(
    await outcomesOf(world, id),
    Array.from({ length: 3 }, () => 'MISSED PAUSED'),
  );
  accepted(await resumeSchedules(world.context, { ids: [id] }));
  assert.equal((await outcomesOf(world, id)).length, 3);
  assert.equal((await readSchedule(world, id)).name, 'renamed');
});

test('an update changes what is given and keeps the rest; an ended schedule takes none', async (t) => {
  const world = await openScheduleWorld(t);
  await addTask(world, 'other');
  const id = await addSchedule(world, { params: { region: 'north' }, catchUp: { policy: 'LAST', window: 'PT90M' } });
  const before = await readSchedule(world, id);
  accepted(await updateSchedule(world.context, { id, target: { task: 'other' }, overlap: 'ALLOW_ALL' }));
  const after = await readSchedule(world, id);
  assert.deepEqual(
    [after.params, after.catchUp, after.catchUpWindowMs, after.nextAt, after.overlap],
    [{ region: 'north' }, 'LAST', 5_400_000n, before.nextAt, 'ALLOW_ALL'],
  );
  assert.notEqual(after.taskId, before.taskId);
  assert.deepEqual(refusalsOf(await updateSchedule(world.context, { id, cron: 'never' })), ['BAD_CRON cron']);
  accepted(await deleteSchedules(world.context, { ids: [id] }));
  assert.deepEqual(refusalsOf(await updateSchedule(world.context, { id, name: 'x' })), ['ILLEGAL_TRANSITION id']);
  assert.deepEqual(refusalsOf(await resumeSchedules(world.context, { ids: [id] })), ['ILLEGAL_TRANSITION ids.0']);
  assert.deepEqual(refusalsOf(await triggerSchedule(world.context, { id })), ['ILLEGAL_TRANSITION id']);
});

test('a deleted schedule ends, fires nothing more and keeps its history', async (t) => {
  const world = await openScheduleWorld(t);
  const id = await addSchedule(world);
  accepted(await triggerSchedule(world.context, { id }));
  accepted(await deleteSchedules(world.context, { ids: [id] }));
  accepted(await deleteSchedules(world.context, { ids: [id] }));
  const { state, nextAt } = await readSchedule(world, id);
  assert.deepEqual([state, nextAt], ['ENDED', null]);
  assert.deepEqual(await outcomesOf(world, id), ['FIRED MANUAL']);
  assert.deepEqual(await eventsOf(world, id), ['schedule.created', 'schedule.ended']);
});

test('a schedule resumed after its end has ended', async (t) => {
  const world = await openScheduleWorld(t);
  const id = await addSchedule(world, { cron: hourly, endAt: new Date(Date.now() + 2 * hourMs) });
  accepted(await pauseSchedules(world.context, { ids: [id] }));
  await agePause(world, id, 5 * hourMs);
  await world.owner.client.$executeRaw`update schedules set end_at = now() - interval '2 hours'`;
  accepted(await resumeSchedules(world.context, { ids: [id] }));
  assert.equal((await readSchedule(world, id)).state, 'ENDED');
  assert.equal((await outcomesOf(world, id)).length, 3);
});

test('G5 a schedule of a workflow starts one run per instant, with its params as variables', async (t) => {
  const world = await openScheduleWorld(t);
  await addWorkflow(world, 'closing', {
    variables: { month: { type: 'integer', default: 1 }, region: { type: 'string' } },
  });
  const id = await addSchedule(world, { target: { workflow: 'closing' }, params: { region: 'north' } });
  await world.owner.client.$executeRaw`update schedules set next_at = date_trunc('minute', now())`;
  await planDueSchedules(world.workerContext);
  accepted(await triggerSchedule(world.context, { id }));
  const runs = await world.owner.client.run.findMany({ orderBy: { id: 'asc' } });
  assert.deepEqual(
    runs.map((run) => [run.state, run.scheduleId, run.inputs]),
    Array.from({ length: 2 }, () => ['RUNNING', id, { month: 1, region: 'north' }]),
  );
  const ticks = await world.owner.client.tick.findMany({ orderBy: { scheduledFor: 'asc' } });
  assert.deepEqual(
    ticks.map((tick) => tick.runId),
    runs.map((run) => run.id),
  );
  assert.equal(await world.owner.client.job.count(), 2, 'the root of each run is ready');
  await world.owner.client.$executeRaw`update schedules set next_at = now() - interval '3 seconds'`;
  await planDueSchedules(world.workerContext);
  assert.ok((await outcomesOf(world, id)).includes('SKIPPED OVERLAP'), 'an open run counts as open work');
});

test('a preview names the very instants that the planner will find, in local time and with a note at a clock change', async (t) => {
  const world = await openScheduleWorld(t);
  const after = new Date('2026-03-27T12:00:00Z');
  const preview = accepted(await previewSchedule(world.context, { cron: '30 2 * * *', after }, 3));
  assert.deepEqual(
    preview.times.map((time) => [time.at.toISOString(), time.local]),
    [
      ['2026-03-28T01:30:00.000Z', '2026-03-28T02:30:00+01:00'],
      ['2026-03-29T01:00:00.000Z', '2026-03-29T03:00:00+02:00'],
      ['2026-03-30T00:30:00.000Z', '2026-03-30T02:30:00+02:00'],
    ],
  );
  assert.match(preview.times[1]?.note ?? '', /does not exist/);
  assert.match(preview.description, /02:30.*Europe\/Berlin/);
  const both = accepted(await previewSchedule(world.context, { cron: '0 0 13 * 5', timeZone: 'UTC' }));
  assert.deepEqual([both.times.length, both.warnings.map((warning) => warning.code)], [5, ['DAY_FIELDS_OR']]);
  const refused = async (input: object, count?: number) =>
    refusalsOf(await previewSchedule(world.context, { cron: '@daily', ...input }, count));
  assert.deepEqual(await refused({ cron: '* * *' }), ['BAD_CRON cron']);
  assert.deepEqual(await refused({ timeZone: 'Nowhere' }), ['BAD_TIME_ZONE timeZone']);
  assert.deepEqual(await refused({ calendars: ['x'] }), ['UNSUPPORTED calendars']);
  assert.deepEqual(await refused({}, 101), ['BAD_INPUT count']);
});
