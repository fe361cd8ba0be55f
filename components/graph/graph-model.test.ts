import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobState } from '#domain/machines.ts';
import {
  countOpenStates,
  countStates,
  edgeKey,
  faceOf,
  fateOf,
  type RunGraph,
  type RunStep,
  structureKey,
} from './graph-model.ts';
import { Mark } from './mark.ts';
import { StepStore } from './step-store.ts';

const graph: RunGraph = {
  nodes: ['a', 'b', 'c'].map((stepKey, level) => ({ stepKey, task: 'echo', level, condition: null })),
  edges: [
    { from: 'a', to: 'b', on: 'success', condition: null },
    { from: 'a', to: 'c', on: 'failure', condition: null },
  ],
};

function step(stepKey: string, state: JobState, iteration: number | null = null): RunStep {
  const times = { startedAt: null, finishedAt: null };
  return {
    id: `stp_${stepKey}${iteration ?? ''}`,
    stepKey,
    state,
    iteration,
    isKept: false,
    isFinally: false,
    ...times,
    reason: null,
    job: null,
  };
}

test('two runs of one version share their structure whatever their states', () => {
  assert.equal(structureKey(graph), structureKey(structuredClone(graph)));
  assert.notEqual(structureKey(graph), structureKey({ ...graph, edges: graph.edges.slice(1) }));
  const edges = graph.edges.map((edge) => ({ ...edge, condition: 'vars.ready' }));
  assert.notEqual(structureKey(graph), structureKey({ ...graph, edges }), 'a version with other conditions is another');
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
  assert.equal(fateOf('compensation', { from: 'SUCCEEDED', to: 'PENDING' }), 'open');
  assert.equal(fateOf('compensation', { from: 'SUCCEEDED', to: 'RUNNING' }), 'taken');
});

test('a step that loops shows the round that a person must know about, and how many others there are', () => {
  const rounds = [step('a', 'SUCCEEDED', 0), step('a', 'DEAD', 1), step('a', 'RUNNING', 2)];
  const face = faceOf({ stepKey: 'a', task: 'echo', level: 0, condition: null }, rounds);
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

test('while a run is underway the states of every run keep their places, others follow them', () => {
  const steps = [step('a', 'SCHEDULED'), step('b', 'PENDING'), step('c', 'PENDING')];
  assert.deepEqual(countOpenStates(steps), [
    { state: 'PENDING', count: 2 },
    { state: 'RUNNING', count: 0 },
    { state: 'SUCCEEDED', count: 0 },
    { state: 'SCHEDULED', count: 1 },
  ]);
});

test('a burst of changes is told to the nodes it names and to no others', () => {
  const before = [step('a', 'RUNNING'), step('b', 'PENDING'), step('c', 'PENDING')];
  const store = new StepStore(graph, before);
  const told: string[] = [];
  for (const { stepKey } of graph.nodes) store.listen(stepKey, () => told.push(stepKey));
  const untouched = store.faceOf('b');
  store.update(before.map((one) => (one.stepKey === 'a' ? step('a', 'SUCCEEDED') : one)));
  assert.deepEqual(told, ['a']);
  assert.equal(store.faceOf('a')?.state, 'SUCCEEDED');
  assert.equal(store.faceOf('b'), untouched);
});

test('a snapshot read again that says the same is no news', () => {
  const steps = [step('a', 'RUNNING'), step('b', 'PENDING'), step('c', 'PENDING')];
  const store = new StepStore(graph, steps);
  let told = 0;
  for (const { stepKey } of graph.nodes) store.listen(stepKey, () => (told += 1));
  store.update(structuredClone(steps));
  assert.equal(told, 0);
});

test('edges whose fate did not change stay the same, and a listener that left hears nothing', () => {
  const store = new StepStore(graph, [step('a', 'RUNNING'), step('b', 'PENDING'), step('c', 'PENDING')]);
  const fates = store.fates();
  let told = 0;
  const leave = store.listenToFates(() => (told += 1));
  store.update([step('a', 'RUNNING'), step('b', 'SCHEDULED'), step('c', 'PENDING')]);
  assert.equal(store.fates(), fates);
  store.update([step('a', 'SUCCEEDED'), step('b', 'SCHEDULED'), step('c', 'PENDING')]);
  assert.deepEqual(store.fates(), ['taken', 'untaken']);
  assert.equal(told, 1);
  leave();
  store.update([step('a', 'DEAD'), step('b', 'SKIPPED'), step('c', 'PENDING')]);
  assert.equal(told, 1);
});

test('what the server tells of an edge counts before what its ends let one guess, and is told once', () => {
  const store = new StepStore(graph, [step('a', 'SUCCEEDED'), step('b', 'RUNNING'), step('c', 'PENDING')]);
  assert.deepEqual(store.fates(), ['taken', 'untaken']);
  let told = 0;
  store.listenToFates(() => (told += 1));
  const learned = () =>
    new Map([[edgeKey({ from: 'a', to: 'b', on: 'success' }), { answer: 'FALSE', isTaken: false } as const]]);
  store.learn(learned());
  const calls = told;
  assert.deepEqual(store.fates(), ['untaken', 'untaken']);
  assert.equal(store.learned()[0]?.answer, 'FALSE');
  store.learn(learned());
  assert.ok(calls > 0);
  assert.equal(told, calls);
  store.learn(new Map());
  assert.deepEqual(store.fates(), ['taken', 'untaken'], 'and is forgotten where an earlier moment is shown');
  assert.equal(store.learned()[0], undefined);
});

test('a mark tells only of its moves', () => {
  const mark = new Mark();
  let told = 0;
  mark.listen(() => (told += 1));
  mark.set('a');
  mark.set('a');
  assert.equal(told, 1);
  assert.equal(mark.get(), 'a');
});
