import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sayTick, tickStepMs, ticksIn } from './ticks.ts';
import { timeScale } from './time-scale.ts';

const start = Date.UTC(2026, 2, 29, 10, 32, 7);

test('labels never touch, and there are enough of them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1_000, max: 40 * 86_400_000 }), fc.integer({ min: 400, max: 4_000 }), (ms, width) => {
      const scale = timeScale({ span: { fromMs: start, toMs: start + ms }, folds: [], widthPx: width });
      const ticks = ticksIn(scale, { fromPx: 0, toPx: width, timeZone: 'UTC' });
      for (const [index, tick] of ticks.entries()) {
        const next = ticks[index + 1];
        if (next !== undefined) assert.ok(next.px - tick.px >= 95, `${next.px - tick.px}`);
      }
      assert.ok(ticks.length >= 1 || width < 960);
    }),
  );
});

test('marks stand at round instants of the reader’s clock', () => {
  const scale = timeScale({ span: { fromMs: start, toMs: start + 4 * 86_400_000 }, folds: [], widthPx: 1_000 });
  const offsetMs = 5.5 * 3_600_000;
  for (const { atMs } of ticksIn(scale, { fromPx: 0, toPx: 1_000, timeZone: 'Asia/Kolkata' })) {
    assert.equal((atMs + offsetMs) % tickStepMs(scale.msPerPx), 0);
  }
});

test('no mark stands inside a fold', () => {
  const folds = [{ fromMs: start + 10_000, toMs: start + 3_000_000 }];
  const scale = timeScale({ span: { fromMs: start, toMs: start + 3_010_000 }, folds, widthPx: 1_000 });
  const ticks = ticksIn(scale, { fromPx: 0, toPx: 1_000, timeZone: 'UTC' });
  assert.ok(ticks.length > 4);
  assert.ok(ticks.every(({ atMs }) => atMs <= start + 10_000 || atMs >= start + 3_000_000));
  const fold = scale.pieces.find(({ isFold }) => isFold);
  assert.ok(ticks.every(({ px }) => px <= (fold?.fromPx ?? 0) - 70 || px >= (fold?.toPx ?? 0)));
});

test('a mark is said as finely as the marks are close', () => {
  const say = (stepMs: number) => sayTick(start + 250, { stepMs, timeZone: 'UTC' });
  assert.deepEqual([86_400_000, 60_000, 1_000, 50].map(say), ['Mar 29', '10:32', '10:32:07', '10:32:07.250']);
});

test('marks of days stand at midnight on either side of a change of the clocks', () => {
  const from = Date.parse('2026-03-26T12:00:00Z');
  const scale = timeScale({ span: { fromMs: from, toMs: from + 6 * 86_400_000 }, folds: [], widthPx: 800 });
  const ticks = ticksIn(scale, { fromPx: 0, toPx: 800, timeZone: 'Europe/Berlin' });
  assert.deepEqual(
    ticks.map(({ atMs }) => new Date(atMs).toISOString().slice(5, 16)),
    ['03-26T23:00', '03-27T23:00', '03-28T23:00', '03-29T22:00', '03-30T22:00', '03-31T22:00'],
  );
});
