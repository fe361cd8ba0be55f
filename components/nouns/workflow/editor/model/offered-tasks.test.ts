import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findTasks, freeId } from './offered-tasks.ts';

test('tasks are found by every word of their name or description, those that begin so first', () => {
  const tasks = [
    { name: 'count-tests', description: null },
    { name: 'deploy', description: 'Puts tests into production' },
    { name: 'test-run', description: 'Runs all' },
  ];
  const found = (text: string) => findTasks(tasks, text).map(({ name }) => name);
  assert.deepEqual(found('test'), ['test-run', 'count-tests', 'deploy']);
  assert.deepEqual(found('  RUN test '), ['test-run']);
  assert.deepEqual(found(''), ['count-tests', 'deploy', 'test-run']);
  assert.deepEqual(found('nothing'), []);
});

test('a new step has an id that no other has', () => {
  assert.equal(freeId('CODE ANALYSIS!', new Set()), 'CODE-ANALYSIS');
  assert.equal(freeId('lint', new Set(['lint', 'lint-2'])), 'lint-3');
  assert.equal(freeId('???', new Set()), 'step');
  assert.equal(freeId('x'.repeat(300), new Set()).length, 60);
});
