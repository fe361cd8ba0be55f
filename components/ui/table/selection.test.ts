import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extended, selectionOf, toggled } from './selection.ts';

const keys = ['a', 'b', 'c', 'd', 'e'];

test('holding Shift ticks everything between the last ticked row and this one, in both directions', () => {
  assert.deepEqual([...extended(new Set(['b']), { keys, from: 'b', to: 'd' })].sort(), ['b', 'c', 'd']);
  assert.deepEqual([...extended(new Set(['d']), { keys, from: 'd', to: 'b' })].sort(), ['b', 'c', 'd']);
});

test('holding Shift after the last ticked row has left the list ticks one row', () => {
  assert.deepEqual([...extended(new Set(), { keys, from: 'gone', to: 'c' })], ['c']);
});

test('ticking a row twice leaves the selection as it was', () => {
  assert.deepEqual([...toggled(toggled(new Set(['a']), 'b'), 'b')], ['a']);
});

test('the box in the head knows none, some and all', () => {
  assert.equal(selectionOf(new Set(['x']), keys), false);
  assert.equal(selectionOf(new Set(['a']), keys), 'mixed');
  assert.equal(selectionOf(new Set(keys), keys), true);
  assert.equal(selectionOf(new Set(), []), false);
});
