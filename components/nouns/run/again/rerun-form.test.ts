import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunStep } from '#components/graph/graph-model.ts';
import type { JobState } from '#domain/machines.ts';
import { changedVariables, problemsInRerun, type RerunValues, rerunInput, sayReason } from './rerun-form.ts';
import { wayAtFirst } from './rerun-ways.ts';

const values: RerunValues = { way: 'failed', step: '', version: 'LATEST', variables: '{}', reason: ' ' };

const step = (state: JobState): RunStep => ({
  ...{ id: 'stp_a', stepKey: 'a', state, iteration: null, isKept: false, isFinally: false },
  ...{ startedAt: null, finishedAt: null, reason: null, job: null },
});

test('a run that failed is begun at what failed, one that succeeded at its start', () => {
  assert.equal(wayAtFirst({ state: 'FAILED', steps: [step('FAILED')] }), 'failed');
  assert.equal(wayAtFirst({ state: 'CANCELLED', steps: [step('CANCELLED')] }), 'failed');
  assert.equal(wayAtFirst({ state: 'SUCCEEDED', steps: [step('SUCCEEDED')] }), 'start');
});

test('only what was changed is asked for, so that the rest is what the run was given', () => {
  const given = { a: 1, b: 'x', c: [1] };
  assert.deepEqual(changedVariables('{ "a": 1, "b": "y", "c": [1] }', given), { b: 'y' });
  assert.deepEqual(changedVariables('{ "a": 1, "c": [1] }', given), { b: null }, 'emptied');
});

test('a step is named where one is meant, and a step alone keeps its version', () => {
  assert.deepEqual(rerunInput('run_1', values, {}), { run: 'run_1', from: 'FAILED', version: 'LATEST', variables: {} });
  const alone: RerunValues = { ...values, way: 'alone', step: 'b', reason: 'mended' };
  assert.deepEqual(rerunInput('run_1', alone, {}), {
    run: 'run_1',
    from: 'STEP',
    version: 'ORIGINAL',
    step: 'b',
    scope: 'ALONE',
    variables: {},
    reason: 'mended',
  });
});

test('a step that is none is a problem of its field, but only where a step is asked for', () => {
  const known = { schema: { type: 'object' }, stepKeys: ['a'] };
  assert.deepEqual(problemsInRerun({ ...values, way: 'following', step: 'z' }, known), {
    step: 'Choose one of the steps.',
  });
  assert.deepEqual(problemsInRerun({ ...values, step: 'z' }, known), {});
});

test('a step that comes after another names it', () => {
  const runs = { isKept: false, after: null, kind: 'TASK', loop: null, keptItems: null, rerunItems: null } as const;
  const kept = { ...runs, isKept: true };
  assert.equal(sayReason({ ...runs, reason: 'AFTER', after: 'a' }), 'comes after a');
  assert.equal(sayReason({ ...kept, reason: 'HANDLED' }), 'failed, and another step dealt with it');
  assert.equal(sayReason({ ...runs, reason: 'COMPENSATED' }), 'was undone');
});

test('a step that repeats its task, waits or asks says what of that happens again', () => {
  const runs = { isKept: false, after: null, kind: 'TASK', loop: null, keptItems: null, rerunItems: null } as const;
  const list = { ...runs, loop: 'FOREACH', reason: 'FAILED' } as const;
  assert.equal(sayReason({ ...list, keptItems: 997, rerunItems: 3 }), 'failed: runs for 3 of 1,000 items');
  assert.equal(sayReason(list), 'failed: runs for every item');
  assert.equal(sayReason({ ...runs, loop: 'WHILE', reason: 'FAILED' }), 'failed: begins at its first round');
  assert.equal(sayReason({ ...runs, kind: 'APPROVAL', reason: 'AFTER', after: 'a' }), 'comes after a: asks anew');
  assert.equal(
    sayReason({ ...runs, kind: 'APPROVAL', reason: 'SUCCEEDED', isKept: true }),
    'was approved, and stays so',
  );
  assert.equal(sayReason({ ...runs, kind: 'WAIT', reason: 'SUCCEEDED', isKept: true }), 'what it waited for has come');
});
