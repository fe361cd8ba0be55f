import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunsToCompareQuery } from '#components/generated/compare.ts';
import { partnersOf } from './partners.ts';

type Run = RunsToCompareQuery['latest']['nodes'][number];

function runOf(id: string): Run {
  return {
    ...{ id, state: 'SUCCEEDED', startedAt: '2026-01-01T00:00:00Z', finishedAt: null, failedStep: null, reason: null },
    starter: { id: 'system', kind: 'SYSTEM', name: 'system', isRemoved: false },
    workflow: { id: 'wfl_1', name: 'nightly' },
    version: { number: 1, stepCount: 1 },
    schedule: null,
  };
}

test('a run is compared first with what it repeats, then with the last success and the one before, and never with itself', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(runOf);
  assert.ok(a && b && c && d);
  const found = { previous: { nodes: [c, b, a] }, succeeded: { nodes: [b] }, latest: { nodes: [d, c, b, a] } };
  const partners = partnersOf({ id: 'd', replayOf: { id: 'a' } }, found);
  assert.deepEqual(
    partners.map(({ run, why }) => [run.id, why]),
    [
      ['a', 'the run that it repeats'],
      ['b', 'the last success before it'],
      ['c', 'the run before it'],
    ],
  );
  const both = partnersOf({ id: 'd', replayOf: null }, { ...found, succeeded: { nodes: [c] } });
  assert.equal(both[0]?.why, 'the last success before it, the run before it');
});
