import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type WindowChoice, windowAt, windowChoices } from '#components/overview/overview-window.ts';
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
      const window = windowAt(choice, { nowMs, timeZone: 'UTC' });
      const bucketMs = (window.toMs - window.fromMs) / window.buckets;
      assert.ok(nowMs < window.toMs && nowMs >= window.toMs - bucketMs);
      assert.equal(window.cuts, undefined);
      assert.deepEqual(windowAt(choice, { nowMs: window.toMs - 1, timeZone: 'UTC' }), window);
    }),
  );
});

test('buckets are round on the clock of the zone that is shown, and now lies in the last one, whatever its clocks do', () => {
  const zones = ['Asia/Kolkata', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/St_Johns'];
  const widthsMs: Record<WindowChoice, number> = { '1h': 60_000, '6h': 300_000, '24h': 1_800_000, '7d': 10_800_000 };
  const instants = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) });
  fc.assert(
    fc.property(fc.constantFrom(...windowChoices), fc.constantFrom(...zones), instants, (choice, timeZone, anyMs) => {
      // Every other instant lies near a change of the clocks.
      for (const nowMs of [anyMs, stretchAt(timeZone, anyMs).endMs + (anyMs % 10_000_000)]) {
        const { fromMs, toMs, buckets, cuts } = windowAt(choice, { nowMs, timeZone });
        const even = Array.from({ length: buckets - 1 }, (_, n) => fromMs + ((toMs - fromMs) * (n + 1)) / buckets);
        const edges = [fromMs, ...(cuts ?? even), toMs];
        assert.equal(edges.length, buckets + 1);
        assert.ok(nowMs < toMs && nowMs >= (edges.at(-2) ?? toMs));
        for (const atMs of edges) assert.equal((atMs + offsetMsAt(timeZone, atMs)) % widthsMs[choice], 0);
      }
    }),
  );
});

test('a week in which clocks change has as many columns as any, from the same time of day on, and all but one are equal', () => {
  for (const [now, from, hours] of [
    ['2026-10-28T12:17Z', '2026-10-21T13:00:00.000Z', 4],
    ['2026-04-01T12:17Z', '2026-03-25T14:00:00.000Z', 2],
  ] as const) {
    const { fromMs, toMs, buckets, cuts = [] } = windowAt('7d', { nowMs: Date.parse(now), timeZone: 'Europe/Berlin' });
    assert.equal(buckets, 56);
    assert.equal(new Date(fromMs).toISOString(), from);
    const edges = [fromMs, ...cuts, toMs];
    const spans = edges.slice(1).map((atMs, n) => (atMs - (edges[n] ?? 0)) / 3_600_000);
    assert.deepEqual(
      spans.filter((span) => span !== 3),
      [hours],
    );
  }
});
