import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobState } from '#domain/machines.ts';
import type { RunGraph, RunStep } from './graph-model.ts';
import { takenPart } from './taken-part.ts';

const node = (stepKey: string) => ({ stepKey, task: 'work', level: 0, condition: null });
const edge = (from: string, to: string) => ({ from, to, on: 'success', condition: null });
const graph: RunGraph = {
  nodes: ['test', 'deploy', 'tell'].map(node),
  edges: [edge('test', 'deploy'), edge('test', 'tell')],
};
const step = (stepKey: string, state: JobState, iteration: number | null = null): RunStep => ({
  id: `${stepKey} ${iteration}`,
  stepKey,
  state,
  iteration,
  isKept: false,
  isFinally: false,
  startedAt: null,
  finishedAt: null,
  reason: null,
  job: null,
});

test('steps that no branch led to are left out, with what leads to them', () => {
  const part = takenPart({
    graph,
    steps: [step('test', 'SUCCEEDED'), step('deploy', 'SKIPPED'), step('tell', 'SUCCEEDED')],
  });
  assert.deepEqual(
    part.graph.nodes.map(({ stepKey }) => stepKey),
    ['test', 'tell'],
  );
  assert.deepEqual(part.graph.edges, [edge('test', 'tell')]);
  assert.equal(part.skippedCount, 1);
});

test('a step of which one round was carried out is shown, and so is everything where nothing was', () => {
  const looped = [step('test', 'SUCCEEDED'), step('deploy', 'SKIPPED', 0), step('deploy', 'SUCCEEDED', 1)];
  assert.equal(takenPart({ graph, steps: looped }).skippedCount, 0);
  const none = graph.nodes.map(({ stepKey }) => step(stepKey, 'SKIPPED'));
  assert.deepEqual(takenPart({ graph, steps: none }), { graph, steps: none, skippedCount: 0 });
});
