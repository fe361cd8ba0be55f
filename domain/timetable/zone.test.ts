import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { instantAtWall, localText, offsetMsAt, roundInstants, stretchAt } from './zone.ts';

const hourMs = 3_600_000;

test('the clocks of a zone change at the published instants', () => {
  const table = [
    ['Europe/Berlin', '2026-03-29T01:00:00Z', 1, 2],
    ['Europe/Berlin', '2026-10-25T01:00:00Z', 2, 1],
    ['America/New_York', '2026-03-08T07:00:00Z', -5, -4],
    ['Australia/Lord_Howe', '2026-10-03T15:30:00Z', 10.5, 11],
    ['Australia/Lord_Howe', '2026-04-04T15:00:00Z', 11, 10.5],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', -10, 14],
  ] as const;
  for (const [zone, text, hoursBefore, hoursAfter] of table) {
    const changeMs = Date.parse(text);
    const after = stretchAt(zone, changeMs);
    assert.equal(after.startMs, changeMs, zone);
    assert.equal(after.offsetBeforeMs, hoursBefore * hourMs, zone);
    assert.equal(after.offsetMs, hoursAfter * hourMs, zone);
    assert.equal(stretchAt(zone, changeMs - 1).endMs, changeMs, zone);
  }
});

test('inside a stretch the offset is the same everywhere', () => {
  const zones = ['UTC', 'Europe/Berlin', 'Africa/Casablanca', 'Australia/Lord_Howe', 'America/St_Johns', 'Asia/Gaza'];
  const anyAt = fc.integer({ min: Date.UTC(1995, 0), max: Date.UTC(2045, 0) });
  fc.assert(
    fc.property(fc.constantFrom(...zones), anyAt, fc.double({ min: 0, max: 1, noNaN: true }), (zone, atMs, share) => {
      const stretch = stretchAt(zone, atMs);
      assert.ok(stretch.startMs <= atMs && atMs < stretch.endMs);
      const insideMs = stretch.startMs + Math.floor((stretch.endMs - 1 - stretch.startMs) * share);
      assert.equal(offsetMsAt(zone, insideMs), stretch.offsetMs);
    }),
  );
});

test('a local reading carries its offset', () => {
  assert.equal(localText(Date.parse('2026-03-29T01:00:00Z'), 2 * hourMs), '2026-03-29T03:00:00+02:00');
  assert.equal(localText(Date.parse('2026-03-29T01:00:00Z'), -3.5 * hourMs), '2026-03-28T21:30:00-03:30');
});

const manyZones = [
  ...['UTC', 'Europe/Berlin', 'Europe/Dublin', 'America/New_York', 'America/St_Johns', 'America/Havana'],
  ...['America/Santiago', 'Africa/Casablanca', 'Africa/Cairo', 'Asia/Beirut', 'Asia/Kolkata', 'Asia/Tehran'],
  ...['Australia/Lord_Howe', 'Pacific/Apia', 'Pacific/Chatham', 'Asia/Gaza'],
];
const anyInstant = fc.integer({ min: Date.UTC(1995, 0) / 60_000, max: Date.UTC(2045, 0) / 60_000 });

const intlClocks = new Map<string, Intl.DateTimeFormat>();

/** What Intl says that a zone's clock shows, by a way of its own. */
function shownByIntl(timeZone: string, atMs: number): number {
  const known = intlClocks.get(timeZone);
  const clock = known ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  if (known === undefined) intlClocks.set(timeZone, clock);
  return Date.parse(`${clock.format(atMs).replace(' ', 'T')}Z`);
}

test('a time on the clock of any zone in any year is the first instant at which Intl shows it, or the end of its gap', () => {
  fc.assert(
    fc.property(fc.constantFrom(...manyZones), anyInstant, (zone, minute) => {
      // Half of the readings lie around a change of the clocks, where they are hard.
      const change = stretchAt(zone, minute * 60_000).endMs;
      for (const wallMs of [
        minute * 60_000,
        change + offsetMsAt(zone, change - 1) + (minute % 240) * 60_000 - 7_200_000,
      ]) {
        const atMs = instantAtWall(zone, wallMs);
        const shown = shownByIntl(zone, atMs);
        assert.ok(shown >= wallMs, `${zone} ${new Date(wallMs).toISOString()}`);
        // The clock stood before it until then: in a gap the very second before is earlier than what was asked for.
        if (shown > wallMs)
          assert.ok(shownByIntl(zone, atMs - 1_000) < wallMs, `${zone} ${new Date(wallMs).toISOString()}`);
        for (const earlierMs of [1_800_000, 3_600_000, 7_200_000]) {
          assert.notEqual(shownByIntl(zone, atMs - earlierMs), wallMs, 'an earlier instant shows the same');
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('a time in a gap is the end of the gap on either side of Greenwich, and a day that a zone left out is the next one', () => {
  const table = [
    ['Europe/Berlin', '2026-03-29T02:30:00Z', '2026-03-29T01:00:00.000Z'],
    ['America/New_York', '2026-03-08T02:30:00Z', '2026-03-08T07:00:00.000Z'],
    ['Australia/Lord_Howe', '2026-10-04T02:15:00Z', '2026-10-03T15:30:00.000Z'],
    ['Pacific/Apia', '2011-12-30T12:00:00Z', '2011-12-30T10:00:00.000Z'],
    ['America/New_York', '2026-11-01T01:30:00Z', '2026-11-01T05:30:00.000Z'],
  ] as const;
  for (const [zone, wall, instant] of table) {
    assert.equal(new Date(instantAtWall(zone, Date.parse(wall))).toISOString(), instant, `${zone} ${wall}`);
  }
});

test('marks of days stand at the midnights of a zone and marks of hours at its full hours, in every week of any year', () => {
  const steps = [hourMs / 2, hourMs, 3 * hourMs, 12 * hourMs, 24 * hourMs, 48 * hourMs];
  fc.assert(
    fc.property(fc.constantFrom(...manyZones), anyInstant, fc.constantFrom(...steps), (zone, minute, stepMs) => {
      const change = stretchAt(zone, minute * 60_000).endMs;
      const window = { fromMs: change - 80 * hourMs, toMs: change + 88 * hourMs };
      const marks = roundInstants(zone, { ...window, stepMs, marksMax: 1_000 });
      assert.ok(marks.length >= Math.floor((168 * hourMs) / stepMs) - 2);
      for (const [place, atMs] of marks.entries()) {
        assert.ok(atMs >= window.fromMs && atMs <= window.toMs && atMs > (marks[place - 1] ?? 0));
        const shown = shownByIntl(zone, atMs);
        const isEndOfGap = shownByIntl(zone, atMs - 1_000) < shown - 1_000;
        assert.ok(shown % stepMs === 0 || (isEndOfGap && stepMs % (24 * hourMs) === 0), `${zone} ${shown}`);
      }
    }),
    { numRuns: 200 },
  );
});

test('however long a window and short a step, there are no more marks than were allowed', () => {
  const window = { fromMs: Date.UTC(2020, 0), toMs: Date.UTC(2030, 0) };
  for (const stepMs of [1_000, hourMs, 24 * hourMs]) {
    assert.equal(roundInstants('Europe/Berlin', { ...window, stepMs, marksMax: 12 }).length, 12);
  }
});
