import assert from 'node:assert/strict';
import { test } from 'node:test';
import { edgeMaker, nodeMaker } from '#components/run/flow-elements.ts';
import { countStates, faceOf, fateOf, type RunGraph, type RunStep, structureKey } from '#components/run/graph-model.ts';
import { layoutSmall } from '#components/run/layout.ts';
import type { JobState } from '#domain/machines.ts';

const graph: RunGraph = {
  nodes: ['a', 'b', 'c'].map((stepKey, level) => ({ stepKey, task: 'echo', level })),
  edges: [
    { from: 'a', to: 'b', on: 'success' },
    { from: 'a', to: 'c', on: 'failure' },
  ],
};

function step(stepKey: string, state: JobState, iteration: number | null = null): RunStep {
  const times = { startedAt: null, finishedAt: null };
  return { id: `stp_${stepKey}${iteration ?? ''}`, stepKey, state, iteration, ...times, reason: null, job: null };
}

test('two runs of one version share their structure whatever their states', () => {
  assert.equal(structureKey(graph), structureKey(structuredClone(graph)));
  assert.notEqual(structureKey(graph), structureKey({ ...graph, edges: graph.edges.slice(1) }));
});

test('a success edge is taken after success only, a failure edge after failure or death', () => {
  const open = { to: 'PENDING' as const };
  assert.equal(fateOf('success', { from: 'SUCCEEDED', ...open }), 'taken');
  assert.equal(fateOf('success', { from: 'FAILED', ...open }), 'untaken');
  assert.equal(fateOf('failure', { from: 'DEAD', ...open }), 'taken');
  assert.equal(fateOf('failure', { from: 'SUCCEEDED', ...open }), 'untaken');
  assert.equal(fateOf('completion', { from: 'FAILED', ...open }), 'taken');
  assert.equal(fateOf('success', { from: 'RUNNING', ...open }), 'open');
});

test('no edge into a skipped step was taken', () => {
  assert.equal(fateOf('success', { from: 'SUCCEEDED', to: 'SKIPPED' }), 'untaken');
});

test('a step that loops shows the round that a person must know about, and how many others there are', () => {
  const rounds = [step('a', 'SUCCEEDED', 0), step('a', 'DEAD', 1), step('a', 'RUNNING', 2)];
  const face = faceOf({ stepKey: 'a', task: 'echo', level: 0 }, rounds);
  assert.equal(face.state, 'DEAD');
  assert.equal(face.more, 2);
});

test('steps are counted by state, in the order of a job’s life', () => {
  const steps = [step('a', 'SUCCEEDED'), step('b', 'RUNNING'), step('c', 'SUCCEEDED')];
  assert.deepEqual(countStates(steps), [
    { state: 'RUNNING', count: 1 },
    { state: 'SUCCEEDED', count: 2 },
  ]);
});

test('a change of state moves no node and redraws only its own', () => {
  const layout = layoutSmall(graph);
  const makeNodes = nodeMaker(graph, layout);
  const before = [step('a', 'RUNNING'), step('b', 'PENDING'), step('c', 'PENDING')];
  const after = before.map((one) => (one.stepKey === 'a' ? step('a', 'SUCCEEDED') : one));
  const [first, next] = [makeNodes(before), makeNodes(after)];
  assert.deepEqual(
    first.map((node) => node.position),
    next.map((node) => node.position),
  );
  assert.notEqual(first[0], next[0]);
  assert.equal(first[1], next[1]);
  assert.equal(first[2], next[2]);
});

test('edges whose fate did not change stay the same objects', () => {
  const makeEdges = edgeMaker(graph);
  const first = makeEdges([step('a', 'RUNNING'), step('b', 'PENDING'), step('c', 'PENDING')]);
  const next = makeEdges([step('a', 'RUNNING'), step('b', 'SCHEDULED'), step('c', 'PENDING')]);
  assert.equal(first[0], next[0]);
  assert.equal(first[1]?.label, 'failure');
});
