import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placedByHand } from './hand-places.ts';

test('a step stands where it was put, the others where the layout has them', () => {
  const drawing = {
    places: new Map([
      ['a', { x: 0, y: 0 }],
      ['b', { x: 300, y: 0 }],
      ['c', { x: 600, y: 0 }],
    ]),
    routes: new Map([
      [0, [{ x: 250, y: 10 }]],
      [1, [{ x: 550, y: 10 }]],
    ]),
  };
  const edges = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
  ];
  const placed = placedByHand(drawing, {
    places: { c: [10, 20], gone: [1, 1] },
    edges,
  });
  assert.deepEqual(
    [...placed.places],
    [
      ['a', { x: 0, y: 0 }],
      ['b', { x: 300, y: 0 }],
      ['c', { x: 10, y: 20 }],
    ],
  );
  assert.deepEqual([...placed.routes.keys()], [0], 'the edge to the step that was moved goes its own way');
});
