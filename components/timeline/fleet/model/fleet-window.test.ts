import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addressOf, type FleetView, panned, spanChoices, spanOf, viewOf, viewOfSpan, zoomed } from './fleet-window.ts';

const nowMs = Date.UTC(2026, 2, 1, 12, 0, 7);
const hourMs = 3_600_000;

test('the window around now holds more past than future, and is the same question for a while', () => {
  const { fromMs, toMs } = spanOf({ kind: 'live', span: '1h' }, nowMs);
  assert.equal(toMs - fromMs, hourMs);
  assert.ok(nowMs - fromMs > 2 * (toMs - nowMs) && toMs > nowMs);
  assert.deepEqual(spanOf({ kind: 'live', span: '1h' }, nowMs + 10_000), { fromMs, toMs });
});

test('keys go from choice to choice around now, and on into it', () => {
  const closer = (view: FleetView) => zoomed(view, { isIn: true, nowMs });
  const wider = (view: FleetView) => zoomed(view, { isIn: false, nowMs });
  assert.deepEqual(closer({ kind: 'live', span: '6h' }), { kind: 'live', span: '1h' });
  assert.deepEqual(wider({ kind: 'live', span: '6h' }), { kind: 'live', span: '24h' });
  assert.deepEqual(wider({ kind: 'live', span: '7d' }), { kind: 'live', span: '7d' });
  const close = closer({ kind: 'live', span: '1h' });
  assert.ok(close.kind === 'fixed' && close.fromMs < nowMs && close.toMs > nowMs && close.toMs - close.fromMs < hourMs);
});

const view: fc.Arbitrary<FleetView> = fc.oneof(
  fc.record({ kind: fc.constant('live' as const), span: fc.constantFrom(...spanChoices) }),
  fc
    .tuple(fc.integer({ min: -20 * 24 * hourMs, max: 24 * hourMs }), fc.integer({ min: 60_000, max: 6 * 24 * hourMs }))
    .map(([from, spanMs]) => ({ kind: 'fixed' as const, fromMs: nowMs + from, toMs: nowMs + from + spanMs })),
);

test('whatever is zoomed, panned or brushed, the API can tell it, and the address brings it back', () => {
  fc.assert(
    fc.property(view, fc.boolean(), fc.double({ min: -3, max: 3, noNaN: true }), (start, isIn, share) => {
      const span = spanOf(start, nowMs);
      const atMs = span.fromMs + Math.abs(share / 3) * (span.toMs - span.fromMs);
      const all = [
        zoomed(start, { isIn, nowMs }),
        zoomed(start, { isIn, nowMs, atMs }),
        panned(start, { share, nowMs }),
        viewOfSpan(span, nowMs),
      ];
      for (const next of all) {
        const { fromMs, toMs } = spanOf(next, nowMs);
        assert.ok(toMs - fromMs >= 60_000 - 1 && toMs - fromMs <= 31 * 24 * hourMs, 'neither too short nor too long');
        assert.ok(toMs <= nowMs + 7 * 24 * hourMs, 'not too far ahead');
        const search = new URLSearchParams();
        for (const [name, value] of Object.entries(addressOf(next))) if (value !== undefined) search.set(name, value);
        assert.deepEqual(viewOf(search), { ...next });
      }
    }),
  );
});

test('a point stays where it is while one zooms', () => {
  const start: FleetView = { kind: 'fixed', fromMs: nowMs - 2 * hourMs, toMs: nowMs };
  const next = spanOf(zoomed(start, { isIn: true, nowMs, atMs: nowMs - hourMs / 2 }), nowMs);
  assert.ok(Math.abs((nowMs - hourMs / 2 - next.fromMs) / (next.toMs - next.fromMs) - 0.75) < 0.001);
});

test('an address that cannot be read shows the usual hours', () => {
  const usual = { kind: 'live', span: '6h' };
  for (const text of [
    '',
    'span=3y',
    'from=x&to=y',
    'from=2026-01-01T00:00:00Z',
    'from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z',
    'from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z',
  ])
    assert.deepEqual(viewOf(new URLSearchParams(text)), usual, text);
});
