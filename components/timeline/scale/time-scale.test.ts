import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { foldPx, heldScroll, msAt, openEndMs, pxOf, type Span, timeScale, zoomedWidth } from './time-scale.ts';

// Work and idle stretches in turn, as a run has them.
const lines = fc
  .tuple(
    fc.array(fc.tuple(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 10_000_000 })), { maxLength: 8 }),
    fc.integer({ min: 1, max: 100_000 }),
    fc.integer({ min: 400, max: 20_000 }),
  )
  .map(([stretches, restMs, widthPx]) => {
    const folds: Span[] = [];
    let atMs = 1_790_000_000_000;
    const fromMs = atMs;
    for (const [workMs, idleMs] of stretches) {
      folds.push({ fromMs: atMs + workMs, toMs: atMs + workMs + idleMs });
      atMs += workMs + idleMs;
    }
    return timeScale({ span: { fromMs, toMs: atMs + restMs }, folds, widthPx });
  });
const share = fc.double({ min: 0, max: 1, noNaN: true });

test('later is never further left, whatever is folded', () => {
  fc.assert(
    fc.property(lines, share, share, (scale, one, other) => {
      const lengthMs = scale.span.toMs - scale.span.fromMs;
      const [a, b] = [one, other].sort((x, y) => x - y).map((part) => scale.span.fromMs + part * lengthMs);
      assert.ok(pxOf(scale, a ?? 0) <= pxOf(scale, b ?? 0) + 1e-3);
    }),
  );
});

test('the instant under a point is the one that is drawn there', () => {
  fc.assert(
    fc.property(lines, share, (scale, part) => {
      const px = part * scale.widthPx;
      // Instants are told apart to a quarter of a microsecond, and no pixel is that short.
      assert.ok(Math.abs(pxOf(scale, msAt(scale, px)) - px) < 0.5);
    }),
  );
});

test('the line fills its width, and every fold takes the same little of it', () => {
  fc.assert(
    fc.property(lines, (scale) => {
      assert.ok(Math.abs(pxOf(scale, scale.span.toMs) - scale.widthPx) < 0.01);
      assert.equal(pxOf(scale, scale.span.fromMs), 0);
      for (const piece of scale.pieces) {
        if (piece.isFold) assert.ok(Math.abs(piece.toPx - piece.fromPx - foldPx) < 0.01);
      }
    }),
  );
});

test('outside of folds a second is as long everywhere', () => {
  fc.assert(
    fc.property(lines, (scale) => {
      for (const piece of scale.pieces) {
        const msPerPx = (piece.toMs - piece.fromMs) / (piece.toPx - piece.fromPx);
        if (!piece.isFold) assert.ok(Math.abs(msPerPx / scale.msPerPx - 1) < 1e-6);
      }
    }),
  );
});

test('zooming keeps the instant under the pointer where it is', () => {
  const span = { fromMs: 0, toMs: 60_000 };
  const before = timeScale({ span, folds: [{ fromMs: 10_000, toMs: 40_000 }], widthPx: 1_000 });
  const after = timeScale({ span, folds: [{ fromMs: 10_000, toMs: 40_000 }], widthPx: 3_000 });
  const held = heldScroll(before, after, { scrollPx: 100, pointPx: 300 });
  assert.ok(Math.abs(msAt(after, held + 300) - msAt(before, 400)) < 0.01);
});

test('zooming out ends with the whole line in view, zooming in ends somewhere', () => {
  assert.equal(zoomedWidth(1_000, { viewPx: 900, isIn: false }), 900);
  let widthPx = 900;
  for (let count = 0; count < 100; count += 1) widthPx = zoomedWidth(widthPx, { viewPx: 900, isIn: true });
  assert.equal(widthPx, zoomedWidth(widthPx, { viewPx: 900, isIn: true }));
});

test('the end of open work is always ahead of now and moves in few leaps', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30 * 86_400_000 }), (elapsedMs) => {
      const endMs = openEndMs({ fromMs: 0, nowMs: elapsedMs });
      assert.ok(endMs >= elapsedMs);
      assert.ok(endMs <= Math.max(10_000, elapsedMs * 1.4), `${elapsedMs} ${endMs}`);
    }),
  );
  const ends = Array.from({ length: 3_600 }, (_, second) => openEndMs({ fromMs: 0, nowMs: second * 1_000 }));
  assert.ok(new Set(ends).size < 30);
});
