import assert from 'node:assert/strict';
import { test } from 'node:test';
import { knownZones, sayOnClock, zoneColumns } from './zone-columns.ts';

test('each clock has one column, however many read it', () => {
  assert.deepEqual(zoneColumns('Europe/Berlin', 'America/New_York'), [
    { timeZone: 'Europe/Berlin', words: 'schedule' },
    { timeZone: 'America/New_York', words: 'yours' },
    { timeZone: 'UTC', words: '' },
  ]);
  assert.deepEqual(zoneColumns('Europe/Berlin', 'Europe/Berlin'), [
    { timeZone: 'Europe/Berlin', words: 'schedule and yours' },
    { timeZone: 'UTC', words: '' },
  ]);
  assert.deepEqual(zoneColumns('UTC', 'UTC'), [{ timeZone: 'UTC', words: 'schedule and yours' }]);
});

test('an instant is said with the day of its own clock, and with its year when that is another', () => {
  const instant = '2026-03-29T22:30:00.000Z';
  const inYear = (year: number, timeZone: string) => sayOnClock(instant, { timeZone, nowMs: Date.UTC(year, 5) });
  assert.equal(inYear(2026, 'UTC'), 'Sun 03-29 22:30');
  assert.equal(inYear(2026, 'Europe/Berlin'), 'Mon 03-30 00:30');
  assert.equal(inYear(2025, 'UTC'), 'Sun 2026-03-29 22:30');
});

test('UTC is offered first', () => {
  const zones = knownZones();
  assert.equal(zones[0], 'UTC');
  assert.equal(new Set(zones).size, zones.length);
});
