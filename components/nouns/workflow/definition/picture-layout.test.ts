import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dagreNodesMax, nodeSize } from '#components/graph/layout/layout.ts';
import { conditionHeight, placePicture } from './picture-layout.ts';

function chain(count: number) {
  return {
    nodes: Array.from({ length: count }, (_, level) => ({ stepKey: `s${level}`, task: 'x', level, condition: null })),
    edges: Array.from({ length: count - 1 }, (_, n) => ({
      from: `s${n}`,
      to: `s${n + 1}`,
      on: 'success',
      condition: null,
    })),
  };
}

test('every step lies inside of the picture with the line above it, in small ones and in large ones', () => {
  for (const count of [1, 3, dagreNodesMax + 1]) {
    const placed = placePicture(chain(count));
    assert.equal(placed.places.size, count);
    for (const { x, y } of placed.places.values()) {
      assert.ok(x >= 0 && y >= conditionHeight && x < placed.width && y < placed.height);
    }
  }
});

test('an edge that skips a level goes around the steps of that level', () => {
  const { nodes, edges } = chain(3);
  const { routes, places } = placePicture({
    nodes,
    edges: [...edges, { from: 's0', to: 's2', on: 'success', condition: null }],
  });
  const bends = routes.get(2) ?? [];
  const between = places.get('s1') ?? { x: 0, y: 0 };
  assert.ok(bends.length > 0);
  for (const { x, y } of bends) {
    const isBeside = x < between.x || x > between.x + nodeSize.width;
    assert.ok(isBeside || y < between.y || y > between.y + nodeSize.height);
  }
});

test('an empty picture has a size', () => {
  const placed = placePicture({ nodes: [], edges: [] });
  assert.ok(Number.isFinite(placed.width) && Number.isFinite(placed.height));
});
