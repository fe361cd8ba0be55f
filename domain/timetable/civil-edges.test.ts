import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { civilEdges, civilEdgesUpTo } from './civil-edges.ts';
import { stretchAt } from './zone.ts';
import { zoneNames } from './zone-names.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;
const mondayMs = 3 * dayMs;
const widthsMs = [
  ...[1, 5, 15, 30].map((minutes) => minutes * minuteMs),
  ...[1, 3, 6, 12, 24, 48, 168].map((hours) => hours * hourMs),
];

const intlClocks = new Map<string, Intl.DateTimeFormat>();

/** What Intl says that a zone's clock shows, by a way of its own. */
function shownByIntl(timeZone: string, atMs: number): number {
  const known = intlClocks.get(timeZone);
  const clock = known ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  if (known === undefined) intlClocks.set(timeZone, clock);
  return Date.parse(`${clock.format(atMs).replace(' ', 'T')}Z`);
}

/** True when the clock shows a multiple of the width there, or has just left one out. */
function isRound(timeZone: string, atMs: number, widthMs: number): boolean {
  const shownMs = shownByIntl(timeZone, atMs);
  if (widthMs <= hourMs) return shownMs % widthMs === 0;
  const phaseMs = widthMs === weekMs ? mondayMs : 0;
  const roundMs = Math.floor((shownMs + phaseMs) / widthMs) * widthMs - phaseMs;
  return shownByIntl(timeZone, atMs - 1_000) < roundMs;
}

function isRising(edges: readonly number[]): boolean {
  return edges.every((atMs, n) => n === 0 || atMs > (edges[n - 1] ?? atMs));
}

const aZone = fc.constantFrom(...zoneNames);
const aWidth = fc.constantFrom(...widthsMs);
const aMinute = fc.integer({ min: Date.UTC(1995, 0) / minuteMs, max: Date.UTC(2045, 0) / minuteMs });
/** How far from the change before it an end of the span lies, in shares of the width. */
const aDistance = fc.double({ min: -40, max: 40, noNaN: true });

test('in every zone and around every change, edges are round on its clock, rise, and hold what they were asked to hold', () => {
  fc.assert(
    fc.property(aZone, aWidth, aMinute, aDistance, aDistance, (zone, widthMs, minute, one, other) => {
      const changeMs = stretchAt(zone, minute * minuteMs).endMs;
      const fromMs = changeMs + Math.round(Math.min(one, other) * widthMs);
      const toMs = changeMs + Math.round(Math.max(one, other) * widthMs) + 1;
      const edges = civilEdges(zone, { widthMs, fromMs, toMs });
      assert.ok(isRising(edges), `${zone} ${edges}`);
      const [first = 0, second = 0] = edges;
      const [last = 0, butLast = 0] = edges.toReversed();
      assert.ok(first <= fromMs && fromMs < second, `${zone} begins in its first column`);
      assert.ok(butLast < toMs && toMs <= last, `${zone} ends in its last column`);
      assert.ok(edges.length - 1 <= (toMs - fromMs) / widthMs + 4, `${zone} has ${edges.length} edges`);
      for (const atMs of edges)
        assert.ok(isRound(zone, atMs, widthMs), `${zone} ${new Date(atMs).toISOString()} ${widthMs / minuteMs} min`);
    }),
    { numRuns: 1_500 },
  );
});

test('so many columns up to an instant are that many in every zone, save what its clock left out, and the same until the last is over', () => {
  fc.assert(
    fc.property(
      aZone,
      aWidth,
      aMinute,
      aDistance,
      fc.integer({ min: 1, max: 60 }),
      (zone, widthMs, minute, far, count) => {
        const lastMs = stretchAt(zone, minute * minuteMs).endMs + Math.round(far * widthMs);
        const edges = civilEdgesUpTo(zone, { widthMs, count, lastMs });
        const endMs = edges.at(-1) ?? 0;
        assert.ok(isRising(edges) && lastMs < endMs && lastMs >= (edges.at(-2) ?? endMs));
        assert.ok(edges.length - 1 <= count);
        // A clock that leaves out a day leaves out its columns.
        assert.ok(edges.length - 1 >= count - (widthMs <= hourMs ? 0 : Math.ceil(dayMs / widthMs)));
        assert.deepEqual(civilEdgesUpTo(zone, { widthMs, count, lastMs: endMs - 1 }), edges);
      },
    ),
    { numRuns: 800 },
  );
});

