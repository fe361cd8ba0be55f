import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sayBucket, timeTicks } from '#components/chart/time-axis.ts';

const hourMs = 3_600_000;
const noon = Date.UTC(2026, 2, 28, 12);

test('an hour is marked at round minutes', () => {
  const ticks = timeTicks({ fromMs: noon - hourMs, toMs: noon }, { ticksMax: 6, timeZone: 'UTC' });
  assert.deepEqual(
    ticks.map(({ word }) => word),
    ['11:00', '11:10', '11:20', '11:30', '11:40', '11:50', '12:00'],
  );
});

test('a week is marked at the midnights of its zone, not of another', () => {
  const week = { fromMs: noon - 168 * hourMs, toMs: noon };
  const ticks = timeTicks(week, { ticksMax: 7, timeZone: 'Asia/Kolkata' });
  assert.equal(ticks.length, 7);
  const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Asia/Kolkata' });
  assert.ok(ticks.every(({ atMs }) => clock.format(atMs) === '00:00'));
  assert.match(ticks[0]?.word ?? '', /^Sun 22$/);
});

test('the marks are few, in order and inside the window', () => {
  const spans = fc.integer({ min: 1, max: 31 * 24 * hourMs });
  fc.assert(
    fc.property(spans, fc.integer({ min: 2, max: 12 }), (spanMs, ticksMax) => {
      const window = { fromMs: noon - spanMs, toMs: noon };
      const ticks = timeTicks(window, { ticksMax, timeZone: 'Europe/Berlin' });
      return (
        ticks.length <= ticksMax + 1 &&
        ticks.every(({ left }, n) => left >= 0 && left <= 1 && left >= (ticks[n - 1]?.left ?? 0))
      );
    }),
  );
});

test('a window that has no length has no marks', () => {
  assert.deepEqual(timeTicks({ fromMs: noon, toMs: noon }, { ticksMax: 6, timeZone: 'UTC' }), []);
});

test('a bucket is said by the clock of the zone, with its day when the window has several', () => {
  const bucket = { atMs: noon, endMs: noon + 30 * 60_000 };
  const say = (hours: number) =>
    sayBucket(bucket, { window: { fromMs: noon - hours * hourMs, toMs: noon }, timeZone: 'Europe/Berlin' });
  assert.equal(say(24), '13:00 – 13:30');
  assert.equal(say(168), 'Sat 28 13:00 – 13:30');
});

test('a bucket of days is said by its dates, and months are marked by theirs', () => {
  const from = Date.UTC(2026, 1, 23);
  const window = { fromMs: from, toMs: from + 180 * 24 * hourMs };
  const say = (hours: number) => sayBucket({ atMs: from, endMs: from + hours * hourMs }, { window, timeZone: 'UTC' });
  assert.equal(say(24), '23 Feb');
  assert.equal(say(168), '23 Feb – 1 Mar');
  const ticks = timeTicks(window, { ticksMax: 8, timeZone: 'UTC' });
  assert.ok(ticks.length >= 5 && ticks.length <= 9);
  assert.match(ticks[0]?.word ?? '', /^\d+ [A-Z][a-z]+$/);
});

test('in a week in which clocks change, days are marked at their midnights and a bucket says what it counts', () => {
  const toMs = Date.parse('2026-03-31T22:00:00Z');
  const window = { fromMs: toMs - 7 * 24 * hourMs, toMs };
  const ticks = timeTicks(window, { ticksMax: 8, timeZone: 'Europe/Berlin' });
  assert.deepEqual(
    ticks.map(({ atMs, word }) => `${new Date(atMs).toISOString().slice(5, 13)} ${word}`),
    [
      '03-24T23 Wed 25',
      '03-25T23 Thu 26',
      '03-26T23 Fri 27',
      '03-27T23 Sat 28',
      '03-28T23 Sun 29',
      '03-29T22 Mon 30',
      '03-30T22 Tue 31',
      '03-31T22 Wed 1',
    ],
  );
  const say = (at: string, hours: number) => {
    const atMs = Date.parse(at);
    return sayBucket({ atMs, endMs: atMs + hours * hourMs }, { window, timeZone: 'Europe/Berlin' });
  };
  assert.equal(say('2026-03-30T22:00Z', 24), '31 Mar');
  assert.equal(say('2026-03-28T23:00Z', 23), '29 Mar', 'a day of 23 hours is a day');
  assert.equal(say('2026-03-27T23:00Z', 47), '28 Mar – 29 Mar');
  assert.equal(say('2026-03-28T23:00Z', 2), 'Sun 29 00:00 CET – 03:00 CEST');
  assert.equal(say('2026-03-24T22:00Z', 24), '24 Mar 23:00 – 25 Mar 23:00', 'no day is said of what is none');
});

test('a day whose midnight is left out is said by its date', () => {
  const [atMs, endMs] = [Date.parse('2018-11-04T03:00Z'), Date.parse('2018-11-05T02:00Z')];
  const shown = { window: { fromMs: atMs - 72 * hourMs, toMs: endMs }, timeZone: 'America/Sao_Paulo' };
  assert.equal(sayBucket({ atMs, endMs }, shown), '4 Nov');
});
