import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineOf } from './line-of.ts';

const edge = (text: string) => {
  const [from = '', to = ''] = text.split(' ');
  return { from, to };
};

test('the line of a step is what leads to it and what follows from it, not what stands beside it', () => {
  const graph = { edges: ['a b', 'b c', 'c d', 'a x', 'x d', 'd e'].map(edge) };
  assert.deepEqual([...lineOf({ graph }, 'c')].toSorted(), ['a', 'b', 'c', 'd', 'e']);
  assert.deepEqual([...lineOf({ graph }, 'x')].toSorted(), ['a', 'd', 'e', 'x']);
  assert.deepEqual([...lineOf({ graph }, 'alone')], ['alone']);
});
