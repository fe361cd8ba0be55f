import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchingWorkflows } from './workflow-search.ts';

const payroll = { name: 'nightly-payroll', description: 'Pays everybody.' };
const imports = { name: 'partner-import', description: null };

test('a workflow is found by words of its name and of its description', () => {
  assert.deepEqual(matchingWorkflows([payroll, imports], 'Pays night'), [payroll]);
  assert.deepEqual(matchingWorkflows([payroll, imports], 'import'), [imports]);
  assert.deepEqual(matchingWorkflows([payroll, imports], 'night import'), []);
});

test('without a word every workflow is shown', () => {
  assert.deepEqual(matchingWorkflows([payroll, imports], '  '), [payroll, imports]);
});
