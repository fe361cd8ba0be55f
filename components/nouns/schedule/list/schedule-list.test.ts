import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterOf, narrowing, readShown, writeShown } from './schedule-filter.ts';

const shown = (search: string) => readShown(new URLSearchParams(search));

test('without a word in the address the list shows what is not over', () => {
  assert.deepEqual(filterOf(shown('')), { states: ['ACTIVE', 'PAUSED'] });
  assert.equal(writeShown(shown('')), '');
  assert.deepEqual(filterOf(shown('show=nonsense')), { states: ['ACTIVE', 'PAUSED'] });
});

test('the address narrows by state, name and target, in the same words whatever their order', () => {
  const narrowed = shown('workflow=etl&q=night+&show=paused&tz=UTC');
  assert.deepEqual(filterOf(narrowed), { states: ['PAUSED'], query: 'night', workflow: 'etl' });
  assert.equal(writeShown(narrowed), 'show=paused&q=night&workflow=etl');
  assert.deepEqual(shown(writeShown(narrowed)), { ...narrowed, query: 'night' });
  for (const word of new URLSearchParams(writeShown(narrowed)).keys()) assert.ok(narrowing.some((one) => one === word));
});
