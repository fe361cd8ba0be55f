import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changedPart } from './changed-part.ts';

test('the word of a line that is otherwise than in another one is marked, whole', () => {
  const base = 'limit: { type: integer, default: 30 }';
  assert.deepEqual(changedPart('limit: { type: integer, default: 35 }', base), {
    head: 'limit: { type: integer, default: ',
    changed: '35',
    tail: ' }',
  });
});

test('nothing is marked in the same line, all of one that has nothing in common with the other', () => {
  assert.equal(changedPart('same words', 'same words').changed, '');
  assert.deepEqual(changedPart('mail', 'tell'), { head: '', changed: 'mail', tail: '' });
});

test('what was added is marked, and the parts are always the whole line', () => {
  for (const [line, than] of [
    ['a b c', 'a c'],
    ['a c', 'a b c'],
    ['aaa', 'aa'],
    ['', 'a'],
    ['a', ''],
  ] as const) {
    const { head, changed, tail } = changedPart(line, than);
    assert.equal(`${head}${changed}${tail}`, line);
  }
  assert.equal(changedPart('a b c', 'a c').changed.trim(), 'b');
});
