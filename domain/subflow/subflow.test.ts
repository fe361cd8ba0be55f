import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workflowBounds } from '#domain/bounds/workflow.ts';
import type { JsonObject } from '#domain/value/json.ts';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { compilePlan } from '#domain/workflow/plan.ts';
import { printDefinition } from '#domain/workflow/print.ts';
import { validateDefinition } from '#domain/workflow/validate.ts';
import { findCircle, longestChain, reversed, sayChain } from './calls.ts';
import { endOfChild, moveItems, sayOneFailed } from './child-end.ts';

const whole: JsonObject = {
  id: 'all',
  workflow: 'child',
  params: { n: '${{ item }}', at: '${{ index }}' },
  timeout: 'PT1H',
  dependencies: ['before'],
  join: 'any',
  condition: 'true',
  foreach: '[1, 2]',
  maxConcurrency: 2,
  onItemFailure: 'continue',
  output: { sum: 'result.total' },
};

test('a step that runs a workflow takes what has a meaning for it, and is printed as it was read', () => {
  const tasks = [{ id: 'before', type: 'T' }, whole];
  const parsed = parseDefinition({ definition: { name: 'w', tasks } });
  assert.ok(parsed.ok);
  assert.deepEqual(validateDefinition(parsed.definition, { tasks: new Set(['T']) }), []);
  assert.deepEqual(printDefinition(parsed.definition).tasks, tasks);
  const [, step] = compilePlan(parsed.definition).steps;
  assert.equal(step?.kind, 'WORKFLOW');
  assert.equal(step?.loop, null);
  assert.equal(step?.each?.maxOpen, 2);
});

test('of a list that says nothing so many items run at once as of a task', () => {
  const parsed = parseDefinition({ definition: { name: 'w', tasks: [{ id: 'a', workflow: 'b', foreach: '[1]' }] } });
  assert.ok(parsed.ok);
  assert.equal(compilePlan(parsed.definition).steps[0]?.each?.maxOpen, workflowBounds.itemsAtOnceDefault);
});

const calls = new Map([
  ['a', ['b', 'c']],
  ['b', ['d']],
  ['c', ['d']],
  ['d', ['e']],
]);

test('the way back to a workflow is found through others, and none where there is none', () => {
  assert.deepEqual(findCircle(calls, { name: 'e', callee: 'a' }), ['e', 'a', 'b', 'd', 'e']);
  assert.deepEqual(findCircle(calls, { name: 'e', callee: 'e' }), ['e', 'e']);
  assert.equal(findCircle(calls, { name: 'a', callee: 'd' }), undefined);
});

test('the longest chain is the longest, downwards and upwards', () => {
  assert.deepEqual(longestChain(calls, 'a'), ['a', 'b', 'd', 'e']);
  assert.deepEqual(longestChain(reversed(calls), 'e'), ['e', 'd', 'b', 'a']);
  assert.equal(sayChain(['a', 'b']), 'a -> b');
  assert.equal(sayChain(Array.from({ length: 12 }, (_, n) => `w${n}`)).endsWith('-> w8 -> .. -> w11'), true);
});

const child = { id: 'f'.repeat(8), workflow: 'child', failedStep: null, reason: null };

test('a step ends as its run did, and says which run that was', () => {
  assert.deepEqual(endOfChild({ ...child, state: 'SUCCEEDED' }, { n: 1 }), {
    state: 'SUCCEEDED',
    result: { n: 1 },
    error: null,
  });
  const failed = endOfChild({ ...child, state: 'FAILED', reason: 'out of time' }, null);
  assert.deepEqual(
    [failed.state, failed.error?.type, failed.error?.message],
    ['FAILED', 'CHILD_FAILED', 'run_ffffffff of child failed: out of time'],
  );
  assert.equal(endOfChild({ ...child, state: 'CANCELLED' }, null).state, 'CANCELLED');
});

test('a list that fails says how many of it did, and which run was one of them', () => {
  const failure = sayOneFailed({ ...child, state: 'FAILED', failedStep: 'add' }, 2);
  const counts = { started: 3, succeeded: 1, failed: 2 };
  const next = moveItems({ total: 3, counts, fault: null, maxOpen: 3, onItemFailure: { threshold: 1 }, failure });
  assert.deepEqual(next, {
    kind: 'ended',
    fault: {
      code: 'ITEMS_FAILED',
      message: '2 of 3 items failed, at most 1 may; of 2 runs, run_ffffffff of child failed in step add',
    },
  });
});
