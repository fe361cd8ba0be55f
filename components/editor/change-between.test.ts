import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { changeBetween } from './change-between.ts';

test('a text becomes another by one change that leaves what is the same at both ends', () => {
  assert.deepEqual(changeBetween('a: 1\nb: 2\n', 'a: 1\nc: 3\nb: 2\n'), { from: 5, to: 5, insert: 'c: 3\n' });
  assert.deepEqual(changeBetween('same', 'same'), { from: 4, to: 4, insert: '' });
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      const { from, to, insert } = changeBetween(before, after);
      assert.equal(before.slice(0, from) + insert + before.slice(to), after);
    }),
  );
});
