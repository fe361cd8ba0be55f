import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { windowAt, windowChoices } from '#components/overview/overview-window.ts';

test('a window reaches to the end of the bucket that is under way', () => {
  const nowMs = Date.UTC(2026, 2, 1, 12, 17, 30);
  const { fromMs, toMs, buckets } = windowAt('24h', nowMs);
  assert.equal(new Date(toMs).toISOString(), '2026-03-01T12:30:00.000Z');
  assert.equal(new Date(fromMs).toISOString(), '2026-02-28T12:30:00.000Z');
  assert.equal(buckets, 48);
});

test('now always lies in the last bucket, and the question stays the same until that is over', () => {
  fc.assert(
    fc.property(fc.constantFrom(...windowChoices), fc.integer({ min: 0, max: 4e12 }), (choice, nowMs) => {
      const { fromMs, toMs, buckets } = windowAt(choice, nowMs);
      const bucketMs = (toMs - fromMs) / buckets;
      assert.ok(nowMs < toMs && nowMs >= toMs - bucketMs);
      assert.deepEqual(windowAt(choice, toMs - 1), { fromMs, toMs, buckets });
    }),
  );
});
