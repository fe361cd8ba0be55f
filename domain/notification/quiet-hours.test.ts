import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { heldUntilMs, isQuietAt, parseQuietHours, quietEndsAtMs, sayMinute } from './quiet-hours.ts';

const night = { fromMinute: 22 * 60, toMinute: 7 * 60, through: ['CRITICAL' as const] };
const hourMs = 3_600_000;
const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());

test('a night of quiet hours goes over midnight and ends in the morning of the tenant', () => {
  const atMs = Date.parse('2026-06-10T21:30:00Z');
  const message = { severity: 'WARNING', timeZone: 'Europe/Berlin', atMs } as const;
  assert.equal(iso(heldUntilMs(night, message)), '2026-06-11T05:00:00.000Z');
  assert.equal(heldUntilMs(night, { ...message, timeZone: 'UTC' }), undefined, 'it is half past nine there');
  assert.equal(heldUntilMs(night, { ...message, severity: 'CRITICAL' }), undefined, 'what is chosen goes through');
  assert.equal(heldUntilMs(null, message), undefined);
});

test('a night in which the clock is changed is an hour shorter or longer', () => {
  const lengthOf = (evening: string) =>
    (quietEndsAtMs(night, 'Europe/Berlin', Date.parse(evening)) - Date.parse(evening)) / hourMs;
  assert.equal(lengthOf('2026-03-27T21:00:00Z'), 9);
  assert.equal(lengthOf('2026-03-28T21:00:00Z'), 8);
  assert.equal(lengthOf('2026-10-24T20:00:00Z'), 10);
});

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo', 'Pacific/Apia'];
const minutes = fc.integer({ min: 0, max: 24 * 60 - 1 });
// Days of clock changes of these zones, and some on which nothing happens.
const instants = fc.oneof(
  ...[
    '2026-03-08',
    '2026-03-29',
    '2026-04-04',
    '2026-04-24',
    '2026-10-03',
    '2026-10-25',
    '2026-10-29',
    '2026-11-01',
    '2011-12-30',
  ].map((day) => {
    const midnightMs = Date.parse(`${day}T00:00:00Z`);
    return fc.integer({ min: midnightMs - 24 * hourMs, max: midnightMs + 36 * hourMs });
  }),
);

test('quiet hours end at the first instant that is not quiet, whatever the clock does meanwhile', () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), minutes, minutes, instants, (zone, fromMinute, toMinute, atMs) => {
      fc.pre(fromMinute !== toMinute);
      const quiet = { fromMinute, toMinute };
      const endMs = quietEndsAtMs(quiet, zone, atMs);
      assert.ok(!isQuietAt(quiet, zone, endMs), 'it is over then');
      assert.equal(endMs === atMs, !isQuietAt(quiet, zone, atMs));
      if (endMs === atMs) return;
      assert.ok(isQuietAt(quiet, zone, endMs - 1), 'and not before');
      for (let part = 1; part < 16; part += 1)
        assert.ok(isQuietAt(quiet, zone, atMs + Math.floor(((endMs - 1 - atMs) * part) / 16)), 'nor in between');
    }),
  );
});

test('quiet hours are read with the place of what is wrong', () => {
  assert.deepEqual(parseQuietHours(null, []), { ok: true, value: null });
  assert.deepEqual(parseQuietHours({ from: '22:00', to: '07:00', through: ['CRITICAL'] }, []), {
    ok: true,
    value: night,
  });
  const outcome = parseQuietHours({ from: '24:00', to: '7', through: ['LOUD'] }, ['quietHours']);
  assert.deepEqual(outcome.ok ? [] : outcome.refusals.map(({ path }) => path.join('.')), [
    'quietHours.from',
    'quietHours.to',
    'quietHours.through',
  ]);
  assert.equal(parseQuietHours({ from: '07:00', to: '07:00' }, []).ok, false, 'for ever is not an hour');
  assert.equal(sayMinute(7 * 60 + 5), '07:05');
});
