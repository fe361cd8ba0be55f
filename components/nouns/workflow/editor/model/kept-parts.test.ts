import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { withKeptParts } from './kept-parts.ts';

test('what is kept says what the new value says, and all of it where the two say the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
      assert.deepStrictEqual(withKeptParts(before, after), after);
      assert.equal(withKeptParts(before, structuredClone(before)), before);
    }),
  );
});

test('of a list of things only the one that changed is another object', () => {
  const before = {
    steps: new Map([
      ['a', { n: 1 }],
      ['b', { n: 2 }],
    ]),
    edges: [{ from: 'a' }, { from: 'b' }],
  };
  const after = {
    steps: new Map([
      ['a', { n: 1 }],
      ['b', { n: 3 }],
    ]),
    edges: [{ from: 'a' }, { from: 'b' }],
  };
  const kept = withKeptParts(before, after);
  assert.deepStrictEqual(kept, after);
  assert.equal(kept.edges, before.edges);
  assert.equal(kept.steps.get('a'), before.steps.get('a'));
  assert.notEqual(kept.steps.get('b'), before.steps.get('b'));
});

test('the order of names is kept: a variable that was moved is shown elsewhere', () => {
  const kept = withKeptParts({ a: { type: 'string' }, b: 1 }, { b: 1, a: { type: 'string' } });
  assert.deepEqual(Object.keys(kept), ['b', 'a']);
});
