import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventTypes } from '#domain/event-catalogue.ts';
import { type Around, type SaidEvent, sayEvent } from './say-event.ts';

const ada = { id: 'user:01a1fd22-f6e7-7000-802e-5f7b7aa01234', kind: 'USER', name: 'Ada', isRemoved: false } as const;
const nothing = { from: null, to: null, reason: null, attempt: null, payload: null };
const say = (event: Partial<SaidEvent> & { type: string }, around?: Around) =>
  sayEvent({ ...nothing, ...event }, around);

test('an attempt that failed is told with its number, what it failed of, and when the next one came', () => {
  const payload = { stepKey: 'charge', error: { type: 'HTTP_500', message: 'the server answered 500: out of order' } };
  const failed = { type: 'job.retrying', from: 'RUNNING', attempt: 2, reason: 'RETRY_BACKOFF', payload };
  assert.equal(
    say(failed, { maxAttempts: 3, waitedMs: 30_000 }),
    'Attempt 2 of 3 failed: HTTP 500: out of order; the next one began 30.0 s later',
  );
  assert.equal(say(failed), 'Attempt 2 failed: HTTP 500: out of order; another one follows');
  assert.equal(
    say({ ...failed, type: 'job.dead', attempt: 3 }, { maxAttempts: 3 }),
    'Attempt 3 of 3 failed: HTTP 500: out of order; none is left',
  );
});

test('what people did is told with their names and the reason that they gave', () => {
  assert.equal(
    say({ type: 'run.paused', by: ada, reason: 'the bank is down' }),
    'Paused by Ada: no further step starts: the bank is down',
  );
  assert.equal(say({ type: 'run.paused', by: ada, reason: 'paused by Ada' }), 'Paused by Ada: no further step starts');
  assert.equal(say({ type: 'job.cancelled', by: ada, reason: 'CANCELLED' }), 'Cancelled by Ada: somebody cancelled it');
  assert.equal(say({ type: 'job.cancelled', by: ada, reason: 'RUN_CANCELLED' }), 'Cancelled: its run was cancelled');
  assert.equal(
    say({ type: 'job.requeued', by: ada, reason: 'retried by Ada', payload: { paramsChanged: true } }),
    'Asked for once more by Ada, with other params',
  );
});

test('reasons of the engine are words', () => {
  assert.equal(say({ type: 'job.skipped', reason: 'BRANCH_NOT_TAKEN' }), 'Skipped: its branch was not taken');
  assert.equal(
    say({ type: 'job.released', reason: 'WORKER_LOST' }),
    'Given back: its worker died; the attempt does not count',
  );
  assert.equal(
    say({ type: 'run.started', by: ada, payload: { replayOf: 'run_01a1fd22aa01234', keptSteps: 3 } }),
    'Started by Ada; it repeats run …2aa01234, with 3 steps kept from there',
  );
});

test('a job is made, and a step of a run has its turn', () => {
  assert.equal(say({ type: 'job.created', to: 'PENDING' }), 'Made');
  assert.equal(say({ type: 'job.created', to: 'PENDING', payload: { stepKey: 'charge' } }), 'Its turn came');
  assert.equal(say({ type: 'job.created', to: 'SCHEDULED' }), 'Made, to start later');
});

test('no type of event is told by its code, whatever is known of it', () => {
  for (const type of eventTypes) {
    const sentence = say({ type });
    assert.ok(!sentence.includes(type) && !/[A-Z]{2,}_|undefined|null/.test(sentence), `${type}: ${sentence}`);
    assert.match(sentence, /^[A-Z]/);
  }
});
