import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstLines, jsonText, saySize } from './json-text.ts';

test('a value is read in lines and measured as it is stored', () => {
  assert.deepEqual(jsonText({ a: 'ü' }), { text: '{\n  "a": "ü"\n}', lineCount: 3, sizeBytes: 10 });
  assert.equal(jsonText(undefined).text, 'null');
  assert.equal(firstLines('a\nb\nc', 2), 'a\nb');
});

test('sizes are short', () => {
  assert.deepEqual([12, 3_400, 1_200_000].map(saySize), ['12 B', '3.4 kB', '1.2 MB']);
});
