import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  applyToJob,
  applyToRun,
  applyToRunAndSteps,
  beginsToWait,
  type MovingJob,
  type MovingStep,
} from '#components/live/apply-event.ts';
import type { JobState, RunState } from '#domain/machines.ts';
import type { LiveEvent } from './live-event.ts';

type Moved = {
  entityId: string;
  from: string | null;
  to: string;
  second?: number;
  stepKey?: string;
  item?: number;
  attempt?: number | null;
  reason?: string | null;
};

function event({ entityId, from, to, second = 0, stepKey, item, attempt = null, reason = null }: Moved): LiveEvent {
  const at = new Date(Date.UTC(2026, 2, 29, 1, 0, second)).toISOString();
  const payload = stepKey === undefined ? null : { stepKey, ...(item !== undefined && { item }) };
  return { cursor: `c${second}`, seq: null, type: 'job.moved', at, entityId, from, to, reason, attempt, payload };
}

function job(state: JobState): MovingJob {
  return { id: 'job_1', state, attempt: 0, reason: null, startedAt: null, finishedAt: null };
}

function step(stepKey: string): MovingStep {
  return { stepKey, state: 'PENDING', reason: null, startedAt: null, finishedAt: null, job: null };
}

function run(steps: MovingStep[]) {
  const state: RunState = 'RUNNING';
  return { id: 'run_1', state, startedAt: null, finishedAt: null, steps };
}

test('a job goes from pending to succeeded as its events say, with its times and attempt', () => {
  const events = [
    event({ entityId: 'job_1', from: 'PENDING', to: 'RUNNING', second: 1, attempt: 1 }),
    event({ entityId: 'job_1', from: 'RUNNING', to: 'SUCCEEDED', second: 4, attempt: 1 }),
  ];
  const after = events.reduce(applyToJob, job('PENDING'));
  assert.equal(after.state, 'SUCCEEDED');
  assert.equal(after.attempt, 1);
  assert.equal(after.startedAt, '2026-03-29T01:00:01.000Z');
  assert.equal(after.finishedAt, '2026-03-29T01:00:04.000Z');
});

test('an event of another job changes nothing', () => {
  const before = job('PENDING');
  assert.equal(applyToJob(before, event({ entityId: 'job_2', from: 'PENDING', to: 'RUNNING' })), before);
});

test('an attempt that its worker gave back does not count, and another try by hand begins anew', () => {
  const released = [
    event({ entityId: 'job_1', from: 'PENDING', to: 'RUNNING', second: 1, attempt: 1 }),
    event({ entityId: 'job_1', from: 'RUNNING', to: 'PENDING', second: 2, attempt: 0 }),
  ].reduce(applyToJob, job('PENDING'));
  assert.equal(released.attempt, 0);
  const again = event({ entityId: 'job_1', from: 'DEAD', to: 'PENDING', second: 9 });
  assert.equal(applyToJob({ ...job('DEAD'), attempt: 3 }, again).attempt, 0);
});

test('a step that fails says what went wrong, not only the code', () => {
  const failed = event({ entityId: 'job_a', from: null, to: 'FAILED', reason: 'ERROR' });
  const payload = { stepKey: 'a', error: { type: 'Error', message: 'the bank did not answer' } };
  const after = applyToRunAndSteps(run([step('a')]), [{ ...failed, payload }]);
  assert.deepEqual(after.steps[0]?.reason, { code: 'ERROR', message: 'the bank did not answer' });
});

test('the steps of a run get their jobs and states in one burst', () => {
  const after = applyToRunAndSteps(run([step('a'), step('b'), step('c')]), [
    event({ entityId: 'job_a', from: null, to: 'PENDING', stepKey: 'a' }),
    event({ entityId: 'job_a', from: 'PENDING', to: 'RUNNING', second: 1, attempt: 1 }),
    event({ entityId: 'job_a', from: 'RUNNING', to: 'SUCCEEDED', second: 2 }),
    event({ entityId: 'job_b', from: null, to: 'SKIPPED', second: 2, stepKey: 'b' }),
    event({ entityId: 'run_1', from: 'RUNNING', to: 'SUCCEEDED', second: 3 }),
  ]);
  assert.deepEqual(
    after.steps.map((one) => one.state),
    ['SUCCEEDED', 'SKIPPED', 'PENDING'],
  );
  assert.deepEqual(after.steps[0]?.job, { id: 'job_a', attempt: 1 });
  assert.equal(after.state, 'SUCCEEDED');
  assert.equal(after.finishedAt, '2026-03-29T01:00:03.000Z');
});

