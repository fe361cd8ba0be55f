import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobActs } from './job-acts.ts';

const [retry, runNow, cancel] = jobActs;

test('an act on many jobs says how many it is about', () => {
  assert.equal(cancel?.verb(1), 'Cancel 1 job');
  assert.equal(retry?.done(1_234), '1,234 jobs to be tried again');
  assert.equal(runNow?.verb(2), 'Run 2 jobs now');
});

test('a cancelling can be taken back for a job that waits by itself, and for no other', () => {
  const isWhole = (state: string, run: { id: string } | null) =>
    cancel?.undo?.isWhole({ ...waiting, state: state as 'PENDING', run: run && { ...run, workflow: { name: 'x' } } });
  assert.equal(isWhole('PENDING', null), true);
  assert.equal(isWhole('RUNNING', null), false);
  assert.equal(isWhole('SCHEDULED', null), false);
  assert.equal(isWhole('PENDING', { id: 'run_1' }), false);
  assert.equal(retry?.undo, undefined);
});

const waiting = {
  id: 'job_1',
  attempt: 0,
  maxAttempts: 1,
  createdAt: '2026-01-01T00:00:00Z',
  runAt: '2026-01-01T00:00:00Z',
  startedAt: null,
  finishedAt: null,
  stepKey: null,
  reason: null,
  task: { name: 'echo' },
  queue: { name: 'default' },
  schedule: null,
};
