import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { windowAt, windowChoices } from '#components/overview/overview-window.ts';
import { offsetMsAt, stretchAt } from '#domain/timetable/zone.ts';

test('a window reaches to the end of the bucket that is under way', () => {
  const nowMs = Date.UTC(2026, 2, 1, 12, 17, 30);
  const { fromMs, toMs, buckets } = windowAt('24h', { nowMs, timeZone: 'UTC' });
  assert.equal(new Date(toMs).toISOString(), '2026-03-01T12:30:00.000Z');
  assert.equal(new Date(fromMs).toISOString(), '2026-02-28T12:30:00.000Z');
  assert.equal(buckets, 48);
});

test('now always lies in the last bucket, and the question stays the same until that is over', () => {
  fc.assert(
    fc.property(fc.constantFrom(...windowChoices), fc.integer({ min: 0, max: 4e12 }), (choice, nowMs) => {
      const { fromMs, toMs, buckets } = windowAt(choice, { nowMs, timeZone: 'UTC' });
      const bucketMs = (toMs - fromMs) / buckets;
      assert.ok(nowMs < toMs && nowMs >= toMs - bucketMs);
      assert.deepEqual(windowAt(choice, { nowMs: toMs - 1, timeZone: 'UTC' }), { fromMs, toMs, buckets });
    }),
  );
});

test('buckets are round on the clock of the zone that is shown, and now lies in the last one, whatever its clocks do', () => {
  const zones = ['Asia/Kolkata', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/St_Johns'];
  const instants = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) });
  fc.assert(
    fc.property(fc.constantFrom(...windowChoices), fc.constantFrom(...zones), instants, (choice, timeZone, anyMs) => {
      // Every other instant lies near a change of the clocks.
      for (const nowMs of [anyMs, stretchAt(timeZone, anyMs).endMs + (anyMs % 10_000_000)]) {
        const { fromMs, toMs, buckets } = windowAt(choice, { nowMs, timeZone });
        const bucketMs = (toMs - fromMs) / buckets;
        assert.ok(nowMs < toMs && nowMs >= toMs - bucketMs);
        assert.equal((toMs + offsetMsAt(timeZone, nowMs)) % bucketMs, 0);
      }
    }),
  );
});
