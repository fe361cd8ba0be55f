import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { statisticsBounds } from '#domain/bounds/statistics.ts';
import { readWindowParts } from '#domain/statistics/window-parts.ts';
import { daysAround, lengthThatHolds, sinceFirst, windowOf } from './histogram-window.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const nowMs = Date.UTC(2026, 2, 4, 12, 17, 30);
const utc = { nowMs, timeZone: 'UTC' };

function said(window: { fromMs: number; toMs: number; bucketMs: number }): string {
  const instant = (ms: number) => new Date(ms).toISOString().slice(0, 16);
  return `${instant(window.fromMs)} ${instant(window.toMs)} ${window.bucketMs / 60_000} min`;
}

test('without a span the last 24 hours are shown, the bucket under way with them', () => {
  assert.equal(said(windowOf({}, utc)), '2026-03-03T12:30 2026-03-04T12:30 30 min');
});

test('a window is no longer than what the last day holds, so that a young tenant sees its first hour', () => {
  const holding = (...hours: number[]) =>
    Array.from({ length: 48 }, (_, n) => {
      const atMs = nowMs - (48 - n) * (hourMs / 2);
      return { atMs, states: hours.some((ago) => nowMs - ago * hourMs === atMs) ? ['FAILED'] : [] };
    });
  assert.equal(lengthThatHolds(holding(0.5), nowMs), hourMs);
  assert.equal(lengthThatHolds(holding(0.5, 3), nowMs), 6 * hourMs);
  assert.equal(lengthThatHolds(holding(0.5, 20), nowMs), undefined);
  assert.equal(lengthThatHolds(holding(), nowMs), undefined);
  assert.equal(said(windowOf({}, { ...utc, lengthMs: hourMs })), '2026-03-04T11:18 2026-03-04T12:18 1 min');
});

test('a window whose beginning nobody named begins where there is something, and keeps columns enough', () => {
  const buckets = (first: number) => Array.from({ length: 60 }, (_, n) => ({ n, states: n < first ? [] : ['DEAD'] }));
  const firstOf = (first: number) => sinceFirst(buckets(first))[0]?.n;
  assert.deepEqual([0, 1, 30, 59, 60].map(firstOf), [0, 0, 29, 40, 0]);
});

test('a span of the query is shown in round buckets of the zone', () => {
  const since = (spanMs: number, timeZone = 'UTC') => said(windowOf({ afterMs: nowMs - spanMs }, { nowMs, timeZone }));
  assert.equal(since(hourMs), '2026-03-04T11:15 2026-03-04T12:20 5 min');
  assert.equal(since(7 * dayMs), '2026-02-25T12:00 2026-03-04T15:00 180 min');
  assert.equal(since(60 * dayMs, 'Asia/Kolkata').slice(11, 16), '18:30');
  const [afterMs, beforeMs] = [Date.UTC(2026, 2, 1, 9, 30), Date.UTC(2026, 2, 1, 10)];
  assert.equal(said(windowOf({ afterMs, beforeMs }, utc)), '2026-03-01T09:30 2026-03-01T10:00 1 min');
  assert.equal(said(windowOf({ beforeMs }, utc)), '2026-02-28T10:00 2026-03-01T10:00 30 min');
});

test('weeks begin on Mondays', () => {
  const { fromMs, bucketMs } = windowOf({ afterMs: nowMs - 300 * dayMs }, utc);
  assert.equal(bucketMs, 7 * dayMs);
  assert.equal(new Date(fromMs).getUTCDay(), 1);
});

test('in UTC all buckets are equally long, whatever the span', () => {
  const instants = fc.option(fc.integer({ min: 0, max: 2 * nowMs }), { nil: undefined });
  fc.assert(
    fc.property(instants, instants, (afterMs, beforeMs) => {
      const { fromMs, toMs, bucketMs, buckets, cuts } = windowOf({ afterMs, beforeMs }, utc);
      assert.equal(toMs - fromMs, buckets * bucketMs);
      assert.equal(cuts, undefined);
    }),
  );
});

