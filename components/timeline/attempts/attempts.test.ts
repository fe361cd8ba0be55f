import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barsOf, type TimedStep } from '#components/timeline/timeline-step.ts';
import { attemptRows } from './attempt-rows.ts';
import { timelineAt } from './timeline-at.ts';

const load: TimedStep = {
  ...{ id: 'stp_load', stepKey: 'load', jobId: 'job_1', iteration: null, task: 'echo', level: 0, keptMs: null },
  ...{ state: 'SUCCEEDED', readyMs: 0, dueMs: null, finishedMs: 900, reason: null },
  attempts: [
    { number: 1, state: 'FAILED', startedMs: 100, finishedMs: 200 },
    { number: 2, state: 'LOST', startedMs: 400, finishedMs: 500 },
    { number: 3, state: 'SUCCEEDED', startedMs: 700, finishedMs: 900 },
  ],
};
const rowOf = (step: TimedStep) =>
  ({ kind: 'step', id: step.id, step, bars: barsOf(step), isInGroup: false, attempt: null }) as const;

test('each attempt has a row with the wait or the gap before it, and its own end', () => {
  const rows = attemptRows(rowOf(load));
  assert.deepEqual(
    rows.map(({ attempt, step, bars }) => [attempt, step.state, bars.map(({ kind }) => kind)]),
    [
      [1, 'FAILED', ['wait', 'run']],
      [2, 'FAILED', ['retry', 'run']],
      [3, 'SUCCEEDED', ['retry', 'run']],
    ],
  );
  assert.deepEqual(
    rows.flatMap(({ bars }) => bars),
    barsOf(load),
    'nothing is lost and nothing is shown twice',
  );
});

test('the wait for an attempt that is still to come has a row, and a step with one attempt has none', () => {
  const waiting: TimedStep = { ...load, state: 'SCHEDULED', finishedMs: null, attempts: load.attempts.slice(0, 2) };
  const last = attemptRows(rowOf(waiting)).at(-1);
  assert.deepEqual([last?.attempt, last?.step.state, last?.bars.at(-1)?.toMs], [3, 'SCHEDULED', null]);
  assert.deepEqual(attemptRows(rowOf({ ...load, attempts: load.attempts.slice(0, 1) })), []);
});

test('at an instant a timeline shows what had begun by then, and what ended later as going on', () => {
  const timeline = {
    ...{ id: 'run_1', state: 'SUCCEEDED' as const, startedMs: 0, finishedMs: 900, eventCursor: '' },
    steps: [load],
  } as const;
  const was = { stepKey: 'load', state: 'RUNNING', reason: null } as const;
  const then = timelineAt(timeline, { state: 'RUNNING', steps: [was] }, 450);
  assert.equal(then.state, 'RUNNING');
  const [step] = then.steps;
  assert.deepEqual(
    step?.attempts.map(({ number, finishedMs }) => [number, finishedMs]),
    [
      [1, 200],
      [2, null],
    ],
  );
  assert.equal(step.finishedMs, null);
  assert.deepEqual(barsOf(step).at(-1), { kind: 'run', fromMs: 400, toMs: null, attempt: 2, state: 'RUNNING' });
});
