import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { statisticsBounds } from '#domain/bounds/statistics.ts';
import { readWindowParts, type WindowAsked } from './window-parts.ts';

const limits = { bucketsDefault: 48, bucketsMax: 120, windowMsMax: 366 * 24 * 3_600_000 };
const window = { from: new Date(0), to: new Date(1_000) };

function edgesOf(asked: Partial<WindowAsked>): readonly number[] {
  const parts = readWindowParts({ ...window, ...asked }, limits);
  assert.ok(parts.ok);
  assert.equal(parts.value.count, parts.value.edges.length - 1);
  return parts.value.edges;
}

function refusalOf(asked: Partial<WindowAsked>): string {
  const parts = readWindowParts({ ...window, ...asked }, limits);
  return parts.ok ? '' : parts.refusals.map(({ code, path }) => `${code} ${path.join('.')}`).join();
}

const at = (...instants: number[]) => instants.map((ms) => new Date(ms));

test('a window is cut where it is said, else into equal parts', () => {
  assert.deepEqual(edgesOf({ buckets: 4 }), [0, 250, 500, 750, 1_000]);
  assert.deepEqual(edgesOf({ cuts: at(1, 999) }), [0, 1, 999, 1_000]);
  assert.deepEqual(edgesOf({ cuts: [], buckets: null }), [0, 1_000]);
  assert.equal(edgesOf({}).length, 49);
  assert.equal(edgesOf({ cuts: null }).length, 49);
});

test('cuts that do not rise, lie outside, are too many or stand beside buckets are refused at their place', () => {
  assert.equal(refusalOf({ cuts: at(10, 10) }), 'BAD_INPUT cuts.1');
  assert.equal(refusalOf({ cuts: at(10, 30, 20) }), 'BAD_INPUT cuts.2');
  assert.equal(refusalOf({ cuts: at(0, 10) }), 'BAD_INPUT cuts.0');
  assert.equal(refusalOf({ cuts: at(10, 1_000) }), 'BAD_INPUT cuts.1');
  assert.equal(refusalOf({ cuts: at(-5) }), 'BAD_INPUT cuts.0');
  assert.equal(refusalOf({ cuts: at(10), buckets: 2 }), 'BAD_INPUT cuts');
  assert.equal(refusalOf({ cuts: [], buckets: 1 }), 'BAD_INPUT cuts');
  const many = (count: number) => at(...Array.from({ length: count }, (_, n) => n + 1));
  assert.equal(refusalOf({ cuts: many(statisticsBounds.cutsMax) }), '');
  assert.equal(refusalOf({ cuts: many(statisticsBounds.cutsMax + 1) }), 'TOO_LARGE cuts');
  assert.equal(refusalOf({ cuts: at(10), to: window.from }), 'BAD_INPUT to');
});

test('cuts where equal parts begin give the same parts', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 120, max: 1e10 }), (buckets, spanMs) => {
      const to = new Date(spanMs);
      const edges = edgesOf({ to, buckets });
      assert.deepEqual(edgesOf({ to, cuts: at(...edges.slice(1, -1)) }), edges);
    }),
  );
});

test('a histogram has room for every column that cuts can make', () => {
  assert.equal(statisticsBounds.cutsMax, statisticsBounds.histogramBucketsMax - 1);
});
