import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterOf, isNarrowed, readShown } from './schedule-filter.ts';
import { steadyRows } from './steady-rows.ts';

const shown = (search: string) => readShown(new URLSearchParams(search));

test('without a word in the address the list shows what is not over', () => {
  assert.deepEqual(filterOf(shown('')), { states: ['ACTIVE', 'PAUSED'] });
  assert.equal(isNarrowed(shown('')), false);
  assert.deepEqual(filterOf(shown('show=nonsense')), { states: ['ACTIVE', 'PAUSED'] });
});

test('the address narrows by state, name and target', () => {
  const narrowed = shown('show=paused&q=night+&workflow=etl');
  assert.deepEqual(filterOf(narrowed), { states: ['PAUSED'], query: 'night', workflow: 'etl' });
  assert.equal(isNarrowed(narrowed), true);
});

test('new schedules wait, ended ones leave, and an empty list shows all at once', () => {
  const rows = [{ id: 'c' }, { id: 'b' }, { id: 'a' }];
  assert.deepEqual(steadyRows(rows, new Set(['a', 'b', 'gone'])), {
    rows: [{ id: 'b' }, { id: 'a' }],
    waitingCount: 1,
  });
  assert.deepEqual(steadyRows(rows, new Set()), { rows, waitingCount: 0 });
});
