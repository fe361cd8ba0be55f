import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runsPath, workflowKey, workflowPath } from './paths.ts';

test('a workflow is found by its name', () => {
  assert.equal(workflowPath({ id: 'wfl_1', name: 'nightly-payroll' }), '/workflows/nightly-payroll');
  assert.equal(
    workflowPath({ id: 'wfl_1', name: 'Löhne und Gehälter' }),
    '/workflows/L%C3%B6hne%20und%20Geh%C3%A4lter',
  );
  assert.deepEqual(workflowKey('nightly-payroll'), { name: 'nightly-payroll' });
});

test('a name that could lead elsewhere gives way to the id', () => {
  for (const name of ['new', '..', 'a/b', 'wfl_of_mine', '?', '-']) {
    assert.equal(workflowPath({ id: 'wfl_1', name }), '/workflows/wfl_1', name);
  }
  assert.deepEqual(workflowKey('wfl_1'), { id: 'wfl_1' });
});

test('the runs of a workflow are asked for in the words of the query bar', () => {
  assert.equal(runsPath({ name: 'nightly' }), '/runs?q=workflow%3Anightly');
  assert.equal(runsPath({ name: 'two words' }), '/runs?q=workflow%3A%22two%20words%22');
});
