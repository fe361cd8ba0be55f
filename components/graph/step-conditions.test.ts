import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conditionsOf } from './step-conditions.ts';

test('a step says the condition that it has, or that the one edge to it has', () => {
  const conditions = conditionsOf({
    nodes: [
      { stepKey: 'test', condition: null },
      { stepKey: 'deploy', condition: 'vars.coverage >\n  vars.minCoverage' },
      { stepKey: 'tell' },
    ],
    edges: [
      { from: 'test', to: 'deploy', condition: null },
      { from: 'test', to: 'tell', condition: 'result.loud' },
    ],
  });
  assert.deepEqual(Object.fromEntries(conditions), {
    deploy: { words: 'if vars.coverage > vars.minCoverage', lines: ['if vars.coverage > vars.minCoverage'] },
    tell: { words: 'if result.loud', lines: ['after test if result.loud'] },
  });
});

test('of several conditions a step says how many there are, and each in full where there is room', () => {
  const conditions = conditionsOf({
    nodes: [{ stepKey: 'end', condition: 'vars.late' }],
    edges: ['a', 'b'].map((from) => ({ from, to: 'end', condition: 'result.ok' })),
  });
  assert.deepEqual(conditions.get('end'), {
    words: '3 conditions',
    lines: ['if vars.late', 'after a if result.ok', 'after b if result.ok'],
  });
});
