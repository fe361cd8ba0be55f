import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyToJob, applyToRunAndSteps, type MovingJob, type MovingStep } from '#components/live/apply-event.ts';
import { type JobState, jobMoves, jobStates, type RunState } from '#domain/machines.ts';
import type { LiveEvent } from './live-event.ts';

type Moved = { entityId: string; from: string | null; to: string; second?: number; stepKey?: string };

function event({ entityId, from, to, second = 0, stepKey }: Moved): LiveEvent {
  const at = new Date(Date.UTC(2026, 2, 29, 1, 0, second)).toISOString();
  const payload = stepKey === undefined ? null : { stepKey };
  return { cursor: `c${second}`, seq: null, type: 'job.moved', at, entityId, from, to, reason: null, payload };
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
    event({ entityId: 'job_1', from: 'PENDING', to: 'RUNNING', second: 1 }),
    event({ entityId: 'job_1', from: 'RUNNING', to: 'SUCCEEDED', second: 4 }),
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

test('a history that is told twice ends where it stood, without another attempt', () => {
  const moves = fc.array(fc.nat(), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(moves, fc.nat(), (choices, cut) => {
      const history = historyOf(choices);
      const shown = history.reduce(applyToJob, job('PENDING'));
      const told = history.slice(cut % (history.length + 1));
      assert.deepEqual(told.reduce(applyToJob, shown), shown);
    }),
  );
});

test('the steps of a run get their jobs and states in one burst', () => {
  const after = applyToRunAndSteps(run([step('a'), step('b'), step('c')]), [
    event({ entityId: 'job_a', from: null, to: 'PENDING', stepKey: 'a' }),
    event({ entityId: 'job_a', from: 'PENDING', to: 'RUNNING', second: 1 }),
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

test('events of other runs leave the whole run the same object', () => {
  const before = run([step('a')]);
  assert.equal(applyToRunAndSteps(before, [event({ entityId: 'run_2', from: 'RUNNING', to: 'FAILED' })]), before);
});

function historyOf(choices: number[]): LiveEvent[] {
  const events: LiveEvent[] = [];
  let from: JobState = 'PENDING';
  for (const [index, choice] of choices.entries()) {
    const open: JobState[] = jobStates.filter((state) => jobMoves[from][state] !== undefined);
    const to = open[choice % open.length];
    if (to === undefined) break;
    events.push(event({ entityId: 'job_1', from, to, second: index + 1 }));
    from = to;
  }
  return events;
}
