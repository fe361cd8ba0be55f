import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { statisticsBounds } from '#domain/bounds/statistics.ts';
import { daysAround, windowOf } from './histogram-window.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const nowMs = Date.UTC(2026, 2, 4, 12, 17, 30);
const utc = { nowMs, timeZone: 'UTC' };

function said(window: { fromMs: number; toMs: number; bucketMs: number }): string {
  const instant = (ms: number) => new Date(ms).toISOString().slice(0, 16);
  return `${instant(window.fromMs)} ${instant(window.toMs)} ${window.bucketMs / 60_000} min`;
}

test('without a span the last 24 hours are shown, the bucket under way with them', () => {
  assert.equal(said(windowOf({}, utc)), '2026-03-03T12:30 2026-03-04T12:30 30 min');
});

test('a span of the query is shown in round buckets of the zone', () => {
  const since = (spanMs: number, timeZone = 'UTC') => said(windowOf({ afterMs: nowMs - spanMs }, { nowMs, timeZone }));
  assert.equal(since(hourMs), '2026-03-04T11:15 2026-03-04T12:20 5 min');
  assert.equal(since(7 * dayMs), '2026-02-25T12:00 2026-03-04T15:00 180 min');
  assert.equal(since(60 * dayMs, 'Asia/Kolkata').slice(11, 16), '18:30');
  const [afterMs, beforeMs] = [Date.UTC(2026, 2, 1, 9, 30), Date.UTC(2026, 2, 1, 10)];
  assert.equal(said(windowOf({ afterMs, beforeMs }, utc)), '2026-03-01T09:30 2026-03-01T10:00 1 min');
  assert.equal(said(windowOf({ beforeMs }, utc)), '2026-02-28T10:00 2026-03-01T10:00 30 min');
});

test('weeks begin on Mondays', () => {
  const { fromMs, bucketMs } = windowOf({ afterMs: nowMs - 300 * dayMs }, utc);
  assert.equal(bucketMs, 7 * dayMs);
  assert.equal(new Date(fromMs).getUTCDay(), 1);
});

test('whatever the span, the question can be asked and holds what was asked for', () => {
  const instants = fc.option(fc.integer({ min: 0, max: 2 * nowMs }), { nil: undefined });
  fc.assert(
    fc.property(instants, instants, (afterMs, beforeMs) => {
      const { fromMs, toMs, bucketMs, buckets } = windowOf({ afterMs, beforeMs }, utc);
      assert.equal(toMs - fromMs, buckets * bucketMs);
      assert.ok(buckets >= 1 && buckets <= statisticsBounds.histogramBucketsMax);
      assert.ok(toMs - fromMs <= statisticsBounds.histogramWindowMsMax);
    }),
  );
});

test('the question stays the same until a bucket is over', () => {
  const { toMs } = windowOf({}, utc);
  assert.deepEqual(windowOf({}, { ...utc, nowMs: toMs - 1 }), windowOf({}, utc));
  assert.notDeepEqual(windowOf({}, { ...utc, nowMs: toMs }), windowOf({}, utc));
});

test('a window is widened step by step to half a year, and always holds what was shown', () => {
  const widen = (spanMs: number, endMs = nowMs) =>
    daysAround(windowOf({ afterMs: endMs - spanMs, beforeMs: endMs }, utc), nowMs);
  assert.equal(widen(hourMs), 1);
  assert.equal(widen(dayMs), 7);
  assert.equal(widen(hourMs, nowMs - 2 * dayMs), 7);
  assert.equal(widen(7 * dayMs), 30);
  assert.equal(widen(180 * dayMs), undefined);
  assert.equal(daysAround(windowOf({}, utc), nowMs), 7);
});
