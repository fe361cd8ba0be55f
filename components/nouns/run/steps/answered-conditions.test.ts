import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answeredConditions } from './answered-conditions.ts';

const edge = { from: 'a', to: 'b', on: 'success', condition: ' result.n > 1 ' };
const graph = {
  nodes: [{ stepKey: 'b', condition: 'vars.go' }],
  edges: [edge, { ...edge, on: 'failure', condition: null }],
};
const waiting = { stepKey: 'b', state: 'PENDING', reason: null, startedAt: null, job: null } as const;

const told = (
  step: Parameters<typeof answeredConditions>[0],
  dependencies?: Parameters<typeof answeredConditions>[1]['dependencies'],
) => answeredConditions(step, { graph, dependencies }).map(({ line, answer }) => `${line}: ${answer}`);

test('the conditions of a step stand with their answers, its own first', () => {
  assert.deepEqual(told(waiting), ['if vars.go: NOT_ASKED', 'after a if result.n > 1: undefined']);
  const dependencies = [{ ...edge, answer: 'TRUE' as const }];
  const begun = { ...waiting, state: 'RUNNING' as const, startedAt: '2026-07-30T10:00:00Z' };
  assert.deepEqual(told(begun, dependencies), ['if vars.go: TRUE', 'after a if result.n > 1: TRUE']);
});

test('the condition of a step that was skipped is false only where that is why', () => {
  const skipped = { ...waiting, state: 'SKIPPED' as const };
  const first = (code: string) => told({ ...skipped, reason: { code, message: '' } })[0];
  assert.equal(first('CONDITION_FALSE'), 'if vars.go: FALSE');
  assert.equal(first('BRANCH_NOT_TAKEN'), 'if vars.go: NOT_ASKED');
  assert.equal(
    told({ ...waiting, state: 'FAILED', reason: { code: 'CONDITION_ERROR', message: '' } })[0],
    'if vars.go: FAILED',
  );
});
