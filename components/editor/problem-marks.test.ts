import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Text } from '@codemirror/state';
import fc from 'fast-check';
import { markedSpans, offsetOf } from '#components/editor/problem-marks.ts';

const text = Text.of(['name: hello', 'tasks:', '  - id: first', '    type: ecko', '', 'end']);
const marked = (line: number | null, column: number | null) => {
  const [span] = markedSpans(text, [{ line, column, message: 'no' }]);
  return text.sliceString(span?.from ?? 0, span?.to ?? 0);
};

test('a problem underlines the word at its column', () => {
  assert.equal(marked(4, 11), 'ecko');
  assert.equal(marked(3, 5), 'id');
});

test('a problem without a column underlines the first word of its line, and without a line that of the text', () => {
  assert.equal(marked(4, null), 'type');
  assert.equal(marked(null, null), 'name');
});

test('a problem behind the last character underlines the word before it', () => {
  assert.equal(marked(6, 4), 'end');
  assert.equal(marked(6, 99), 'end');
});

test('no place can lie outside of the text, whatever a server says', () => {
  const place = fc.record({ line: fc.option(fc.integer()), column: fc.option(fc.integer()) });
  fc.assert(
    fc.property(place, ({ line, column }) => {
      const offset = offsetOf(text, { line, column });
      assert.ok(offset >= 0 && offset <= text.length);
      const [span] = markedSpans(text, [{ line, column, message: 'no' }]);
      assert.ok(span !== undefined && span.from <= span.to && span.to <= text.length);
    }),
  );
});

test('problems are marked in the order of the text', () => {
  const spans = markedSpans(text, [
    { line: 4, column: 1, message: 'second' },
    { line: 1, column: 1, message: 'first' },
  ]);
  assert.deepEqual(
    spans.map(({ message }) => message),
    ['first', 'second'],
  );
});
