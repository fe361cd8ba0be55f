import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idsInOrder, keepOrder } from './row-order.ts';

const rows = [
  { id: 'reports', depth: 3 },
  { id: 'billing', depth: 7 },
  { id: 'default', depth: 2 },
];

function ids(shown: readonly { id: string }[]): string {
  return shown.map(({ id }) => id).join(' ');
}

test('numbers that change do not move the rows; a new row stands below', () => {
  const shown = idsInOrder(rows, (one, other) => other.depth - one.depth);
  assert.deepEqual(shown, ['billing', 'reports', 'default']);
  const later = [
    { id: 'archive', depth: 90 },
    { id: 'reports', depth: 40 },
    { id: 'billing', depth: 0 },
    { id: 'default', depth: 3 },
  ];
  assert.equal(ids(keepOrder(later, shown)), 'billing reports default archive');
});

test('rows that nobody ordered stand as they were read', () => {
  assert.deepEqual(idsInOrder(rows, undefined), ['reports', 'billing', 'default']);
});
