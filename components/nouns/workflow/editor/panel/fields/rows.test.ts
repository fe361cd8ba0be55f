import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '#domain/value/json.ts';
import { areWritten, type HeldRow, heldRows, type RowsKind, rowsProblem, withRow, writtenRows } from './rows.ts';

test('rows are read from what is written, and written back as the same', () => {
  const written: [Json | undefined, RowsKind, Json | undefined][] = [
    [['a', 'b'], 'lines', ['a', 'b']],
    ['a', 'lines', ['a']],
    [{ gpu: 2 }, 'amounts', { gpu: 2 }],
    [{ coverage: 'result.x' }, 'expressions', { coverage: 'result.x' }],
    [undefined, 'lines', undefined],
    [[], 'lines', undefined],
  ];
  for (const [said, kind, again] of written) assert.deepEqual(writtenRows(heldRows(said), kind), again);
});

const begun: HeldRow = { row: { name: '', value: '' }, written: undefined };

test('a row that is half filled in waits until it is whole', () => {
  assert.equal(rowsProblem([begun], 'amounts'), undefined);
  const half = withRow([begun], 0, { row: { name: 'gpu', value: '' }, kind: 'amounts' });
  assert.equal(writtenRows(half, 'amounts'), undefined);
  assert.match(rowsProblem(half, 'amounts') ?? '', /both its parts/);
  const whole = withRow(half, 0, { row: { name: ' gpu ', value: ' 2 ' }, kind: 'amounts' });
  assert.deepEqual(writtenRows(whole, 'amounts'), { gpu: 2 });
  assert.ok(areWritten(whole));
});

test('a row of which one half is cleared stays written as it was, until it is whole again or taken away', () => {
  const rows = heldRows({ gpu: 2, cpu: 1 });
  const cleared = withRow(rows, 0, { row: { name: 'gpu', value: '' }, kind: 'amounts' });
  assert.deepEqual(writtenRows(cleared, 'amounts'), { gpu: 2, cpu: 1 });
  assert.equal(areWritten(cleared), false);
  const other = withRow(cleared, 1, { row: { name: 'cpu', value: '4' }, kind: 'amounts' });
  assert.deepEqual(writtenRows(other, 'amounts'), { gpu: 2, cpu: 4 });
  assert.deepEqual(writtenRows(withRow(other, 0, { row: undefined, kind: 'amounts' }), 'amounts'), { cpu: 4 });
});

test('a second row of a name takes the place of no other', () => {
  const rows = heldRows({ a: 'vars.x', b: 'vars.y' });
  const twice = withRow(rows, 1, { row: { name: 'a', value: 'vars.y' }, kind: 'expressions' });
  assert.deepEqual(writtenRows(twice, 'expressions'), { a: 'vars.x', b: 'vars.y' });
  assert.equal(rowsProblem(twice, 'expressions'), 'a stands there twice.');
  // The name that it is still written under is taken as well.
  const third = withRow([...twice, begun], 2, { row: { name: 'b', value: 'vars.z' }, kind: 'expressions' });
  assert.deepEqual(writtenRows(third, 'expressions'), { a: 'vars.x', b: 'vars.y' });
  const mended = withRow(twice, 0, { row: { name: 'c', value: 'vars.x' }, kind: 'expressions' });
  assert.deepEqual(writtenRows(mended, 'expressions'), { c: 'vars.x', a: 'vars.y' });
  assert.equal(rowsProblem(mended, 'expressions'), undefined);
});

test('an amount that is no number is not written', () => {
  const typed = withRow(heldRows({ gpu: 2 }), 0, { row: { name: 'gpu', value: '2x' }, kind: 'amounts' });
  assert.deepEqual(writtenRows(typed, 'amounts'), { gpu: 2 });
  assert.match(rowsProblem(typed, 'amounts') ?? '', /whole number/);
});
