import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cron } from 'croner';
import fc from 'fast-check';
import { nextInstant, nextInstants, parseTimetable, type Timetable } from './cron.ts';
import { localText, offsetMsAt, stretchAt } from './zone.ts';

const dayMs = 24 * 3_600_000;
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Africa/Casablanca',
  'Asia/Kolkata',
] as const;

function timetable(cron: string, timeZone: string): Timetable {
  const outcome = parseTimetable({ cron, timeZone });
  assert.ok(outcome.ok, `${cron} in ${timeZone}`);
  return outcome.value;
}

function localInstants(cron: string, timeZone: string, after: string, count: number): string[] {
  const found = nextInstants(timetable(cron, timeZone), Date.parse(after), count);
  return found.map((atMs) => localText(atMs, offsetMsAt(timeZone, atMs)));
}

function anyField(min: number, max: number): fc.Arbitrary<string> {
  const value = fc.integer({ min, max });
  const range = fc.tuple(value, value).map(([left, right]) => `${Math.min(left, right)}-${Math.max(left, right)}`);
  const step = fc.integer({ min: 2, max: max - min });
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant('*') },
    value.map(String),
    range,
    step.map((each) => `*/${each}`),
    fc.array(value, { minLength: 1, maxLength: 4 }).map((values) => values.join(',')),
  );
}

const anyDayOfWeek = fc.oneof(
  anyField(0, 6),
  fc.integer({ min: 0, max: 6 }).map((day) => `${day}L`),
  fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 4 })).map(([day, nth]) => `${day}#${nth}`),
);
const anyDayOfMonth = fc.oneof(
  { weight: 4, arbitrary: anyField(1, 28) },
  fc.constantFrom('L', 'LW', '1W', '15W', '28W'),
);
// Days up to 28 exist in every month; the table tests below cover the rest.
const anyCron = fc
  .tuple(anyField(0, 59), anyField(0, 23), anyDayOfMonth, anyField(1, 12), anyDayOfWeek)
  .map((fields) => fields.join(' '));
const anyInstant = fc.integer({ min: Date.UTC(2000, 0) / 1_000, max: Date.UTC(2037, 0) / 1_000 }).map((s) => s * 1_000);

function isNearClockChange(timeZone: string, atMs: number): boolean {
  const stretch = stretchAt(timeZone, atMs);
  return atMs - stretch.startMs < 2 * dayMs || stretch.endMs - atMs < 2 * dayMs;
}

test('away from clock changes the instants agree with an independent implementation', () => {
  fc.assert(
    fc.property(anyCron, fc.constantFrom(...zones), anyInstant, (cron, timeZone, afterMs) => {
      const expected = new Cron(cron, { timezone: timeZone }).nextRun(new Date(afterMs))?.getTime();
      const found = nextInstant(timetable(cron, timeZone), afterMs);
      const looked = [afterMs, expected ?? afterMs, found ?? afterMs];
      fc.pre(!looked.some((atMs) => isNearClockChange(timeZone, atMs)));
      assert.equal(found, expected);
    }),
    { numRuns: 300 },
  );
});

test('the next instant is strictly later, and none lies between', () => {
  fc.assert(
    fc.property(
      anyCron,
      fc.constantFrom(...zones),
      anyInstant,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (...drawn) => {
        const [cron, timeZone, afterMs, share] = drawn;
        const table = timetable(cron, timeZone);
        const atMs = nextInstant(table, afterMs);
        assert.ok(atMs !== undefined && atMs > afterMs);
        const betweenMs = afterMs + Math.floor((atMs - afterMs - 1) * share);
        assert.equal(nextInstant(table, betweenMs), atMs);
      },
    ),
  );
});

test('a daily time is due once on every local day of a year, in every zone, whatever the clocks do', () => {
  const anyTime = fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) });
  fc.assert(
    fc.property(anyTime, fc.constantFrom(...zones), fc.integer({ min: 2010, max: 2036 }), (time, timeZone, year) => {
      const table = timetable(`${time.minute} ${time.hour} * * *`, timeZone);
      const days = nextInstants(table, Date.UTC(year, 0, 10), 366).map((atMs) =>
        Math.floor((atMs + offsetMsAt(timeZone, atMs)) / dayMs),
      );
      for (const [index, day] of days.entries()) assert.equal(day, (days[0] ?? 0) + index);
    }),
    { numRuns: 30 },
  );
});

test('an hourly interval is due in every hour that really passes', () => {
  for (const timeZone of zones.filter((zone) => zone !== 'Australia/Lord_Howe')) {
    const found = nextInstants(timetable('0 * * * *', timeZone), Date.UTC(2026, 0, 1), 24 * 365);
    const gaps = new Set(found.slice(1).map((atMs, index) => atMs - (found[index] ?? 0)));
    assert.deepEqual([...gaps], [3_600_000], timeZone);
  }
});

test('a time inside a gap is due at the first instant after it', () => {
  const table = [
    ['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T03:00:00+02:00', '2026-03-30T02:30:00+02:00'],
    ['0 2 * * *', 'America/New_York', '2026-03-07T12:00:00Z', '2026-03-08T03:00:00-04:00', '2026-03-09T02:00:00-04:00'],
    [
      '15 2 * * *',
      'Australia/Lord_Howe',
      '2026-10-03T12:00:00Z',
      '2026-10-04T02:30:00+11:00',
      '2026-10-05T02:15:00+11:00',
    ],
    ['0 0 * * *', 'America/Santiago', '2026-09-05T12:00:00Z', '2026-09-06T01:00:00-03:00', '2026-09-07T00:00:00-03:00'],
    ['0 7 * * *', 'Pacific/Apia', '2011-12-29T22:00:00Z', '2011-12-31T00:00:00+14:00', '2011-12-31T07:00:00+14:00'],
    ['0 2,3 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T03:00:00+02:00', '2026-03-30T02:00:00+02:00'],
  ] as const;
  for (const [cron, zone, after, ...expected] of table) {
    assert.deepEqual(localInstants(cron, zone, after, 2), expected, `${cron} in ${zone}`);
  }
});

