import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { instantOf, wallTimeOf } from './wall-time.ts';

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia', 'Australia/Lord_Howe'];

test('what a field shows is the instant that it came from, in every zone', () => {
  const firstMs = Date.UTC(2020, 0);
  const minutes = (Date.UTC(2030, 0) - firstMs) / 60_000;
  fc.assert(
    fc.property(fc.nat(minutes), fc.constantFrom(...zones), (minute, zone) => {
      const shown = wallTimeOf(new Date(firstMs + minute * 60_000).toISOString(), zone);
      const read = instantOf(shown, zone);
      // An hour that the clock shows twice is read as one of the two.
      assert.equal(read === undefined ? undefined : wallTimeOf(read, zone), shown);
    }),
  );
});

test('a wall clock is read in its zone, in summer and in winter', () => {
  assert.equal(instantOf('2026-01-15T07:00', 'Europe/Berlin'), '2026-01-15T06:00:00.000Z');
  assert.equal(instantOf('2026-07-15T07:00', 'Europe/Berlin'), '2026-07-15T05:00:00.000Z');
});

test('what is no time is no instant', () => {
  for (const text of ['', 'tomorrow', '2026-13-01T00:00']) assert.equal(instantOf(text, 'UTC'), undefined, text);
});

test('a time that the clock leaves out is when a schedule of that time would be due, on either side of Greenwich', () => {
  for (const [typed, zone, shown] of [
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T03:00'],
    ['2026-03-08T02:30', 'America/New_York', '2026-03-08T03:00'],
    ['2026-10-04T02:10', 'Australia/Lord_Howe', '2026-10-04T02:30'],
  ] as const) {
    assert.equal(wallTimeOf(instantOf(typed, zone) ?? '', zone), shown, zone);
  }
});
