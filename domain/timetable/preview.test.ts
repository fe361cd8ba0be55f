import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { timetableBounds } from '#domain/bounds/timetable.ts';
import { parseTimetable, type Timetable } from './cron.ts';
import { describeTimetable } from './describe.ts';
import { previewInstants } from './preview.ts';

function timetable(cron: string, timeZone: string): Timetable {
  const outcome = parseTimetable({ cron, timeZone });
  assert.ok(outcome.ok, cron);
  return outcome.value;
}

function preview(cron: string, after: string, count: number): (string | null)[][] {
  const found = previewInstants(timetable(cron, 'Europe/Berlin'), Date.parse(after), count);
  return found.map((instant) => [instant.local, instant.note]);
}

test('a preview says what a clock change does to a fixed time', () => {
  assert.deepEqual(preview('30 2 * * *', '2026-03-28T12:00:00Z', 2), [
    [
      '2026-03-29T03:00:00+02:00',
      '02:30 does not exist, clocks go forward from 02:00 to 03:00: due at the first instant after the gap',
    ],
    ['2026-03-30T02:30:00+02:00', null],
  ]);
  assert.deepEqual(preview('30 2 * * *', '2026-10-24T12:00:00Z', 2), [
    ['2026-10-25T02:30:00+02:00', '02:30 occurs twice on this day: due in the first pass only'],
    ['2026-10-26T02:30:00+01:00', null],
  ]);
});

test('a preview tells the two passes of an interval apart', () => {
  assert.deepEqual(preview('0 * * * *', '2026-10-24T23:30:00Z', 3), [
    ['2026-10-25T02:00:00+02:00', '02:00 occurs twice on this day: the first pass'],
    ['2026-10-25T02:00:00+01:00', '02:00 occurs twice on this day: the second pass'],
    ['2026-10-25T03:00:00+01:00', null],
  ]);
});

test('an interval that is due after the gap anyway has no note', () => {
  assert.deepEqual(preview('0 * * * *', '2026-03-29T00:30:00Z', 1), [['2026-03-29T03:00:00+02:00', null]]);
});

test('a preview shows at most its bound', () => {
  assert.equal(previewInstants(timetable('* * * * *', 'UTC'), 0, 10_000).length, timetableBounds.previewCountMax);
});

test('a timetable reads as a sentence, whatever form it was written in', () => {
  const sentence = (cron: string) => describeTimetable(timetable(cron, 'Europe/Berlin'));
  assert.equal(sentence('weekdays at 07:00'), 'At 07:00, Monday through Friday (Europe/Berlin)');
  assert.equal(sentence('@midnight'), 'At 00:00 (Europe/Berlin)');
  assert.equal(sentence('*/15 9-17 * * *'), 'Every 15 minutes, between 09:00 and 17:59 (Europe/Berlin)');
  assert.equal(
    sentence('0 6 1,15W * *'),
    'At 06:00, on day 1 of the month; also At 06:00, on the weekday nearest day 15 of the month (Europe/Berlin)',
  );
});

test('every timetable that was accepted can be described', () => {
  const texts = ['*', '*/5', '7', '1-5', '5-1', '1,4', '2/3'];
  const days = [...texts, '?', '5L', '1#2', 'mon-fri', 'fri-mon', 'sunL', '1,friL'];
  const anyOf = (choices: string[]) => fc.constantFrom(...choices);
  fc.assert(
    fc.property(
      anyOf(texts),
      anyOf(texts),
      anyOf([...texts, 'L', '?', '15,L', '15W', 'LW', '1,15W', 'LW,3W,7']),
      anyOf(texts),
      anyOf(days),
      (...fields) => {
        const sentence = describeTimetable(timetable(fields.join(' '), 'UTC'));
        assert.doesNotMatch(sentence, /error|undefined|null|NaN/i);
      },
    ),
  );
});
