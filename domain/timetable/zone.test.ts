import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { localText, offsetMsAt, stretchAt } from './zone.ts';

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
