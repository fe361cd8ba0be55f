// The window that changes a run: what it asks the API for, and where it shows what was refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeFields, changeInput, type Draft, emptyDraft, placeAtFields, problemsInChanges } from './change-form.ts';

const added: Draft = {
  ...emptyDraft('add', 1),
  id: ' check ',
  task: 'inspect',
  after: [{ step: 'build', on: 'success' }],
  before: ['ship'],
};
const skipped: Draft = { ...emptyDraft('skip', 2), step: 'tell' };
const set: Draft = { ...emptyDraft('set', 3), name: 'copies', value: '{ "copies": 5 }' };

test('three changes are asked for as they were filled in, with how often the run had been changed', () => {
  assert.deepEqual(changeInput('run_1', 2, { changes: [added, skipped, set], reason: ' asked ' }), {
    run: 'run_1',
    baseChanges: 2,
    reason: 'asked',
    changes: [
      { addStep: { step: { id: 'check', type: 'inspect', dependencies: ['build'] }, before: ['ship'] } },
      { skipStep: { step: 'tell' } },
      { setVariable: { name: 'copies', value: 5 } },
    ],
  });
});

test('a new step waits for each step before it as it was chosen: its success, its failure, or any end', () => {
  const after = [
    { step: 'build', on: 'success' },
    { step: 'ship', on: 'failure' },
    { step: 'tell', on: 'completion' },
  ] as const;
  const { changes } = changeInput('run_1', 0, { changes: [{ ...added, after, before: [] }], reason: 'asked' });
  assert.deepEqual(changes[0]?.addStep?.step, {
    id: 'check',
    type: 'inspect',
    dependencies: ['build', { task: 'ship', on: 'failure' }, { task: 'tell', on: 'completion' }],
  });
});

test('what is missing is said at its field before anything is asked', () => {
  assert.deepEqual(Object.keys(problemsInChanges({ changes: [], reason: ' ' })), ['changes', 'reason']);
  const empty = [emptyDraft('add', 1), emptyDraft('skip', 2), emptyDraft('set', 3), { ...set, value: '{}' }];
  const found = problemsInChanges({ changes: empty, reason: 'asked' });
  assert.deepEqual(Object.keys(found), ['0-id', '0-task', '1-step', '2-name', '3-value']);
  assert.deepEqual(problemsInChanges({ changes: [added, skipped, set], reason: 'asked' }), {});
});

test('a refusal stands at the field that it is about', () => {
  const placed = (...path: string[]) => placeAtFields([{ message: 'no', path }])[0]?.path;
  assert.deepEqual(placed('changes', '1', 'addStep', 'step', 'id'), ['1-id']);
  assert.deepEqual(placed('changes', '0', 'addStep', 'step', 'type'), ['0-task']);
  assert.deepEqual(placed('changes', '0', 'addStep', 'step', 'params', 'room'), ['0-params', 'room']);
  assert.deepEqual(placed('changes', '0', 'addStep', 'step', 'dependencies', '0'), ['0-after']);
  assert.deepEqual(placed('changes', '0', 'addStep', 'step'), ['0-after']);
  assert.deepEqual(placed('changes', '0', 'addStep', 'before'), ['0-before']);
  assert.deepEqual(placed('changes', '2', 'skipStep', 'step'), ['2-step']);
  assert.deepEqual(placed('changes', '2', 'setVariable', 'value'), ['2-value']);
  assert.deepEqual(placed('changes'), ['changes']);
  assert.deepEqual(placed('run'), ['run']);
  assert.ok('9-value' in changeFields);
});
