import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextTryOf, sayNoTry, sayTry } from './next-try.ts';

const runAt = '2026-03-01T07:00:00.000Z';

test('a job that waits for its time has a next try, the first one included', () => {
  assert.deepEqual(nextTryOf({ state: 'SCHEDULED', attempt: 1, runAt }), { number: 2, at: runAt });
  assert.deepEqual(nextTryOf({ state: 'SCHEDULED', attempt: 0, runAt }), { number: 1, at: runAt });
  assert.deepEqual([1, 2].map(sayTry), ['The first try', 'The next try']);
});

test('a job that runs, waits for room or is over has none', () => {
  assert.equal(nextTryOf({ state: 'RUNNING', attempt: 1, runAt: null }), undefined);
  assert.equal(nextTryOf({ state: 'PENDING', attempt: 1, runAt: null }), undefined);
  assert.equal(nextTryOf({ state: 'CANCELLED', attempt: 0, runAt }), undefined);
});

test('a job that succeeded without a try of its own stands for what its step repeated', () => {
  assert.match(sayNoTry({ state: 'SUCCEEDED' }), /its items or rounds/);
  assert.equal(sayNoTry({ state: 'CANCELLED' }), 'No worker ever took it.');
  assert.equal(sayNoTry({ state: 'PENDING' }), 'No worker has taken it yet.');
});
