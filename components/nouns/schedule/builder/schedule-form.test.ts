import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesOf, emptyForm, formOf, newSchedule, problemsIn, withCadence } from './schedule-form.ts';

const stored = {
  id: 'sch_1',
  name: 'evening',
  cron: '0 18 * * mon-fri',
  timeZone: 'Europe/Berlin',
  state: 'ACTIVE',
  task: { name: 'close-day' },
  workflow: null,
  params: { region: 'north' },
  overlap: 'SKIP',
  catchUp: { policy: 'LAST', window: 'PT6H' },
  startAt: '2026-06-30T22:00:00.000Z',
  endAt: null,
} as const;

test('a schedule that is opened and saved untouched changes nothing, its expression least of all', () => {
  const form = formOf(stored);
  assert.equal(form.cadence.kind, 'weekdays');
  assert.equal(form.startAt, '2026-07-01T00:00');
  assert.equal(changesOf('sch_1', form, formOf(stored)), undefined);
});

test('only what was touched is sent', () => {
  const before = formOf(stored);
  const later = { ...before, catchesUp: false, ...withCadence({ kind: 'weekdays', time: '19:00' }) };
  assert.deepEqual(changesOf('sch_1', later, before), {
    id: 'sch_1',
    cron: 'weekdays at 19:00',
    catchUp: { policy: 'NONE' },
  });
});

test('a start moves with the zone in whose clock it is written', () => {
  const before = formOf(stored);
  const moved = changesOf('sch_1', { ...before, timeZone: 'UTC' }, before);
  assert.deepEqual(moved, { id: 'sch_1', timeZone: 'UTC', startAt: '2026-07-01T00:00:00.000Z' });
});

test('an end that is taken away is sent as none', () => {
  const before = { ...formOf(stored), endAt: '2027-01-01T00:00' };
  assert.deepEqual(changesOf('sch_1', { ...before, endAt: '' }, before), { id: 'sch_1', endAt: null });
});

test('a new schedule carries what was written, paused only when asked', () => {
  const form = { ...emptyForm('UTC', { kind: 'task', name: 'report' }), name: ' daily report ', params: ' ' };
  assert.deepEqual(newSchedule(form), {
    name: 'daily report',
    cron: '0 7 * * *',
    timeZone: 'UTC',
    target: { task: 'report' },
    params: {},
    overlap: 'SKIP',
    catchUp: { policy: 'NONE' },
    startAt: null,
    endAt: null,
  });
  assert.equal(newSchedule({ ...form, paused: true }).paused, true);
});

test('what can be seen to be wrong is said at its field before anything is asked', () => {
  const problems = problemsIn({ ...emptyForm('UTC'), cron: ' ', params: '[1]' });
  assert.deepEqual(Object.keys(problems).sort(), ['cron', 'name', 'params', 'target']);
  const form = { ...emptyForm('UTC', { kind: 'task', name: 'report' }), name: 'daily' };
  assert.deepEqual(problemsIn(form), {});
});
