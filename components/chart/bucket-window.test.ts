import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedOf, windowOfEdges, withSpans } from './bucket-window.ts';

const iso = (ms: number) => new Date(ms).toISOString();

test('a window of equal buckets is asked for by their number, any other by where they begin', () => {
  assert.deepEqual(askedOf(windowOfEdges([10, 20, 30])), { from: iso(10), to: iso(30), buckets: 2 });
  assert.deepEqual(askedOf(windowOfEdges([10, 30])), { from: iso(10), to: iso(30), buckets: 1 });
  assert.deepEqual(askedOf(windowOfEdges([10, 20, 29])), { from: iso(10), to: iso(29), cuts: [iso(20)] });
});

test('a bucket reaches to the next one, and the last to the end of the window', () => {
  assert.deepEqual(withSpans([{ at: iso(10) }, { at: iso(20) }], 29), [
    { at: iso(10), atMs: 10, endMs: 20 },
    { at: iso(20), atMs: 20, endMs: 29 },
  ]);
  assert.deepEqual(withSpans([], 29), []);
});
