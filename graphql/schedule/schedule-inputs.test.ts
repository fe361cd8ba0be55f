// Every field of the inputs about schedules changes what is stored, or is refused: none is taken and forgotten.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildSchema, isInputObjectType } from 'graphql';
import { parseSchedule, type ScheduleInput, unsupportedTiming } from '#domain/schedule/schedule.ts';

const schema = buildSchema(readFileSync(join(import.meta.dirname, '..', 'schema.graphql'), 'utf8'));
const nightly: ScheduleInput = { name: 'nightly', cron: '0 2 * * *', target: { task: 'report' } };
const caught: ScheduleInput = { ...nightly, catchUp: { policy: 'LAST' } };

/** What a schedule with these changes is stored as, or the refusals. */
function storedAs(input: ScheduleInput): string {
  const parsed = parseSchedule(input, { id: '0198f7c2-0000-7000-8000-000000000000', timeZone: 'UTC' });
  return parsed.ok
    ? JSON.stringify(parsed.value)
    : parsed.refusals.map(({ code, path }) => `${code} ${path.join('.')}`).join();
}

function fieldsOf(input: string): string[] {
  const type = schema.getType(input);
  assert.ok(isInputObjectType(type), input);
  return Object.keys(type.getFields());
}

const changes: Record<string, [ScheduleInput, ScheduleInput]> = {
  name: [nightly, { ...nightly, name: 'other' }],
  cron: [nightly, { ...nightly, cron: '0 3 * * *' }],
  timeZone: [nightly, { ...nightly, timeZone: 'Europe/Berlin' }],
  target: [nightly, { ...nightly, target: { workflow: 'report' } }],
  params: [nightly, { ...nightly, params: { a: 1 } }],
  overlap: [nightly, { ...nightly, overlap: 'ALLOW_ALL' }],
  catchUp: [nightly, caught],
  jitter: [nightly, { ...nightly, jitter: 'PT0S' }],
  calendars: [nightly, { ...nightly, calendars: ['x'] }],
  blackouts: [nightly, { ...nightly, blackouts: [{}] }],
  dependsOn: [nightly, { ...nightly, dependsOn: ['x'] }],
  startAt: [nightly, { ...nightly, startAt: new Date(0) }],
  endAt: [nightly, { ...nightly, endAt: new Date(9e14) }],
};
// What is not part of the timetable: which schedule, and whether it rests. Their commands' tests hold them.
const elsewhere = ['id', 'paused'];

test('every field with which a schedule is made or changed has an effect or is refused', () => {
  for (const input of ['CreateScheduleInput', 'UpdateScheduleInput']) {
    for (const field of fieldsOf(input).filter((each) => !elsewhere.includes(each))) {
      const [before, after] = changes[field] ?? [nightly, nightly];
      assert.notEqual(storedAs(after), storedAs(before), `${input}.${field}`);
    }
  }
  const catchUps = { policy: { policy: 'LAST' }, window: { policy: 'LAST', window: 'PT1H' } };
  assert.deepEqual(fieldsOf('CatchUpInput'), Object.keys(catchUps));
  for (const [field, catchUp] of Object.entries(catchUps)) {
    const base = field === 'policy' ? nightly : caught;
    assert.notEqual(storedAs({ ...nightly, catchUp }), storedAs(base), `CatchUpInput.${field}`);
  }
  assert.deepEqual(fieldsOf('ScheduleTargetInput'), ['task', 'workflow']);
});

test('every value of a policy is kept or refused', () => {
  const valuesOf = (name: string) => {
    const type = schema.getType(name);
    assert.ok(type !== undefined && 'getValues' in type, name);
    return type.getValues().map((value) => value.name);
  };
  for (const overlap of valuesOf('OverlapPolicy')) {
    assert.match(storedAs({ ...nightly, overlap }), new RegExp(`"overlap":"${overlap}"|^UNSUPPORTED overlap$`));
  }
  for (const policy of valuesOf('CatchUpPolicy')) {
    const stored = storedAs({ ...nightly, catchUp: { policy } });
    assert.match(stored, new RegExp(`"policy":"${policy}"|^UNSUPPORTED catchUp.policy$`));
  }
});

test('a preview refuses what it could not show', () => {
  const shown = ['cron', 'timeZone', 'after'];
  for (const field of fieldsOf('PreviewScheduleInput').filter((each) => !shown.includes(each))) {
    assert.equal(unsupportedTiming({ [field]: ['x'] })[0]?.path[0], field);
  }
});
