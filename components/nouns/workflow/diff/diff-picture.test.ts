import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pictureOf } from '#components/nouns/workflow/definition/definition-graph.ts';
import { diffDefinitions } from '#domain/graph/diff/diff-definitions.ts';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { printDefinition } from '#domain/workflow/print.ts';
import { edgeKey, pictureOfBoth } from './diff-picture.ts';

function read(yaml: string) {
  const [parsed, drawn] = [parseDefinition({ yaml }), pictureOf(yaml)];
  assert.ok(parsed.ok && drawn !== undefined);
  return { definition: printDefinition(parsed.definition), picture: drawn.picture };
}

test('both definitions are drawn as one picture, with what was removed and what each change is', () => {
  const before = read('name: w\ntasks:\n  - { id: a, type: T }\n  - { id: old, type: T, dependencies: [a] }\n');
  const after = read('name: w\ntasks:\n  - { id: a, type: U }\n  - { id: new, type: T, dependencies: [a] }\n');
  const diff = diffDefinitions(before.definition, after.definition);
  const { picture, marks } = pictureOfBoth({ before: before.picture, after: after.picture }, diff);
  assert.deepEqual(
    picture.nodes.map(({ stepKey, level }) => [stepKey, level, marks.steps.get(stepKey)]),
    [
      ['a', 0, 'CHANGED'],
      ['new', 1, 'ADDED'],
      ['old', 1, 'REMOVED'],
    ],
  );
  assert.deepEqual(
    picture.edges.map((edge) => [edge.from, edge.to, marks.edges.get(edgeKey(edge))]),
    [
      ['a', 'new', 'ADDED'],
      ['a', 'old', 'REMOVED'],
    ],
  );
});
