import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayThen } from './say-then.ts';

const clock = { nowMs: Date.parse('2026-11-24T13:51:20Z'), timeZone: 'UTC' };
const at = (...times: string[]) => times.map((time) => ({ at: time }));

test('what comes after the next instant is said by what differs from the one before', () => {
  const times = at('2026-11-24T13:52:00Z', '2026-11-24T23:58:00Z', '2026-11-25T00:00:00Z', '2027-01-01T00:00:00Z');
  assert.equal(sayThen(times, { ...clock, nextRunAt: '2026-11-24T13:52:00Z' }), '23:58, 11-25 00:00, 2027-01-01');
});

test('it is said on the clock of the reader', () => {
  const times = at('2026-11-24T13:52:00Z', '2026-11-24T18:30:00Z');
  const reader = { ...clock, timeZone: 'Asia/Kolkata', nextRunAt: '2026-11-24T13:52:00Z' };
  assert.equal(sayThen(times, reader), '11-25 00:00');
});

test('a schedule that is paused or fires no more says nothing', () => {
  assert.equal(sayThen([], { ...clock, nextRunAt: null }), '');
});
