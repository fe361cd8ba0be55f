import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineOf, sketchOf, stepAtLine } from './sketch.ts';

const text = `name: review
# What runs first.
tasks:
  - id: lint
    type: lint-code

  - { id: test, type: run-tests, dependencies: [lint] }
`;

test('the step of a line and the line of a step are found from both sides', () => {
  const sketch = sketchOf(text);
  assert.ok(sketch !== undefined);
  assert.equal(lineOf(sketch, 'lint'), 4);
  assert.equal(lineOf(sketch, 'test'), 7);
  assert.equal(lineOf(sketch, 'nobody'), undefined);
  assert.deepEqual(
    [1, 3, 4, 6, 7, 8].map((line) => stepAtLine(sketch, line)),
    [undefined, undefined, 'lint', 'lint', 'test', 'test'],
  );
});

test('a text that cannot be read has no sketch; a field that nobody knows takes nothing from the rest', () => {
  assert.equal(sketchOf('name: [review'), undefined);
  assert.equal(sketchOf(''), undefined);
  assert.equal(sketchOf(text.replace('type: lint-code', 'type: lint-code\n    colour: red'))?.steps.size, 2);
});
