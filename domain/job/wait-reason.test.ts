import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type WaitingJob, waitReason } from './wait-reason.ts';

const nowMs = Date.UTC(2026, 0, 1, 12);

const claimable: WaitingJob = {
  state: 'PENDING',
  attempt: 0,
  maxAttempts: 3,
  runAtMs: null,
  crashes: 0,
  storedCode: null,
  storedReason: null,
  queue: { name: 'billing', paused: false, concurrency: null, running: 0, rate: null, isServed: true },
  tenant: { maxRunningJobs: null, running: 0, rate: null },
  runState: null,
  needs: [],
};

function reasonOf(change: Partial<WaitingJob>) {
  return waitReason({ ...claimable, ...change }, nowMs);
}

test('a job that nothing holds back waits for a free slot', () => {
  assert.equal(reasonOf({})?.code, 'CLAIMABLE');
});

test('a job that is not due says until when', () => {
  const reason = reasonOf({ state: 'SCHEDULED', runAtMs: nowMs + 90_000 });
  assert.deepEqual(reason, { code: 'NOT_DUE', message: 'is due at 2026-01-01T12:01:30.000Z, in 1 min 30 s' });
});

test('a job between attempts says which one failed', () => {
  const reason = reasonOf({ state: 'SCHEDULED', attempt: 2, runAtMs: nowMs + 4_000 });
  assert.equal(reason?.code, 'RETRY_BACKOFF');
  assert.match(reason?.message ?? '', /^attempt 2 of 3 failed; the next one is due at .*, in 4 s$/);
});

test('a scheduled job whose time has come waits like any other', () => {
  assert.equal(reasonOf({ state: 'SCHEDULED', runAtMs: nowMs })?.code, 'CLAIMABLE');
});

test('limits are named with their numbers', () => {
  const queue = { ...claimable.queue, concurrency: 2, running: 2 };
  assert.deepEqual(reasonOf({ queue }), {
    code: 'QUEUE_LIMIT',
    message: 'the queue "billing" runs 2 of at most 2 jobs',
  });
  const tenant = { maxRunningJobs: 10, running: 10, rate: null };
  assert.deepEqual(reasonOf({ tenant }), { code: 'TENANT_LIMIT', message: 'the tenant runs 10 of at most 10 jobs' });
});

test('a limit of nothing lets nothing through', () => {
  assert.equal(reasonOf({ queue: { ...claimable.queue, concurrency: 0 } })?.code, 'QUEUE_LIMIT');
});

test('the gate that a person shut is named before those that open by themselves', () => {
  const shut = { name: 'billing', paused: true, concurrency: 1, running: 1, rate: null, isServed: false };
  assert.equal(reasonOf({ queue: shut })?.code, 'QUEUE_PAUSED');
  assert.equal(reasonOf({ queue: shut, runState: 'PAUSED' })?.code, 'RUN_PAUSED');
  assert.equal(reasonOf({ queue: { ...shut, paused: false } })?.code, 'QUEUE_LIMIT');
});

test('a queue that no live worker serves is told', () => {
  assert.equal(reasonOf({ queue: { ...claimable.queue, isServed: false } })?.code, 'NO_WORKER');
});

test('a job that killed workers waits to run alone', () => {
  assert.equal(reasonOf({ crashes: 2 })?.code, 'CRASH_SUSPECT');
});

test('a running job needs no reason, and a settled one keeps the one it was given', () => {
  assert.equal(reasonOf({ state: 'RUNNING', attempt: 1 }), null);
  assert.equal(reasonOf({ state: 'SUCCEEDED', attempt: 1 }), null);
  assert.deepEqual(
    reasonOf({ state: 'SKIPPED', storedCode: 'CONDITION_FALSE', storedReason: 'its condition is false' }),
    {
      code: 'CONDITION_FALSE',
      message: 'its condition is false',
    },
  );
  assert.deepEqual(reasonOf({ state: 'DEAD', storedReason: 'attempt 3 of 3 failed and none is left' }), {
    code: 'ATTEMPTS_ENDED',
    message: 'attempt 3 of 3 failed and none is left',
  });
});
