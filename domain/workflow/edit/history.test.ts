import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type History, noHistory, record, redo, seal, undo } from './history.ts';

/** Remembers texts one after the other. */
const through = (texts: string[], group?: string): History =>
  texts
    .slice(1)
    .reduce(
      (history, after, n) => record(history, { before: texts[n] ?? '', after, ...(group !== undefined && { group }) }),
      noHistory,
    );

test('what was typed in one field is taken back at once', () => {
  const history = through(['a', 'ab', 'abc', 'abcd'], 'name');
  assert.equal(history.done.length, 1);
  assert.equal(undo(history, 'abcd')?.text, 'a');
});

test('a group that ended, or that something was undone in, is not gone on with', () => {
  const typed = through(['a', 'ab'], 'name');
  assert.equal(record(seal(typed), { before: 'ab', after: 'abc', group: 'name' }).done.length, 2);
  const undone = undo(through(['a', 'ab', 'abX']), 'abX');
  assert.equal(record(undone?.history ?? noHistory, { before: 'ab', after: 'abY', group: 'name' }).undone.length, 0);
});

test('typing that ends where it began leaves nothing to undo', () => {
  assert.deepEqual(through(['a', 'ab', 'a'], 'name').done, []);
});

test('a hundred steps are kept', () => {
  const texts = Array.from({ length: 150 }, (_, n) => 'x'.repeat(n));
  let history = through(texts);
  assert.equal(history.done.length, 100);
  let text = texts.at(-1) ?? '';
  for (let undone = undo(history, text); undone !== undefined; undone = undo(history, text))
    ({ history, text } = undone);
  assert.equal(text.length, 49);
});

test('a text that is not the one the last edit left is not undone', () => {
  assert.equal(undo(through(['one', 'two']), 'other'), undefined);
});

test('undo and redo lead through the same texts', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 12 }), { minLength: 1, maxLength: 20 }), (given) => {
      const texts = given.filter((text, n) => text !== given[n - 1]);
      let history = through(texts);
      let text = texts.at(-1) ?? '';
      for (const before of texts.slice(0, -1).toReversed()) {
        const undone = undo(history, text);
        assert.equal(undone?.text, before);
        if (undone !== undefined) ({ history, text } = undone);
      }
      for (const after of texts.slice(1)) {
        const redone = redo(history, text);
        assert.equal(redone?.text, after);
        if (redone !== undefined) ({ history, text } = redone);
      }
    }),
  );
});
