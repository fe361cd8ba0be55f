import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verdictOf } from './verdict.ts';

test('what the API refused is not called answered, whatever the status says', () => {
  const refusal = { code: 'NOT_FOUND', message: 'there is no such task' };
  assert.equal(verdictOf(200, { data: { enqueueJob: { job: { id: 'job_1' }, userErrors: [] } } }), 'answered');
  assert.equal(verdictOf(200, { data: { enqueueJob: { job: null, userErrors: [refusal] } } }), 'refused');
  assert.equal(verdictOf(200, { data: { good: { userErrors: [] }, other: { userErrors: [refusal] } } }), 'refused');
  assert.equal(verdictOf(200, { data: { validateWorkflow: { valid: false, problems: [refusal] } } }), 'refused');
  assert.equal(verdictOf(200, { data: null, errors: [{ message: 'no' }] }), 'failed');
  assert.equal(verdictOf(200, { errors: [], data: { viewer: { name: 'Ada' } } }), 'answered');
  assert.equal(verdictOf(429, { data: {} }), 'failed');
  assert.equal(verdictOf(200, undefined), 'failed');
  assert.equal(verdictOf(200, []), 'failed');
});
