import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeAfter } from './row-walk.ts';

test('the first step into a list reaches its first row, from either side', () => {
  assert.equal(placeAfter('j', { place: -1, count: 5 }), 0);
  assert.equal(placeAfter('k', { place: -1, count: 5 }), 0);
});

test('no key leads out of the list', () => {
  assert.equal(placeAfter('ArrowDown', { place: 4, count: 5 }), 4);
  assert.equal(placeAfter('PageUp', { place: 3, count: 5 }), 0);
  assert.equal(placeAfter('End', { place: 0, count: 5 }), 4);
  assert.equal(placeAfter('j', { place: -1, count: 0 }), undefined);
});

test('keys that are not for walking are left to others', () => {
  assert.equal(placeAfter('x', { place: 0, count: 5 }), undefined);
});