test('whatever the span and the zone, the question can be asked, holds what was asked for and stays for as long as a bucket', () => {
  const zones = [
    'UTC',
    'Europe/Berlin',
    'America/St_Johns',
    'America/Sao_Paulo',
    'Australia/Lord_Howe',
    'Pacific/Apia',
  ];
  const instants = fc.option(fc.integer({ min: Date.UTC(1995, 0), max: nowMs }), { nil: undefined });
  const dates = fc.integer({ min: Date.UTC(2005, 0), max: nowMs });
  fc.assert(
    fc.property(fc.constantFrom(...zones), instants, instants, dates, (timeZone, afterMs, beforeMs, dateMs) => {
      const clock = { nowMs: dateMs, timeZone };
      const { fromMs, toMs, buckets, cuts } = windowOf({ afterMs, beforeMs }, clock);
      const asked = readWindowParts(
        {
          from: new Date(fromMs),
          to: new Date(toMs),
          ...(cuts ? { cuts: cuts.map((ms) => new Date(ms)) } : { buckets }),
        },
        {
          bucketsDefault: 1,
          bucketsMax: statisticsBounds.histogramBucketsMax,
          windowMsMax: statisticsBounds.histogramWindowMsMax,
        },
      );
      assert.ok(asked.ok, `${timeZone} ${JSON.stringify(asked)}`);
      assert.equal(asked.value.count, buckets);
      if (beforeMs !== undefined && (afterMs === undefined ? beforeMs <= dateMs : afterMs < beforeMs))
        assert.ok(fromMs < beforeMs && beforeMs <= toMs, timeZone);
      if (afterMs === undefined && beforeMs === undefined)
        assert.deepEqual(windowOf({}, { timeZone, nowMs: toMs - 1 }), windowOf({}, clock));
    }),
    { numRuns: 500 },
  );
});

/** The days on which columns of the span begin, by the clock of Berlin, and the hours in each. */
function columnsInBerlin(afterMs: number, beforeMs: number): string[] {
  const timeZone = 'Europe/Berlin';
  const { fromMs, toMs, buckets, cuts } = windowOf({ afterMs, beforeMs }, { nowMs: beforeMs, timeZone });
  const inner = cuts ?? Array.from({ length: buckets - 1 }, (_, n) => fromMs + ((toMs - fromMs) * (n + 1)) / buckets);
  const edges = [fromMs, ...inner, toMs];
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return edges.slice(0, -1).map((ms, n) => `${clock.format(ms).slice(5)} ${((edges[n + 1] ?? 0) - ms) / hourMs} h`);
}

test('in a month in which clocks change, every column of a day stands on its midnights', () => {
  for (const [before, day, hours] of [
    ['2026-10-30T12:00Z', '10-25', 25],
    ['2026-04-02T12:00Z', '03-29', 23],
  ] as const) {
    const columns = columnsInBerlin(Date.parse(before) - 45 * dayMs, Date.parse(before));
    assert.equal(columns.length, 46);
    assert.deepEqual(
      columns.filter((column) => !/ 00:00 24 h$/.test(column)),
      [`${day} 00:00 ${hours} h`],
    );
  }
});

test('in a week in which clocks change, columns of three hours stand on the hours of every day', () => {
  for (const [before, day, hours] of [
    ['2026-10-28T12:00Z', '10-25', 4],
    ['2026-04-01T12:00Z', '03-29', 2],
  ] as const) {
    const columns = columnsInBerlin(Date.parse(before) - 7 * dayMs, Date.parse(before));
    assert.deepEqual(
      columns.filter((column) => !/ (?:00|03|06|09|12|15|18|21):00 3 h$/.test(column)),
      [`${day} 00:00 ${hours} h`],
    );
  }
});

test('half hours of a day in which clocks change are asked for as ever', () => {
  const asked = windowOf({}, { nowMs: Date.parse('2026-10-25T12:17Z'), timeZone: 'Europe/Berlin' });
  assert.deepEqual([asked.buckets, asked.toMs - asked.fromMs, asked.cuts], [48, dayMs, undefined]);
});

test('the question stays the same until a bucket is over', () => {
  const { toMs } = windowOf({}, utc);
  assert.deepEqual(windowOf({}, { ...utc, nowMs: toMs - 1 }), windowOf({}, utc));
  assert.notDeepEqual(windowOf({}, { ...utc, nowMs: toMs }), windowOf({}, utc));
});

test('a window is widened step by step to half a year, and always holds what was shown', () => {
  const widen = (spanMs: number, endMs = nowMs) =>
    daysAround(windowOf({ afterMs: endMs - spanMs, beforeMs: endMs }, utc), nowMs);
  assert.equal(widen(hourMs), 1);
  assert.equal(widen(dayMs), 7);
  assert.equal(widen(hourMs, nowMs - 2 * dayMs), 7);
  assert.equal(widen(7 * dayMs), 30);
  assert.equal(widen(180 * dayMs), undefined);
  assert.equal(daysAround(windowOf({}, utc), nowMs), 7);
});
