import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byClock, sayDistance, sayGrowingSpan, sayInstant, saySpan, sayStamp } from '#components/time/say-time.ts';

test('a span is said in its two largest units', () => {
  const said = [0, 999, 1_000, 12_449, 59_999, 60_000, 187_000, 7_500_000, 356_400_000].map(saySpan);
  assert.deepEqual(said, [
    '0 ms',
    '999 ms',
    '1.0 s',
    '12.4 s',
    '59.9 s',
    '1:00 min',
    '3:07 min',
    '2 h 05 min',
    '4 d 03 h',
  ]);
});

test('a clock that runs behind the server never shows a negative span', () => {
  assert.equal(saySpan(-40), '0 ms');
  assert.equal(sayGrowingSpan(-40), '0 s');
});

test('a growing span counts whole seconds', () => {
  assert.equal(sayGrowingSpan(1_999), '1 s');
  assert.equal(sayGrowingSpan(61_000), '1:01 min');
});

test('the distance of an instant says on which side of now it lies', () => {
  const now = Date.UTC(2026, 2, 29, 1);
  assert.equal(sayDistance(now, now), 'just now');
  assert.equal(sayDistance(now - 12_000, now), '12 s ago');
  assert.equal(sayDistance(now + 5 * 60_000, now), 'in 5 min');
  assert.equal(sayDistance(now - 3 * 86_400_000, now), '3 d ago');
});

test('an instant in full carries its zone', () => {
  assert.equal(sayInstant(Date.UTC(2026, 2, 29, 0, 59, 58), 'Europe/Berlin'), '2026-03-29 01:59:58 CET');
  assert.equal(sayInstant(Date.UTC(2026, 2, 29, 1, 0, 0), 'Europe/Berlin'), '2026-03-29 03:00:00 CEST');
});

test('a clock says the day only when it is another one, in the zone that is shown', () => {
  const nowMs = Date.UTC(2026, 2, 29, 1);
  const zoned = (timeZone: string) => ({ nowMs, timeZone });
  assert.equal(sayStamp(Date.UTC(2026, 2, 29, 0, 5, 9), zoned('UTC')), '00:05:09');
  assert.equal(sayStamp(Date.UTC(2026, 2, 28, 23, 5, 9), zoned('UTC')), '03-28 23:05:09');
  assert.equal(sayStamp(Date.UTC(2026, 2, 28, 23, 5, 9), zoned('Europe/Berlin')), '00:05:09');
  assert.equal(sayStamp(Date.UTC(2025, 11, 31, 12), zoned('UTC')), '2025-12-31 12:00:00');
});

test('the instants in a sentence are told by the clock of the reader', () => {
  const clock = { nowMs: Date.UTC(2026, 10, 21, 12), timeZone: 'Europe/Berlin' };
  const sentence = 'pay: not finished within 2 s of 2026-11-21T11:18:07.769Z, when it started';
  assert.equal(byClock(sentence, clock), 'pay: not finished within 2 s of 12:18:07, when it started');
  assert.equal(byClock('pay: late', clock), 'pay: late');
});
