import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayRetry, sayTimeout } from './say-retry.ts';

const retry = { maxAttempts: 5, strategy: 'EXPONENTIAL', baseDelay: 'PT2S', maxDelay: 'PT10M' };

test('a timeout is said as a person says it', () => {
  assert.equal(sayTimeout('PT1H'), '1 h');
  assert.equal(sayTimeout('nonsense'), 'nonsense');
});

test('what happens after a failed attempt is said in one line', () => {
  assert.equal(sayRetry(retry), '5 attempts, 2 s after the first, growing to 10 min at most');
  assert.equal(sayRetry({ ...retry, strategy: 'FIXED' }), '5 attempts, 2 s after the first');
  assert.equal(sayRetry({ ...retry, maxAttempts: 1 }), 'one attempt, no retry');
});
