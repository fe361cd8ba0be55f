import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawGraph } from '#components/graph/layout/draw-graph.ts';
import { sketchOf } from '#components/nouns/workflow/editor/model/sketch.ts';
import { footHandlesOf, stepsOnCanvas } from './flow-parts.ts';

const text = `name: review
tasks:
  - { id: lint, type: lint-code }
  - { id: test, type: run-tests, dependencies: [lint] }
  - { id: ticket, type: open-ticket, dependencies: [{ task: test, on: failure }, { task: nobody }] }
`;

function drawn(yaml: string) {
  const sketch = sketchOf(yaml);
  assert.ok(sketch !== undefined);
  return { sketch, drawing: drawGraph(sketch.picture) };
}

test('only what changed is drawn anew', () => {
  const { sketch, drawing } = drawn(text);
  const shown = { drawing, problemCounts: new Map<string, number>(), chosen: [] };
  const before = stepsOnCanvas(sketch, shown, []);
  assert.deepEqual(
    before.map(({ id, data }) => [id, data.task]),
    [
      ['lint', 'lint-code'],
      ['test', 'run-tests'],
      ['ticket', 'open-ticket'],
    ],
  );
  const after = stepsOnCanvas(sketch, { ...shown, problemCounts: new Map([['ticket', 1]]), chosen: ['test'] }, before);
  assert.deepEqual(
    after.map((step, n) => step === before[n]),
    [true, false, false],
  );
  assert.deepEqual(
    after.map(({ selected, data }) => [selected, data.problemCount]),
    [
      [false, 0],
      [true, 0],
      [false, 1],
    ],
  );
});

test('a step shows what repeats it and that it comes last, and what undoes it is drawn', () => {
  const { sketch, drawing } = drawn(`name: w
tasks:
  - { id: a, type: A, compensate: U }
  - { id: b, type: B, dependencies: [{ task: a, condition: 'true' }], foreach: '[1]' }
  - { id: c, type: C, dependencies: [{ task: a, on: default }] }
  - { id: d, type: D, finally: true }
`);
  const shown = { drawing, problemCounts: new Map<string, number>(), chosen: [] };
  assert.deepEqual(
    stepsOnCanvas(sketch, shown, []).map(({ id, data }) => [id, data.marks]),
    [
      ['a', ''],
      ['b', 'for each'],
      ['c', ''],
      ['d', 'finally'],
      ['a:compensate', ''],
    ],
  );
});

test('only what a task carries out has an end for what undoes it', () => {
  const { sketch, drawing } = drawn(`name: w
tasks:
  - { id: a, type: A, compensate: U }
  - { id: b, wait: { signal: go } }
  - { id: c, approval: { title: 'Go on?' } }
  - { id: d, workflow: other }
`);
  const shown = { drawing, problemCounts: new Map<string, number>(), chosen: [] };
  const steps = stepsOnCanvas(sketch, shown, []);
  assert.deepEqual(
    steps.filter(({ handles = [] }) => handles?.some(({ id }) => id === 'compensate')).map(({ id }) => id),
    ['a'],
  );
  assert.deepEqual(
    steps.filter(({ data }) => footHandlesOf(data).some(({ id }) => id === 'compensate')).map(({ id }) => id),
    ['a'],
  );
});
