import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nextInstant, nextWallClock, parseTimetable, type Timetable } from './cron.ts';
import { offsetMsAt } from './zone.ts';

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;

// Places and days on which clocks moved: half an hour, at midnight, over a day line, by twenty minutes, by political whim.
const changes: [string, string][] = [
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-10-03'],
  ['Australia/Lord_Howe', '2026-04-04'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['America/Sao_Paulo', '2018-02-18'],
  ['Asia/Beirut', '2026-03-28'],
  ['Asia/Beirut', '2026-10-24'],
  ['Africa/Cairo', '2026-04-23'],
  ['Africa/Cairo', '2026-10-29'],
  ['America/Santiago', '2026-09-06'],
  ['America/Havana', '2026-03-08'],
  ['Africa/Casablanca', '2026-02-15'],
  ['Africa/Casablanca', '2026-03-22'],
  ['Antarctica/Troll', '2026-03-29'],
  ['Antarctica/Troll', '2026-10-25'],
  ['Asia/Pyongyang', '2018-05-04'],
  ['America/Caracas', '2016-05-01'],
  ['Pacific/Apia', '2011-12-30'],
  ['Pacific/Kwajalein', '1993-08-21'],
  ['Asia/Gaza', '2026-10-24'],
  ['UTC', '2026-03-29'],
];

function timetable(cron: string, timeZone: string): Timetable {
  const outcome = parseTimetable({ cron, timeZone });
  assert.ok(outcome.ok, cron);
  return outcome.value;
}

/** Every due instant between two, found by walking each minute that passes and looking at the clock on the wall. */
function walked(table: Timetable, fromMs: number, toMs: number): number[] {
  const isMatch = (wallMs: number) => nextWallClock(table, wallMs) === wallMs;
  const due = new Set<number>();
  const seen = new Set<number>();
  const startMs = fromMs - 2 * dayMs;
  let beforeMs = startMs + offsetMsAt(table.timeZone, startMs) - minuteMs;
  const swallowed: { wallMs: number; atMs: number }[] = [];
  const dueDays = new Set<number>();
  for (let atMs = startMs; atMs < toMs + dayMs; atMs += minuteMs) {
    const wallMs = atMs + offsetMsAt(table.timeZone, atMs);
    for (let missingMs = beforeMs + minuteMs; missingMs < wallMs; missingMs += minuteMs) {
      if (isMatch(missingMs)) swallowed.push({ wallMs: missingMs, atMs });
    }
    if (isMatch(wallMs) && (table.isInterval || !seen.has(wallMs))) {
      due.add(atMs);
      dueDays.add(Math.floor(wallMs / dayMs));
    }
    seen.add(wallMs);
    beforeMs = wallMs;
  }
  for (const { wallMs, atMs } of swallowed) {
    if (!table.isInterval || !dueDays.has(Math.floor(wallMs / dayMs))) due.add(atMs);
  }
  return [...due].filter((atMs) => atMs > fromMs && atMs <= toMs).sort((left, right) => left - right);
}

function found(table: Timetable, fromMs: number, toMs: number): number[] {
  const instants: number[] = [];
  let atMs = nextInstant(table, fromMs);
  while (atMs !== undefined && atMs <= toMs) {
    instants.push(atMs);
    atMs = nextInstant(table, atMs);
  }
  return instants;
}

const aMinute = fc.oneof(
  fc.constantFrom('*', '*/15', '*/30', '*/45', '5', '0', '30', '0,30', '10-20/5', '50-10/10', '7/20'),
  fc.integer({ min: 0, max: 59 }).map(String),
);
const anHour = fc.oneof(
  fc.constantFrom('*', '*/2', '*/7', '0', '1', '2', '3', '0,2', '1,2,3', '23', '0-2', '2-2', '23-1', '22-4', '9-17'),
  fc.integer({ min: 0, max: 23 }).map(String),
);
const someDays = fc.constantFrom(
  '* * *',
  '* * *',
  '* * *',
  '* * 0',
  '* * 6-1',
  'L * *',
  '*/2 * *',
  '29-31 * *',
  '1 * 1',
);

test('around every kind of clock change the instants are those that a watcher of the wall clock would find', () => {
  fc.assert(
    fc.property(aMinute, anHour, someDays, fc.constantFrom(...changes), (minute, hour, days, [timeZone, day]) => {
      const table = timetable(`${minute} ${hour} ${days}`, timeZone);
      const [fromMs, toMs] = [Date.parse(day) - dayMs, Date.parse(day) + 2 * dayMs];
      assert.deepEqual(found(table, fromMs, toMs), walked(table, fromMs, toMs));
    }),
    { numRuns: 40 },
  );
});

test('an interval inside the hour that a gap swallows whole is due once after it, and one that goes on has nothing extra', () => {
  const around = (cron: string) =>
    found(timetable(cron, 'Europe/Berlin'), Date.parse('2026-03-29T00:00Z'), Date.parse('2026-03-29T03:00Z')).map(
      (atMs) => new Date(atMs).toISOString().slice(11, 16),
    );
  assert.deepEqual(around('*/30 2 * * *'), ['01:00']);
  assert.deepEqual(around('15 * * * *'), ['00:15', '01:15', '02:15']);
  assert.deepEqual(around('15 2-3 * * *'), ['01:15']);
  assert.deepEqual(around('15 2,3 * * *'), ['01:00', '01:15']);
});

test('an interval on one day of the week is due in both passes of a fold, also of one that is two hours long', () => {
  const onSunday = (cron: string) =>
    found(
      timetable(cron, 'Antarctica/Troll'),
      Date.parse('2026-10-25T00:00Z') - 1,
      Date.parse('2026-10-26T00:00Z'),
    ).map((atMs) => new Date(atMs).toISOString().slice(11, 16));
  assert.deepEqual(onSunday('0 2-2 * * 0'), ['00:00', '02:00']);
  assert.deepEqual(onSunday('0 2-2 L 10 *'), []);
  assert.deepEqual(onSunday('0 2-2 25 10 *'), ['00:00', '02:00']);
  assert.deepEqual(onSunday('0 2 * * 0'), ['00:00']);
});

test('the next instant is found from any moment, also right at and beside a clock change', () => {
  const aPlace = fc.constantFrom(...changes);
  fc.assert(
    fc.property(
      aMinute,
      anHour,
      aPlace,
      fc.integer({ min: -1_500, max: 1_500 }),
      (minute, hour, [timeZone, day], shift) => {
        const table = timetable(`${minute} ${hour} * * *`, timeZone);
        const afterMs = Date.parse(day) + shift * minuteMs;
        const atMs = nextInstant(table, afterMs);
        assert.ok(atMs !== undefined && atMs > afterMs && atMs - afterMs <= 3 * dayMs);
        assert.equal(nextInstant(table, Math.floor((afterMs + atMs) / 2)), atMs);
      },
    ),
    { numRuns: 200 },
  );
});