/** The edges of a span as the zone's clock shows them, and how many minutes lie between them. */
function told(zone: string, hours: number, [from, to]: [string, string]): [string[], number[]] {
  const span = { widthMs: hours * hourMs, fromMs: Date.parse(from), toMs: Date.parse(to) };
  const edges = civilEdges(zone, span);
  const clocks = edges.map((atMs) => new Date(shownByIntl(zone, atMs)).toISOString().slice(8, 16));
  return [clocks, edges.slice(1).map((atMs, n) => (atMs - (edges[n] ?? 0)) / minuteMs)];
}

test('a day of 23 or 25 hours is one column between midnights, and one of its columns of hours is as much shorter or longer', () => {
  const spring: [string, string] = ['2026-03-28T23:00Z', '2026-03-29T22:00Z'];
  const autumn: [string, string] = ['2026-10-24T22:00Z', '2026-10-25T23:00Z'];
  const days = (at: string, next: string) => [`${at}T00:00`, `${next}T00:00`];
  assert.deepEqual(told('Europe/Berlin', 24, spring), [days('29', '30'), [23 * 60]]);
  assert.deepEqual(told('Europe/Berlin', 24, autumn), [days('25', '26'), [25 * 60]]);
  assert.deepEqual(told('Europe/Berlin', 3, spring)[1], [120, 180, 180, 180, 180, 180, 180, 180]);
  assert.deepEqual(told('Europe/Berlin', 6, spring)[1], [300, 360, 360, 360]);
  assert.deepEqual(told('Europe/Berlin', 3, autumn), [
    ['25T00:00', '25T03:00', '25T06:00', '25T09:00', '25T12:00', '25T15:00', '25T18:00', '25T21:00', '26T00:00'],
    [240, 180, 180, 180, 180, 180, 180, 180],
  ]);
  assert.deepEqual(told('Europe/Berlin', 12, autumn)[1], [780, 720]);
  assert.deepEqual(told('Europe/Berlin', 1, autumn)[1], Array(25).fill(60));
});

test('a day without a midnight begins when its clock does, one with two begins at the first, and one that never was has no column', () => {
  assert.deepEqual(told('America/Sao_Paulo', 24, ['2018-11-03T03:00Z', '2018-11-05T02:00Z']), [
    ['03T00:00', '04T01:00', '05T00:00'],
    [24 * 60, 23 * 60],
  ]);
  assert.deepEqual(told('America/Sao_Paulo', 3, ['2018-11-04T00:00Z', '2018-11-04T08:00Z']), [
    ['03T21:00', '04T01:00', '04T03:00', '04T06:00'],
    [180, 120, 180],
  ]);
  assert.deepEqual(told('Africa/Cairo', 24, ['2026-04-23T22:00Z', '2026-04-24T21:00Z']), [
    ['24T01:00', '25T00:00'],
    [23 * 60],
  ]);
  assert.deepEqual(told('America/Havana', 24, ['2026-11-01T04:00Z', '2026-11-02T05:00Z']), [
    ['01T00:00', '02T00:00'],
    [25 * 60],
  ]);
  assert.deepEqual(told('Pacific/Apia', 24, ['2011-12-29T10:00Z', '2011-12-31T10:00Z'])[0], [
    '29T00:00',
    '31T00:00',
    '01T00:00',
  ]);
});

test('half an hour and less are equal parts, also where the clock goes by half an hour or stands at a quarter', () => {
  for (const [zone, day] of [
    ['Australia/Lord_Howe', '2026-04-04T15:00Z'],
    ['Australia/Lord_Howe', '2026-10-03T15:30Z'],
    ['Asia/Kathmandu', '2026-10-03T18:15Z'],
    ['Europe/Berlin', '2026-10-25T01:00Z'],
  ] as const) {
    const changeMs = Date.parse(day);
    for (const widthMs of widthsMs.filter((width) => width < hourMs)) {
      const edges = civilEdges(zone, { widthMs, fromMs: changeMs - 9 * widthMs, toMs: changeMs + 9 * widthMs });
      assert.deepEqual(
        edges,
        Array.from({ length: 19 }, (_, n) => changeMs + (n - 9) * widthMs),
        zone,
      );
    }
  }
  assert.deepEqual(told('Australia/Lord_Howe', 1, ['2026-04-04T14:00Z', '2026-04-04T16:30Z']), [
    ['05T01:00', '05T02:00', '05T03:00'],
    [90, 60],
  ]);
});
