import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunStep } from '#components/graph/graph-model.ts';
import { PictureStore } from './picture-store.ts';

const node = (stepKey: string, kind: 'TASK' | 'APPROVAL' = 'TASK') => ({
  stepKey,
  task: 'echo',
  kind,
  level: 0,
  condition: null,
});
const graph = {
  nodes: [node('charge'), node('ask', 'APPROVAL'), node('each'), node('charge:compensate')],
  edges: [{ from: 'charge', to: 'charge:compensate', on: 'compensation', condition: null }],
};

function step(stepKey: string, more: Partial<RunStep> = {}): RunStep {
  const none = {
    iteration: null,
    isKept: false,
    isFinally: false,
    startedAt: null,
    finishedAt: null,
    reason: null,
    job: null,
  };
  return { id: `stp_${stepKey}`, stepKey, state: 'PENDING', ...none, ...more };
}

const asking = step('ask', {
  startedAt: '2026-07-30T10:00:00Z',
  reason: { code: 'APPROVAL', message: 'waits for an admin' },
});
const steps = [step('charge'), asking, step('each'), step('charge:compensate')];
const counts = { kind: 'FOREACH', total: 4, started: 3, running: 1, succeeded: 2, failed: 0, cancelled: 0 } as const;
const loops = [{ stepKey: 'each', iteration: null, loop: counts }];

test('a node shows what there is beyond its state: a loop, a wait, what it undoes; most show no more', () => {
  const store = new PictureStore();
  store.update({ run: { graph, steps }, loops, line: undefined });
  assert.equal(store.faceOf('charge'), undefined);
  assert.equal(store.faceOf('each')?.loop?.words, '2 / 4');
  assert.deepEqual([store.faceOf('ask')?.waits, store.faceOf('ask')?.why], ['person', 'waits for an admin']);
  assert.equal(store.faceOf('charge:compensate')?.last, 'undoes charge');
});

test('only the node whose loop moved hears of it, and what is not on the line that is looked at stands aside', () => {
  const store = new PictureStore();
  const run = { graph, steps };
  store.update({ run, loops, line: undefined });
  const told: string[] = [];
  for (const { stepKey } of graph.nodes) store.listen(stepKey, () => told.push(stepKey));
  const asked = store.faceOf('ask');
  const moved = [{ stepKey: 'each', iteration: null, loop: { ...counts, running: 0, succeeded: 3 } }];
  store.update({ run: { ...run, steps: [...steps] }, loops: moved, line: undefined });
  assert.deepEqual([told, store.faceOf('ask') === asked], [['each'], true]);
  store.update({ run, loops: moved, line: new Set(['charge', 'charge:compensate']) });
  assert.deepEqual(
    graph.nodes.map(({ stepKey }) => store.faceOf(stepKey)?.isAside ?? false),
    [false, true, true, false],
  );
});
