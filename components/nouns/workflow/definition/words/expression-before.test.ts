import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expressionBefore } from './expression-before.ts';

const head = `name: w
variables:
  n: { type: number }
tasks:
  - id: first
    type: t
  - id: second
    type: t
`;

function found(rest: string) {
  const asked = expressionBefore(`${head}${rest}`);
  return asked === undefined ? undefined : [asked.place.kind, asked.text, asked.place.stepId];
}

test('the cursor stands in the expression of a field', () => {
  assert.deepEqual(found('    condition: vars.'), ['condition', 'vars.', 'second']);
  assert.deepEqual(found('    condition: "vars.n > '), ['condition', 'vars.n > ', 'second']);
  assert.deepEqual(found("    condition: tasks.first.state == '"), ['condition', "tasks.first.state == '", 'second']);
  assert.deepEqual(found('    foreach: vars.'), ['foreach', 'vars.', 'second']);
  assert.deepEqual(found('    while: result.'), ['while', 'result.', 'second']);
  assert.deepEqual(found('  - { id: third, type: t, condition: tasks.'), ['condition', 'tasks.', 'third']);
});

test('the cursor stands in an output, and in what is filled into params', () => {
  assert.deepEqual(found('    output:\n      total: result.'), ['output', 'result.', 'second']);
  assert.deepEqual(found('    output: { total: result.'), ['output', 'result.', 'second']);
  assert.deepEqual(found('    params: { text: "so ${{ vars.'), ['params', 'vars.', 'second']);
  assert.equal(found('    params: { text: "so ${{ vars.n }} and '), undefined);
});

test('a condition of a dependency knows the step that it is on', () => {
  const asked = expressionBefore(`${head}    dependencies:\n      - { task: first, condition: result.`);
  assert.deepEqual(asked, { text: 'result.', place: { kind: 'dependency', stepId: 'second', from: 'first' } });
  const below = expressionBefore(`${head}    dependencies:\n      - task: first\n        condition: result.`);
  assert.deepEqual(below?.place, { kind: 'dependency', stepId: 'second', from: 'first' });
});

test('an expression that has ended is left', () => {
  assert.equal(found('  - { id: third, condition: vars.n > 1, type: we'), undefined);
  assert.equal(found('  - { id: third, condition: "vars.n > 1", type: we'), undefined);
  assert.deepEqual(found('  - { id: third, condition: "max(vars.n, 1) > va'), [
    'condition',
    'max(vars.n, 1) > va',
    'third',
  ]);
});

test('elsewhere stands no expression', () => {
  assert.equal(found('    type: lint'), undefined);
  assert.equal(found('    # condition: vars.'), undefined);
  assert.equal(expressionBefore('name: condition: '), undefined);
});
