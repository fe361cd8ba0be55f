import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placedByHand, readPlaces, withPlaces, writePlaces } from './hand-places.ts';

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
    places: new Map([
      ['c', { x: 10, y: 20 }],
      ['gone', { x: 1, y: 1 }],
    ]),
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

test('places are kept as text and found again; what is not ours is no place', () => {
  const moved = withPlaces(new Map([['a', { x: 1, y: 2 }]]), new Map([['b', { x: 3.4, y: -5.6 }]]));
  assert.deepEqual(
    [...readPlaces(writePlaces(moved) ?? null)],
    [
      ['a', { x: 1, y: 2 }],
      ['b', { x: 3, y: -6 }],
    ],
  );
  assert.equal(writePlaces(new Map()), undefined);
  for (const kept of [null, '', 'nonsense', '[]', '{"a": 1}', '{"a": ["x", 2]}'])
    assert.equal(readPlaces(kept).size, 0);
});
