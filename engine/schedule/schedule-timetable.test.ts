import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timetableBounds } from '#domain/bounds/timetable.ts';
import { newId } from '#engine/store/id.ts';
import { addSchedule, openScheduleWorld } from '#testing/worlds/schedule-world.ts';
import { listTicks, type ScheduleRow } from './list-schedules.ts';
import { describeSchedule, upcomingInstants } from './schedule-timetable.ts';

const made = new Date('2026-03-01T00:00:00Z');

function scheduleRow(changes: Partial<ScheduleRow>): ScheduleRow {
  return {
    id: newId(),
    name: 'nightly',
    cron: '30 2 * * *',
    timeZone: 'Europe/Berlin',
    state: 'ACTIVE',
    taskId: newId(),
    workflowId: null,
    overlap: 'SKIP',
    catchUp: { policy: 'NONE', windowMs: 0 },
    startAt: null,
    endAt: null,
    pause: null,
    nextAt: new Date('2026-03-28T01:30:00Z'),
    createdBy: 'test',
    createdAt: made,
    updatedAt: made,
    ...changes,
  };
}

function upcoming(schedule: ScheduleRow, count = 3) {
  const outcome = upcomingInstants(schedule, count);
  return outcome.ok ? outcome.value.map(({ local, note }) => `${local}${note === null ? '' : ' !'}`) : outcome.refusals;
}

test('what comes next begins with the stored instant and says what a clock change does', () => {
  assert.deepEqual(upcoming(scheduleRow({})), [
    '2026-03-28T02:30:00+01:00',
    '2026-03-29T03:00:00+02:00 !',
    '2026-03-30T02:30:00+02:00',
  ]);
});

test('nothing comes after the end, and nothing while a schedule is paused', () => {
  const endAt = new Date('2026-03-29T00:00:00Z');
  assert.deepEqual(upcoming(scheduleRow({ endAt })), ['2026-03-28T02:30:00+01:00']);
  assert.deepEqual(upcoming(scheduleRow({ state: 'PAUSED', nextAt: null })), []);
});

test('more instants than can be previewed are refused at their argument', () => {
  for (const count of [0, 1.5, timetableBounds.previewCountMax + 1]) {
    const outcome = upcomingInstants(scheduleRow({}), count);
    assert.deepEqual(outcome.ok || outcome.refusals.map(({ code, path }) => [code, path]), [['BAD_INPUT', ['first']]]);
  }
});

test('the words of a schedule name the minute that its hash chose', () => {
  const words = describeSchedule(scheduleRow({ cron: 'H 7 * * *' }));
  assert.match(words, /^At 07:\d\d \(Europe\/Berlin\)$/);
});

test('the ticks of a schedule are listed by their outcome', async (t) => {
  const world = await openScheduleWorld(t);
  const { tenantId, context } = world;
  const scheduleId = await addSchedule(world, { paused: true });
  const outcomes = ['SKIPPED', 'MISSED', 'SKIPPED', 'BUFFERED'] as const;
  await world.owner.client.tick.createMany({
    data: outcomes.map((outcome, hour) => {
      const at = new Date(Date.UTC(2026, 2, 1, hour));
      return { tenantId, scheduleId, scheduledFor: at, firedAt: at, outcome, reasonCode: 'TEST', reason: 'a test' };
    }),
  });
  const hoursOf = async (wanted: ('BUFFERED' | 'MISSED' | 'SKIPPED')[] | null) => {
    const page = await listTicks(context, { scheduleId, outcomes: wanted, first: 2 });
    return page.ok && page.value.nodes.map((tick) => tick.scheduledFor.getUTCHours());
  };
  assert.deepEqual(await hoursOf(null), [3, 2]);
  assert.deepEqual(await hoursOf(['SKIPPED']), [2, 0]);
  assert.deepEqual(await hoursOf(['MISSED', 'BUFFERED']), [3, 1]);
});
