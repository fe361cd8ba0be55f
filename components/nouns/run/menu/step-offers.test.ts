import assert from 'node:assert/strict';
import { test } from 'node:test';
import { permissions } from '#domain/access/permissions.ts';
import { type StepFacts, stepActs } from './step-offers.ts';

const at = '2026-07-30T10:00:00Z';
const running: StepFacts = {
  step: { state: 'RUNNING', startedAt: at, isKept: false, job: { id: 'job_1' } },
  kind: 'TASK',
  run: { state: 'RUNNING', endsAs: null },
  wait: null,
  isUndoing: false,
  isPast: false,
  permissions,
};
const approval: StepFacts = {
  ...running,
  kind: 'APPROVAL',
  step: { state: 'PENDING', startedAt: at, isKept: false, job: null },
  wait: { signal: null, mayDecide: true, roles: ['ADMIN'] },
};

const told = (facts: StepFacts) =>
  stepActs(facts).map(({ key, whyNot }) => (whyNot === undefined ? key : `${key}: ${whyNot}`));

test('a step at work is cancelled alone; to run it again waits for the end of its run', () => {
  const later = ['again: once the run is over', 'alone: once the run is over', 'pause-run'];
  assert.deepEqual(told(running), ['cancel-job', ...later]);
  const scheduled = { ...running, step: { ...running.step, state: 'SCHEDULED' as const } };
  assert.deepEqual(told(scheduled), ['run-now', 'cancel-job', ...later]);
  const loop = { ...running, step: { ...running.step, job: null } };
  assert.deepEqual(told(loop), later, 'a loop has no job of its own before its end');
});

test('a run that is over is run again from a step, but not from one that undoes another', () => {
  const over = {
    ...running,
    run: { state: 'FAILED' as const, endsAs: null },
    step: { ...running.step, state: 'FAILED' as const },
  };
  assert.deepEqual(told(over), ['again', 'alone']);
  assert.deepEqual(told({ ...over, isUndoing: true }), []);
});

test('a step that is shown as it was offers nothing to do, whatever it was', () => {
  assert.deepEqual(told({ ...running, isPast: true }), []);
  assert.deepEqual(told({ ...approval, isPast: true }), []);
});

test('what waits for a person is decided in place by who may, and says who else', () => {
  const rest = ['again: once the run is over', 'alone: once the run is over', 'pause-run'];
  assert.deepEqual(told(approval), ['approve', 'deny', ...rest]);
  const forOthers = { signal: null, mayDecide: false, roles: ['EDITOR', 'ADMIN'] };
  assert.deepEqual(told({ ...approval, wait: forOthers }).slice(0, 2), [
    'approve: for editor or admin',
    'deny: for editor or admin',
  ]);
  assert.deepEqual(told({ ...approval, wait: undefined }).slice(0, 1), ['approve: is being read']);
});

test('a signal is sent to the step that waits for it, and nothing to one that waits for its time', () => {
  const wait: StepFacts = { ...approval, kind: 'WAIT', wait: { signal: 'go', mayDecide: false, roles: [] } };
  assert.equal(told(wait)[0], 'signal');
  assert.equal(
    told({ ...wait, wait: { signal: null, mayDecide: false, roles: [] } })[0],
    'again: once the run is over',
  );
});

test('without the right an act stands there with the reason, and a paused run is resumed', () => {
  const paused: StepFacts = { ...running, run: { state: 'PAUSED', endsAs: null } };
  assert.equal(told(paused).at(-1), 'resume-run');
  assert.deepEqual(told({ ...paused, permissions: ['read'] }), [
    'cancel-job: not with your role',
    'again: not with your role',
    'alone: not with your role',
    'resume-run: not with your role',
  ]);
});