test('a fixed time in a fold is due once, in the first pass', () => {
  const table = [
    ['30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-25T02:30:00+02:00', '2026-10-26T02:30:00+01:00'],
    [
      '30 1 * * *',
      'America/New_York',
      '2026-10-31T12:00:00Z',
      '2026-11-01T01:30:00-04:00',
      '2026-11-02T01:30:00-05:00',
    ],
    [
      '45 1 * * *',
      'Australia/Lord_Howe',
      '2026-04-04T12:00:00Z',
      '2026-04-05T01:45:00+11:00',
      '2026-04-06T01:45:00+10:30',
    ],
  ] as const;
  for (const [cron, zone, after, ...expected] of table) {
    assert.deepEqual(localInstants(cron, zone, after, 2), expected, `${cron} in ${zone}`);
  }
});

test('a fixed time in a fold is not due again when asked between the passes', () => {
  const between = '2026-10-25T00:45:00Z';
  assert.deepEqual(localInstants('30 2 * * *', 'Europe/Berlin', between, 1), ['2026-10-26T02:30:00+01:00']);
});

test('an interval in a fold is due in both passes', () => {
  assert.deepEqual(localInstants('*/30 * * * *', 'Europe/Berlin', '2026-10-24T23:45:00Z', 5), [
    '2026-10-25T02:00:00+02:00',
    '2026-10-25T02:30:00+02:00',
    '2026-10-25T02:00:00+01:00',
    '2026-10-25T02:30:00+01:00',
    '2026-10-25T03:00:00+01:00',
  ]);
  assert.deepEqual(localInstants('*/15 1 * * *', 'Australia/Lord_Howe', '2026-04-04T14:20:00Z', 5), [
    '2026-04-05T01:30:00+11:00',
    '2026-04-05T01:45:00+11:00',
    '2026-04-05T01:30:00+10:30',
    '2026-04-05T01:45:00+10:30',
    '2026-04-06T01:00:00+10:30',
  ]);
});

test('an interval loses nothing and doubles nothing at a gap', () => {
  assert.deepEqual(localInstants('*/30 * * * *', 'Europe/Berlin', '2026-03-29T00:15:00Z', 3), [
    '2026-03-29T01:30:00+01:00',
    '2026-03-29T03:00:00+02:00',
    '2026-03-29T03:30:00+02:00',
  ]);
});

test('two day fields that meet in the zone with half-hour summer time are found without a loop', () => {
  assert.deepEqual(localInstants('0 8 15 4 0', 'Australia/Lord_Howe', '2026-04-02T00:00:00Z', 3), [
    '2026-04-05T08:00:00+10:30',
    '2026-04-12T08:00:00+10:30',
    '2026-04-15T08:00:00+10:30',
  ]);
});

test('month ends and leap days fall where the calendar puts them', () => {
  const days = (cron: string, after: string, count: number) =>
    localInstants(cron, 'Europe/Berlin', after, count).map((text) => text.slice(0, 10));
  assert.deepEqual(days('0 0 L * *', '2028-01-15T00:00:00Z', 4), [
    '2028-01-31',
    '2028-02-29',
    '2028-03-31',
    '2028-04-30',
  ]);
  assert.deepEqual(days('0 0 31 * *', '2026-01-31T12:00:00Z', 3), ['2026-03-31', '2026-05-31', '2026-07-31']);
  assert.deepEqual(days('0 0 29 2 *', '2096-03-01T00:00:00Z', 2), ['2104-02-29', '2108-02-29']);
  assert.deepEqual(days('0 0 * * 5L', '2026-01-01T00:00:00Z', 3), ['2026-01-30', '2026-02-27', '2026-03-27']);
  assert.deepEqual(days('0 0 * * 2#1', '2026-01-01T00:00:00Z', 3), ['2026-01-06', '2026-02-03', '2026-03-03']);
  assert.deepEqual(days('0 0 * 2 5#5', '2076-01-01T00:00:00Z', 2), ['2092-02-29', '2104-02-29']);
});

test('the nearest weekday stays in its month', () => {
  const days = (cron: string, count: number) =>
    localInstants(cron, 'UTC', '2026-01-01T12:00:00Z', count).map((text) => text.slice(0, 10));
  assert.deepEqual(days('0 0 15W * *', 3), ['2026-01-15', '2026-02-16', '2026-03-16']);
  assert.deepEqual(days('0 0 1W 8 *', 2), ['2026-08-03', '2027-08-02']);
  assert.deepEqual(days('0 0 LW * *', 3), ['2026-01-30', '2026-02-27', '2026-03-31']);
  assert.deepEqual(days('0 0 31W * *', 3), ['2026-01-30', '2026-03-31', '2026-05-29']);
  assert.deepEqual(days('0 0 29W 2 *', 2), ['2028-02-29', '2032-02-27']);
  assert.deepEqual(days('0 0 3,15W * *', 3), ['2026-01-03', '2026-01-15', '2026-02-03']);
  assert.deepEqual(days('0 0 15W * 1', 3), ['2026-01-05', '2026-01-12', '2026-01-15']);
});

test('the calendar ends instead of looping', () => {
  assert.equal(nextInstant(timetable('0 0 1 1 *', 'UTC'), Date.UTC(9999, 5)), undefined);
});
