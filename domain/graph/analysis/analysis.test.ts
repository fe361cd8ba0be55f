import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseRun } from './analyse-run.ts';
import { analyseDefinition, type StepHistory } from './analysis.ts';

const diamond = {
  nodes: ['build', 'test', 'lint', 'ship'].map((stepKey) => ({ stepKey })),
  edges: [
    { from: 'build', to: 'test' },
    { from: 'build', to: 'lint' },
    { from: 'test', to: 'ship' },
    { from: 'lint', to: 'ship' },
  ],
};
const took = (p50Ms: number, p95Ms: number): StepHistory => ({ p50Ms, p95Ms, runs: 10 });

test('a definition has another critical path by its slowest runs than by its usual ones', () => {
  const history = new Map([
    ['build', took(100, 100)],
    ['test', took(50, 60)],
    ['lint', took(20, 900)],
  ]);
  const usual = analyseDefinition(diamond, { history, percentile: 'P50' });
  assert.deepEqual(usual.criticalPath, ['build', 'test', 'ship']);
  assert.deepEqual([usual.totalMs, usual.workMs, usual.bottleneck], [150, 170, 'build']);
  assert.deepEqual([usual.unknownSteps, usual.levelCount], [1, 3]);
  const slow = analyseDefinition(diamond, { history, percentile: 'P95' });
  assert.deepEqual([slow.criticalPath, slow.totalMs, slow.bottleneck], [['build', 'lint', 'ship'], 1_000, 'lint']);
});

const step = (stepKey: string, readyMs: number | null, startedMs: number | null, finishedMs: number | null) => ({
  stepKey,
  readyMs,
  startedMs,
  finishedMs,
});

test('a run is told by what was: waiting counts, and every step has its slack', () => {
  const told = analyseRun({
    startedMs: 1_000,
    untilMs: 2_000,
    edges: diamond.edges,
    steps: [
      step('build', 1_000, 1_010, 1_200),
      step('test', 1_200, 1_500, 1_900),
      step('lint', 1_200, 1_210, 1_300),
      step('ship', 1_901, 1_910, 2_000),
    ],
  });
  assert.deepEqual(told.criticalPath, ['build', 'test', 'ship']);
  assert.equal(told.totalMs, 1_000);
  assert.deepEqual(
    told.steps.map(({ durationMs, waitMs, slackMs }) => [durationMs, waitMs, slackMs]),
    [
      [200, 10, 0],
      [700, 300, 0],
      [100, 10, 600],
      [100, 10, 0],
    ],
  );
});

test('of a run that goes on, what runs is counted up to now, and what waits for it takes no part', () => {
  const told = analyseRun({
    startedMs: 0,
    untilMs: 500,
    edges: diamond.edges,
    steps: [
      step('build', 0, 0, 100),
      step('test', 100, 120, null),
      step('lint', 100, 110, 200),
      step('ship', null, null, null),
    ],
  });
  assert.deepEqual(told.criticalPath, ['build', 'test']);
  assert.deepEqual([told.totalMs, told.unknownSteps], [500, 1]);
  assert.equal(told.steps[3]?.slackMs, null);
});

test('a step that began before another ended was not held up by it', () => {
  const told = analyseRun({
    startedMs: 0,
    untilMs: 900,
    edges: [
      { from: 'quick', to: 'next' },
      { from: 'slow', to: 'next' },
    ],
    steps: [step('quick', 0, 0, 100), step('slow', 0, 0, 900), step('next', 100, 100, 300)],
  });
  assert.deepEqual(told.criticalPath, ['slow']);
  assert.deepEqual(
    told.steps.map(({ slackMs }) => slackMs),
    [600, 0, 600],
  );
});

test('what a rerun kept from an earlier run takes none of its time', () => {
  const told = analyseRun({
    startedMs: 5_000,
    untilMs: 5_400,
    edges: [{ from: 'kept', to: 'again' }],
    steps: [step('kept', 10, 20, 900), step('again', 5_000, 5_100, 5_400)],
  });
  assert.deepEqual(
    told.steps.map(({ durationMs, slackMs }) => [durationMs, slackMs]),
    [
      [0, 0],
      [400, 0],
    ],
  );
});

test('a run without any step that began has no path', () => {
  const told = analyseRun({ startedMs: 0, untilMs: 0, edges: [], steps: [step('one', null, null, null)] });
  assert.deepEqual([told.criticalPath, told.bottleneck, told.totalMs], [[], null, 0]);
});

test('what undoes a step takes no part in how long a definition takes', () => {
  const drawn = {
    nodes: ['book', 'pay', 'book:compensate'].map((stepKey) => ({ stepKey })),
    edges: [
      { from: 'book', to: 'pay', on: 'success' },
      { from: 'book', to: 'book:compensate', on: 'compensation' },
    ],
  };
  const history = new Map(drawn.nodes.map(({ stepKey }) => [stepKey, took(100, 100)]));
  history.set('book:compensate', took(9_000, 9_000));
  const told = analyseDefinition(drawn, { history, percentile: 'P50' });
  assert.deepEqual([told.criticalPath, told.totalMs, told.steps.length], [['book', 'pay'], 200, 2]);
});
