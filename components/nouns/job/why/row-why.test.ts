import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowWhy } from './row-why.ts';

const job = { id: 'job_1', state: 'PENDING' as const, attempt: 0, maxAttempts: 3, runAt: null, reason: null };
const runAt = '2026-03-01T12:00:00.000Z';
const failures = new Map([['job_1', 'the bank did not answer']]);

test('a row of a failed job says what it died of, not only that it died', () => {
  const reason = { code: 'FAIL', message: 'attempt 3 of 3 failed and none is left' };
  assert.equal(rowWhy({ ...job, state: 'DEAD', reason }, failures).words, 'the bank did not answer');
  assert.equal(rowWhy({ ...job, state: 'DEAD', reason }, new Map()).words, reason.message);
});

test('a row of a job with a time tells it from now, before its first attempt and between two', () => {
  const reason = { code: 'NOT_DUE', message: 'is due at some instant' };
  assert.deepEqual(rowWhy({ ...job, state: 'SCHEDULED', runAt, reason }, failures), { words: 'due', at: runAt });
  assert.deepEqual(rowWhy({ ...job, state: 'SCHEDULED', runAt, attempt: 1, reason }, failures), {
    words: 'attempt 1 of 3 failed; next',
    at: runAt,
  });
  assert.equal(rowWhy({ ...job, state: 'SCHEDULED', attempt: 1 }, failures).at, undefined);
});

test('a row of a waiting job says what it waits for', () => {
  const reason = { code: 'QUEUE_PAUSED', message: 'the queue "x" is paused' };
  assert.equal(rowWhy({ ...job, reason }, failures).words, reason.message);
});