test('a step that did not move stays the same object, so that its node is not drawn again', () => {
  const before = run([step('a'), step('b')]);
  const after = applyToRunAndSteps(before, [event({ entityId: 'job_a', from: null, to: 'SKIPPED', stepKey: 'a' })]);
  assert.notEqual(after.steps[0], before.steps[0]);
  assert.equal(after.steps[1], before.steps[1]);
});

test('a run says why it is paused or over, and nothing any more when it goes on', () => {
  const before = { id: 'run_1', state: 'RUNNING' as RunState, startedAt: null, finishedAt: null, reason: null };
  const paused = applyToRun(before, event({ entityId: 'run_1', from: 'RUNNING', to: 'PAUSED', reason: 'a freeze' }));
  assert.deepEqual(paused.reason, { code: 'PAUSED', message: 'a freeze' });
  const resumed = applyToRun(paused, event({ entityId: 'run_1', from: 'PAUSED', to: 'RUNNING', reason: 'it is over' }));
  assert.equal(resumed.reason, null);
  const ended = applyToRun(resumed, event({ entityId: 'run_1', from: 'RUNNING', to: 'CANCELLED', reason: 'by Ada' }));
  assert.deepEqual(ended.reason, { code: 'RUN_CANCELLED', message: 'by Ada' });
});

test('events of other runs leave the whole run the same object', () => {
  const before = run([step('a')]);
  assert.equal(applyToRunAndSteps(before, [event({ entityId: 'run_2', from: 'RUNNING', to: 'FAILED' })]), before);
});

test('a step without a job begins to wait and ends, however often its events are told', () => {
  const told = (type: string, from: string | null, to: string, second: number): LiveEvent => ({
    ...event({ entityId: 'stp_1', from, to, second, stepKey: 'ask' }),
    type,
  });
  const waiting = told('step.waiting', null, 'PENDING', 1);
  const approved = told('step.succeeded', 'PENDING', 'SUCCEEDED', 2);
  const begun = applyToRunAndSteps(run([step('ask')]), [waiting, waiting]).steps[0];
  assert.deepEqual([begun?.state, begun?.job, begun?.reason?.message], ['PENDING', null, beginsToWait]);
  assert.equal(begun?.startedAt, waiting.at);
  const ended = applyToRunAndSteps(run([step('ask')]), [waiting, approved, waiting, approved]).steps[0];
  assert.deepEqual([ended?.state, ended?.finishedAt, ended?.reason], ['SUCCEEDED', approved.at, null]);
  const skipped = applyToRunAndSteps(run([step('ask')]), [told('step.skipped', null, 'SKIPPED', 1), waiting]).steps[0];
  assert.deepEqual([skipped?.state, skipped?.startedAt], ['SKIPPED', null]);
});

test('a step that repeats its task runs from its first item on, and has its own job when it is over', () => {
  const items = [
    event({ entityId: 'job_a', from: null, to: 'PENDING', second: 1, stepKey: 'each', item: 0 }),
    event({ entityId: 'job_b', from: null, to: 'PENDING', second: 1, stepKey: 'each', item: 1 }),
    event({ entityId: 'job_a', from: 'PENDING', to: 'RUNNING', second: 2, stepKey: 'each' }),
    event({ entityId: 'job_a', from: 'RUNNING', to: 'SUCCEEDED', second: 3, stepKey: 'each' }),
  ];
  const [atWork] = applyToRunAndSteps(run([step('each')]), items).steps;
  assert.deepEqual([atWork?.state, atWork?.job], ['RUNNING', null]);
  const end = event({ entityId: 'job_own', from: null, to: 'SUCCEEDED', second: 4, stepKey: 'each' });
  const [over] = applyToRunAndSteps(run([step('each')]), [...items, end, ...items]).steps;
  assert.deepEqual([over?.state, over?.job?.id], ['SUCCEEDED', 'job_own']);
});
