import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type JobState, jobStates } from '#domain/machines.ts';
import { whyOf } from './why-chain.ts';

const job = {
  state: 'PENDING' as const,
  attempt: 0,
  maxAttempts: 3,
  runAt: null,
  reason: null,
  error: null,
  run: null,
  attempts: [],
};

test('a job in any state says why it is there', () => {
  for (const state of jobStates) assert.match(whyOf({ ...job, state }).sentence, /^[A-Z].{10,}/, state);
});

test('a job between two attempts says what failed and when it goes on', () => {
  const error = { type: 'HTTP_503', message: 'the bank did not answer' };
  const why = whyOf({
    ...job,
    state: 'SCHEDULED',
    attempt: 1,
    runAt: '2026-03-01T12:00:00.000Z',
    reason: { code: 'RETRY_BACKOFF', message: 'attempt 1 of 3 failed' },
    attempts: [{ number: 1, state: 'FAILED', worker: 'w', error }],
  });
  assert.deepEqual(why.error, { type: 'HTTP_503', word: 'HTTP 503', code: undefined, line: 'the bank did not answer' });
  assert.match(why.sentence, /^Attempt 1 of 3 failed/);
  assert.equal(why.nextAt, '2026-03-01T12:00:00.000Z');
});

test('a job that failed says of what, in one line; one that goes on or was done in the end does not', () => {
  const error = { type: 'Error', message: '\n  the partner does not answer\n    at connect (net.js:7)' };
  const told = (state: JobState) => whyOf({ ...job, state, attempt: 2, error }).error;
  for (const state of ['FAILED', 'DEAD'] as const)
    assert.deepEqual(
      told(state),
      { type: 'Error', word: undefined, code: undefined, line: 'the partner does not answer' },
      state,
    );
  for (const state of ['RUNNING', 'SUCCEEDED', 'PENDING'] as const) assert.equal(told(state), undefined, state);
  const long = whyOf({ ...job, state: 'DEAD', error: { type: 'Error', message: 'x'.repeat(5_000) } }).error;
  assert.equal(long?.line.length, 300);
});

test('a dead step leads to its run, with which it is tried again', () => {
  const [way] = whyOf({ ...job, state: 'DEAD', run: { id: 'run_1' } }).ways;
  assert.equal(way?.href, '/runs/run_1');
});

test('a wait that only a worker ends is told apart from those that a person ends', () => {
  const isForWorker = (code: string) => whyOf({ ...job, reason: { code, message: 'it waits' } }).isForWorker;
  assert.deepEqual(['NO_WORKER', 'CLAIMABLE', 'QUEUE_PAUSED', 'QUEUE_LIMIT'].map(isForWorker), [
    true,
    true,
    false,
    false,
  ]);
});
