import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseExpression } from '#domain/timetable/expression.ts';
import { type Cadence, cadenceKinds, cadenceOf, changeKind, cronOf, hourGaps, minuteGaps } from './cadence.ts';

const two = (value: number) => String(value).padStart(2, '0');
const time = fc.tuple(fc.nat(23), fc.nat(59)).map(([hour, minute]) => `${two(hour)}:${two(minute)}`);
const weekdays = '1,2,3,4,5';
const days = fc
  .uniqueArray(fc.nat(6), { minLength: 1, maxLength: 6 })
  .map((list) => list.sort((left, right) => left - right))
  .filter((list) => list.join(',') !== weekdays);
const preset: fc.Arbitrary<Cadence> = fc.oneof(
  fc.record({ kind: fc.constant('minutes'), every: fc.constantFrom(...minuteGaps) }),
  fc.record({ kind: fc.constant('hourly'), every: fc.constantFrom(...hourGaps), minute: fc.nat(59) }),
  fc.record({ kind: fc.constantFrom('daily', 'weekdays', 'month-end'), time }),
  fc.record({ kind: fc.constant('weekly'), days, time }),
  fc.record({ kind: fc.constant('monthly'), day: fc.integer({ min: 1, max: 31 }), time }),
  fc.record({ kind: fc.constant('working-day'), which: fc.constantFrom('first', 'last'), time }),
);

test('what a preset writes opens in the same preset again', () => {
  fc.assert(fc.property(preset, (cadence) => assert.deepEqual(cadenceOf(cronOf(cadence)), { ...cadence })));
});

test('an expression that a person wrote opens in the preset that means the same', () => {
  const table: Record<string, Cadence> = {
    '*/15 * * * *': { kind: 'minutes', every: 15 },
    '* * * * *': { kind: 'minutes', every: 1 },
    '@hourly': { kind: 'hourly', every: 1, minute: 0 },
    'every 6 hours': { kind: 'hourly', every: 6, minute: 0 },
    '30 */6 * * *': { kind: 'hourly', every: 6, minute: 30 },
    '@midnight': { kind: 'daily', time: '00:00' },
    '5 18 * * ?': { kind: 'daily', time: '18:05' },
    '0 7 * * mon-fri': { kind: 'weekdays', time: '07:00' },
    'Weekends at 9:30': { kind: 'weekly', days: [0, 6], time: '09:30' },
    '0 7 * * 7': { kind: 'weekly', days: [0], time: '07:00' },
    '@monthly': { kind: 'monthly', day: 1, time: '00:00' },
    '0 18 L * *': { kind: 'month-end', time: '18:00' },
    '0 18 LW * *': { kind: 'working-day', which: 'last', time: '18:00' },
  };
  for (const [cron, cadence] of Object.entries(table)) assert.deepEqual(cadenceOf(cron), cadence, cron);
});

test('an expression that says more than a preset can stays as it was written', () => {
  const kept = ['0 7,19 * * *', '0 7 1 * 1', '0 7 * 3 *', '0 7 15W * *', '0 7 * * 5L', 'H 7 * * *', '0 7', ''];
  for (const cron of kept) assert.deepEqual(cadenceOf(cron), { kind: 'raw', cron }, cron);
});

test('times written out do not become an interval, which would differ when clocks are turned back', () => {
  assert.equal(cadenceOf('0,15,30,45 * * * *').kind, 'minutes', 'every hour makes it an interval already');
  assert.equal(cadenceOf('0 0,6,12,18 * * *').kind, 'raw');
});

test('a preset never changes when an expression is due', () => {
  const field = (values: string[]) => fc.constantFrom(...values);
  const cron = fc
    .tuple(
      field(['0', '5', '*', '*/5', '*/15', '0,30', '0,15,30,45', '7-9']),
      field(['*', '0', '7', '*/2', '*/5', '0,12', '8-18']),
      field(['*', '?', '1', '31', 'L', '1W', 'LW', '15W', '1,15']),
      field(['*', '1', 'jan-mar']),
      field(['*', '0', '7', 'mon-fri', 'sat,sun', '1#2', '5L', '*/2']),
    )
    .map((fields) => fields.join(' '));
  fc.assert(
    fc.property(cron, (text) => {
      const written = parseExpression(text);
      const said = parseExpression(cronOf(cadenceOf(text)));
      assert.equal(said.ok, written.ok);
      if (!said.ok || !written.ok) return;
      assert.deepEqual(said.value.parts, written.value.parts);
      assert.equal(said.value.isInterval, written.value.isInterval);
    }),
    { numRuns: 1_000 },
  );
});

test('another kind keeps the time of day, and raw keeps the expression', () => {
  const evening: Cadence = { kind: 'weekdays', time: '18:30' };
  assert.deepEqual(changeKind(evening, 'monthly'), { kind: 'monthly', day: 1, time: '18:30' });
  assert.deepEqual(changeKind(evening, 'hourly'), { kind: 'hourly', every: 1, minute: 30 });
  assert.deepEqual(changeKind(evening, 'raw'), { kind: 'raw', cron: 'weekdays at 18:30' });
  assert.deepEqual(changeKind({ kind: 'raw', cron: '0 18 L * *' }, 'month-end'), { kind: 'month-end', time: '18:00' });
});

test('every kind that is offered begins with an expression that can be read', () => {
  for (const { kind } of cadenceKinds) {
    const cron = cronOf(changeKind({ kind: 'raw', cron: '' }, kind));
    assert.equal(parseExpression(cron).ok, kind !== 'raw', kind);
  }
});
