import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkKey } from '#components/nouns/workflow/editor/canvas/links/link-key.ts';
import { sketchOf } from '#components/nouns/workflow/editor/model/sketch.ts';
import { marksOfProblems } from './problem-marks.ts';

test('the dependencies of a circle are marked, and those that only lead to it are not', () => {
  const sketch = sketchOf(`name: round
tasks:
  - { id: a, type: t, dependencies: [{ task: c, on: failure }] }
  - { id: b, type: t, dependencies: [a, start] }
  - { id: c, type: t, dependencies: [b] }
  - { id: start, type: t }
  - { id: end, type: t, dependencies: [c] }
`);
  assert.ok(sketch !== undefined);
  const { links } = marksOfProblems(sketch, []);
  assert.deepEqual(
    [...links.keys()].toSorted(),
    [
      { from: 'a', to: 'b', on: 'success' },
      { from: 'b', to: 'c', on: 'success' },
      { from: 'c', to: 'a', on: 'failure' },
    ].map(linkKey),
  );
});

test('a step that never runs is marked as such', () => {
  const sketch = sketchOf('name: w\ntasks:\n  - { id: a, type: t }\n');
  assert.ok(sketch !== undefined);
  const place = { path: null, line: 3, column: 1, stepId: 'a', message: 'a never runs' };
  const { steps } = marksOfProblems(sketch, [{ ...place, code: 'UNREACHABLE_STEP', severity: 'WARNING' }]);
  assert.deepEqual([...steps], [['a', { look: 'unreachable', words: 'never runs' }]]);
});
