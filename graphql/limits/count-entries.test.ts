import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { countEntries } from './count-entries.ts';

const schema = buildSchema(`
  scalar JSON
  input Leaf { name: String, value: JSON }
  input Branch { leaf: Leaf, left: Branch, right: Branch }
  input Shelf { leaf: Leaf, box: Box }
  input Box { shelf: Shelf, tags: [String!] }
  type Query { all(leaves: [Leaf!], branch: Branch, shelf: Shelf, boxes: [[Box!]!]): Int }
`);

function operationOf(variable: string, type: string): OperationDefinitionNode {
  const [operation] = parse(`query ($${variable}: ${type}) { all(${variable}: $${variable}) }`).definitions;
  assert.equal(operation?.kind, Kind.OPERATION_DEFINITION);
  return operation;
}

const cases: { name: string; variable: string; type: string; value: unknown; entries: number }[] = [
  {
    name: 'those of a list, and nothing inside of JSON',
    variable: 'leaves',
    type: '[Leaf!]',
    value: [{ value: [1, 2, 3] }, { name: 'x' }],
    entries: 2,
  },
  { name: 'a single value where a list may be', variable: 'leaves', type: '[Leaf!]', value: { name: 'x' }, entries: 1 },
  {
    name: 'none where the types lead to no list, however they lead to each other',
    variable: 'branch',
    type: 'Branch',
    value: { leaf: { value: [1] }, left: { right: { leaf: {} } } },
    entries: 0,
  },
  {
    name: 'a list behind types that lead to each other',
    variable: 'shelf',
    type: 'Shelf!',
    value: { box: { tags: ['a'], shelf: { box: { tags: ['b', 'c'] } } } },
    entries: 3,
  },
  {
    name: 'lists of lists, and those inside of their entries',
    variable: 'boxes',
    type: '[[Box!]!]',
    value: [[{ tags: ['a', 'b'] }, {}], []],
    entries: 2 + 2 + 2,
  },
];

for (const { name, variable, type, value, entries } of cases) {
  test(`entries of the lists in variables are counted: ${name}`, () => {
    const request = { operation: operationOf(variable, type), variables: { [variable]: value }, most: 100 };
    assert.equal(countEntries(schema, request), entries);
    assert.equal(countEntries(schema, request), entries, 'and the same when the types are known');
  });
}
