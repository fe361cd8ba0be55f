import assert from 'node:assert/strict';
import { test } from 'node:test';
import { edgePath, placePicture } from '#components/workflows/picture-layout.ts';
import { bounds } from '#domain/bounds.ts';

function chain(count: number) {
  return {
    nodes: Array.from({ length: count }, (_, level) => ({ stepKey: `s${level}`, task: 'x', level })),
    edges: Array.from({ length: count - 1 }, (_, n) => ({ from: `s${n}`, to: `s${n + 1}`, on: 'success' })),
  };
}

test('every step lies inside of the picture, in small ones and in large ones', () => {
  for (const count of [1, 3, bounds.dagreNodesMax + 1]) {
    const placed = placePicture(chain(count));
    assert.equal(placed.places.size, count);
    for (const { x, y } of placed.places.values()) {
      assert.ok(x >= 0 && y >= 0 && x < placed.width && y < placed.height);
    }
  }
});

test('an edge leads from one step to the next, and nowhere when one of them is missing', () => {
  const placed = placePicture(chain(2));
  assert.match(edgePath({ from: 's0', to: 's1', on: 'success' }, placed) ?? '', /^M[\d.]+,[\d.]+ C/);
  assert.equal(edgePath({ from: 's0', to: 'ghost', on: 'success' }, placed), undefined);
});

test('an empty picture has a size', () => {
  const placed = placePicture({ nodes: [], edges: [] });
  assert.ok(Number.isFinite(placed.width) && Number.isFinite(placed.height));
});
