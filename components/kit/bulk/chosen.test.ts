import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Chosen, filterOf, undoableIds } from './chosen.ts';

const some: Chosen = { kind: 'some', ids: ['job_1', 'job_2'] };
const rows = [
  { id: 'job_1', isSafe: true },
  { id: 'job_2', isSafe: true },
  { id: 'job_3', isSafe: false },
];
const undoable = (chosen: Chosen) => undoableIds(chosen, { rows, isWhole: ({ isSafe }) => isSafe });

test('rows are named by hand or by what was asked for', () => {
  assert.deepEqual(filterOf(some), { ids: ['job_1', 'job_2'] });
  assert.deepEqual(filterOf({ kind: 'all', query: 'state:dead' }), { query: 'state:dead' });
});

test('an act is taken back only where nothing is lost by it, for all rows or for none', () => {
  assert.deepEqual(undoable(some), ['job_1', 'job_2']);
  assert.deepEqual(undoable({ kind: 'some', ids: ['job_1', 'job_3'] }), [], 'one that would lose something');
  assert.deepEqual(undoable({ kind: 'some', ids: ['job_1', 'job_9'] }), [], 'one that is not shown');
  assert.deepEqual(undoable({ kind: 'all', query: 'state:pending' }), [], 'rows that nobody has seen');
});
