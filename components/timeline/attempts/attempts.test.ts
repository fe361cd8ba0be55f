import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barsOf, type TimedStep } from '#components/timeline/timeline-step.ts';
import { attemptRows } from './attempt-rows.ts';
import { type LoopItem, withLoops } from './loop-rows.ts';
import { timelineAt } from './timeline-at.ts';

const load: TimedStep = {
  ...{ id: 'stp_load', stepKey: 'load', jobId: 'job_1', iteration: null, task: 'echo', level: 0, keptMs: null },
  ...{ state: 'SUCCEEDED', readyMs: 0, dueMs: null, finishedMs: 900, reason: null, isLoop: false },
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

test('a loop is one row with the counts of its jobs, and opens into them', () => {
  const each: TimedStep = { ...load, stepKey: 'each', state: 'RUNNING', isLoop: true, finishedMs: null, attempts: [] };
  const counts = { total: 10, started: 4, running: 1, succeeded: 2, failed: 1, cancelled: 0 };
  const closed = { counts: new Map([['each', counts]]), open: undefined, items: [] };
  const [group] = withLoops([rowOf(each)], closed);
  assert.ok(group?.kind === 'group');
  assert.deepEqual(group.counts, [
    { state: 'PENDING', count: 6 },
    { state: 'RUNNING', count: 1 },
    { state: 'SUCCEEDED', count: 2 },
    { state: 'FAILED', count: 1 },
  ]);
  assert.deepEqual(group.running, [{ fromMs: 0, toMs: null }], 'it is at work from its first job on');
  const item: LoopItem = {
    ...{ id: 'job_7', item: 0, state: 'SUCCEEDED', reason: null, runAt: null },
    ...{ createdAt: new Date(5).toISOString(), finishedAt: new Date(30).toISOString() },
    attempts: [
      { number: 1, state: 'SUCCEEDED', startedAt: new Date(10).toISOString(), finishedAt: new Date(30).toISOString() },
    ],
  };
  const [open, first, ...more] = withLoops([rowOf(each)], { ...closed, open: 'each', items: [item] });
  assert.ok(open?.kind === 'group' && open.isOpen && first?.kind === 'step' && more.length === 0);
  assert.deepEqual([first.id, first.step.stepKey, first.step.iteration], ['job_7', 'each', 0]);
  assert.deepEqual(open.running, [{ fromMs: 10, toMs: 30 }]);
  assert.equal(withLoops([rowOf(load)], closed)[0]?.kind, 'step', 'no other step is a group');
});
