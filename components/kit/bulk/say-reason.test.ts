import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayReason } from './say-reason.ts';

test('states are said as words, and everything else as it was told', () => {
  assert.equal(sayReason('already CANCELLED'), 'already cancelled');
  assert.equal(sayReason('SUCCEEDED: nothing of it failed'), 'succeeded: nothing of it failed');
  assert.equal(sayReason('a step: retry its run'), 'a step: retry its run');
  assert.equal(sayReason('no SLA of it'), 'no SLA of it');
});
