import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pictureOf, sayPicture } from './definition-graph.ts';

const text = `name: review
tasks:
  - { id: lint, type: CHECK }
  - { id: test, type: RUN, dependencies: [lint] }
  - { id: ticket, type: TELL, condition: "size(vars.team) > 0", dependencies: [{ task: test, on: failure, condition: "vars.loud" }] }
`;

test('a definition is drawn from its text', () => {
  const drawn = pictureOf(text);
  assert.equal(drawn?.name, 'review');
  assert.deepEqual(drawn?.picture.nodes, [
    { stepKey: 'lint', task: 'CHECK', level: 0, condition: null },
    { stepKey: 'test', task: 'RUN', level: 1, condition: null },
    { stepKey: 'ticket', task: 'TELL', level: 2, condition: 'size(vars.team) > 0' },
  ]);
  assert.deepEqual(drawn?.picture.edges, [
    { from: 'lint', to: 'test', on: 'success', condition: null },
    { from: 'test', to: 'ticket', on: 'failure', condition: 'vars.loud' },
  ]);
});

test('a text that cannot be read has no picture', () => {
  assert.equal(pictureOf('tasks: ['), undefined);
  assert.equal(pictureOf(''), undefined);
});

test('steps that wait for nobody known, for themselves or in a circle are drawn all the same', () => {
  const drawn = pictureOf(
    'name: odd\ntasks:\n  - { id: a, type: x, dependencies: [b, ghost, a] }\n  - { id: b, type: x, dependencies: [a] }\n  - { id: b, type: y }\n',
  );
  assert.deepEqual(
    drawn?.picture.nodes.map(({ stepKey, task }) => `${stepKey} ${task}`),
    ['a x', 'b y'],
  );
  assert.deepEqual(
    drawn?.picture.edges.map(({ from, to }) => `${from} ${to}`),
    ['b a', 'a b'],
  );
});

test('a picture is told in words', () => {
  assert.equal(sayPicture(pictureOf(text)?.picture ?? { nodes: [], edges: [] }), '3 steps on 3 levels, 2 dependencies');
});
