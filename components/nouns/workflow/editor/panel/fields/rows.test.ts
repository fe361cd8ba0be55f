import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '#domain/value/json.ts';
import { numberOr, rowsOf, writtenRows } from './rows.ts';

test('rows are read from what is written, and written back as the same', () => {
  const written: [Json | undefined, Parameters<typeof writtenRows>[1], Json | undefined][] = [
    [['a', 'b'], 'lines', ['a', 'b']],
    ['a', 'lines', ['a']],
    [{ gpu: 2 }, 'amounts', { gpu: 2 }],
    [{ coverage: 'result.x' }, 'expressions', { coverage: 'result.x' }],
    [undefined, 'lines', undefined],
    [[], 'lines', undefined],
  ];
  for (const [said, kind, again] of written) assert.deepEqual(writtenRows(rowsOf(said), kind), again);
});

test('a row that is half filled in waits until it is whole', () => {
  assert.equal(writtenRows([{ name: 'gpu', value: '' }], 'amounts'), undefined);
  assert.deepEqual(writtenRows([{ name: ' gpu ', value: ' 2 ' }], 'amounts'), { gpu: 2 });
  assert.deepEqual(writtenRows([{ name: '', value: 'result' }], 'expressions'), undefined);
});

test('what is no number stands as it was typed, for the problems to speak of', () => {
  assert.deepEqual(['3', '-5', '10%', 'two', '1.5'].map(numberOr), [3, -5, '10%', 'two', '1.5']);
});
