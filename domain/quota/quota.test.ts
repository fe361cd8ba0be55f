import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { QuotaPeriod } from '#domain/bounds/quota.ts';
import { wallMsAt } from '#domain/timetable/zone.ts';
import { hasRoomFor, inEqualParts, periodAt, sayExceeded, sayQuota, standingOf } from './quota.ts';

const hourMs = 3_600_000;

function texts(period: QuotaPeriod, timeZone: string, at: string): [string, string] {
  const { beganMs, endsMs } = periodAt(period, timeZone, Date.parse(at));
  return [new Date(beganMs).toISOString(), new Date(endsMs).toISOString()];
}

test('a day of a quota goes from midnight to midnight of the tenant, also when its clocks change in it', () => {
  const day = (at: string) => texts('DAY', 'Europe/Berlin', at);
  assert.deepEqual(day('2026-01-15T12:00:00Z'), ['2026-01-14T23:00:00.000Z', '2026-01-15T23:00:00.000Z']);
  assert.deepEqual(day('2026-03-29T12:00:00Z'), ['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z']);
  assert.deepEqual(day('2026-10-25T01:30:00Z'), ['2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z']);
  assert.deepEqual(texts('DAY', 'UTC', '2026-03-29T00:00:00Z'), [
    '2026-03-29T00:00:00.000Z',
    '2026-03-30T00:00:00.000Z',
  ]);
});

test('a day that begins after its midnight, is shown twice, or was left out by its zone is still one day', () => {
  // Clocks go from midnight to one.
  assert.equal(texts('DAY', 'America/Santiago', '2026-09-06T12:00:00Z')[0], '2026-09-06T04:00:00.000Z');
  // Clocks go from one minute past midnight back into the day before.
  const before = periodAt('DAY', 'America/St_Johns', Date.parse('2006-10-29T02:00:00Z'));
  const after = periodAt('DAY', 'America/St_Johns', before.endsMs);
  assert.equal(after.beganMs, before.endsMs);
  assert.equal(after.endsMs - after.beganMs, 25 * hourMs);
  // The 30th of December 2011 never was in Samoa.
  assert.deepEqual(texts('DAY', 'Pacific/Apia', '2011-12-30T09:00:00Z'), [
    '2011-12-29T10:00:00.000Z',
    '2011-12-30T10:00:00.000Z',
  ]);
  assert.deepEqual(texts('DAY', 'Pacific/Apia', '2011-12-30T10:00:00Z'), [
    '2011-12-30T10:00:00.000Z',
    '2011-12-31T10:00:00.000Z',
  ]);
});

test('a month of a quota is a calendar month of the tenant', () => {
  assert.deepEqual(texts('MONTH', 'Europe/Berlin', '2026-03-31T21:59:59Z'), [
    '2026-02-28T23:00:00.000Z',
    '2026-03-31T22:00:00.000Z',
  ]);
  assert.deepEqual(texts('MONTH', 'Europe/Berlin', '2026-12-31T23:00:00Z'), [
    '2026-12-31T23:00:00.000Z',
    '2027-01-31T23:00:00.000Z',
  ]);
});

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'America/Havana',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Pacific/Apia',
];
const instants = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2035, 0, 1) });

test('every instant lies in exactly one period: what ends is what begins next, and all of it is of one reading', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<QuotaPeriod>('DAY', 'MONTH'),
      fc.constantFrom(...zones),
      instants,
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (period, zone, atMs, part) => {
        const { beganMs, endsMs } = periodAt(period, zone, atMs);
        assert.ok(beganMs <= atMs && atMs < endsMs);
        assert.equal(periodAt(period, zone, endsMs).beganMs, endsMs);
        assert.equal(periodAt(period, zone, beganMs - 1).endsMs, beganMs);
        const within = Math.floor(beganMs + part * (endsMs - beganMs));
        assert.deepEqual(periodAt(period, zone, within), { beganMs, endsMs });
        // A day has 22 to 26 hours, whatever a zone does to its clocks.
        if (period === 'DAY') assert.ok(Math.abs(endsMs - beganMs - 24 * hourMs) <= 2 * hourMs);
        else assert.equal(new Date(wallMsAt(zone, endsMs)).getUTCDate(), 1);
      },
    ),
    { numRuns: 400 },
  );
});

test('a quota warns at four fifths, and is used up at all of it', () => {
  assert.deepEqual(
    [39, 40, 49, 50, 61].map((used) => standingOf({ used, max: 50 })),
    ['OPEN', 'WARNED', 'WARNED', 'EXHAUSTED', 'EXHAUSTED'],
  );
  assert.equal(standingOf({ used: 0, max: 1 }), 'OPEN');
  const jobs = { measure: 'JOBS', period: 'DAY', max: 50, used: 48 } as const;
  assert.deepEqual([hasRoomFor(jobs, 2), hasRoomFor(jobs, 3)], [true, false]);
  const minutes = { ...jobs, measure: 'RUN_MINUTES', used: 49.9 } as const;
  assert.deepEqual([hasRoomFor(minutes, 1_000), hasRoomFor({ ...minutes, used: 50 }, 1)], [true, false]);
});

test('what was refused says how much is used and when it begins anew', () => {
  const resetsAt = new Date('2026-05-02T00:00:00Z');
  const quota = { measure: 'JOBS', period: 'DAY', max: 50, used: 50, resetsAt } as const;
  assert.equal(
    sayExceeded(quota, 1),
    'the tenant may use 50 jobs a day, 50 are used: it begins anew at 2026-05-02T00:00:00.000Z',
  );
  assert.equal(
    sayExceeded({ ...quota, used: 48 }, 3),
    'the tenant may use 50 jobs a day, 48 are used and 3 more were given: it begins anew at 2026-05-02T00:00:00.000Z',
  );
  assert.equal(sayQuota({ measure: 'RUN_MINUTES', period: 'MONTH', max: 1_000 }), '1,000 run minutes a month');
});

test('parts of what is left are whole and never differ by more than one, and what is below nothing gives room to nobody', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1_000, max: 1_000_000 }), (total) => {
      const parts = inEqualParts(total, 16);
      assert.equal(
        parts.reduce((sum, part) => sum + part, 0),
        total,
      );
      if (total >= 0) assert.ok(Math.max(...parts) - Math.min(...parts) <= 1);
      else assert.ok(parts.every((part) => part <= 0));
    }),
  );
});
