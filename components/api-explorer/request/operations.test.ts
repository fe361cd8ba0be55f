import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missingVariables, readOperations, readVariables, tidied } from './operations.ts';

test('a document tells its operations, what they need, and which of them stream', () => {
  const read = readOperations(
    'query Jobs($first: Int = 5, $id: ID!) { jobs(first: $first) { nodes { id } } } subscription Log { events { type } }',
  );
  assert.deepEqual(read, {
    ok: true,
    operations: [
      {
        name: 'Jobs',
        isStream: false,
        variables: [
          { name: 'first', type: 'Int', isRequired: false },
          { name: 'id', type: 'ID!', isRequired: true },
        ],
      },
      { name: 'Log', isStream: true, variables: [] },
    ],
  });
  assert.deepEqual(readOperations('{ viewer { id } }'), {
    ok: true,
    operations: [{ name: undefined, isStream: false, variables: [] }],
  });
});

test('a document that cannot be read says where', () => {
  const read = readOperations('{\n  viewer {');
  assert.equal(read.ok, false);
  assert.equal(read.ok ? undefined : read.line, 2);
  assert.deepEqual(readOperations('fragment F on Job { id }'), {
    ok: false,
    problem: 'There is no operation to run.',
    line: undefined,
  });
});

test('variables are one object, or nothing', () => {
  assert.deepEqual(readVariables(' '), { ok: true, variables: {} });
  assert.deepEqual(readVariables('{"first": 3}'), { ok: true, variables: { first: 3 } });
  for (const text of ['[1]', '7', '{']) assert.equal(readVariables(text).ok, false, text);
});

test('a required variable that is not given is missed before the request is sent', () => {
  const read = readOperations('query Q($id: ID!, $first: Int) { job(id: $id) { id } }');
  const [operation] = read.ok ? read.operations : [];
  assert.ok(operation !== undefined);
  assert.deepEqual(missingVariables(operation, {}), ['id']);
  assert.deepEqual(missingVariables(operation, { id: null }), []);
});

test('a document is tidied, unless its comments would be lost', () => {
  assert.equal(tidied('{viewer{id}}'), '{\n  viewer {\n    id\n  }\n}\n');
  assert.equal(tidied('# mine\n{viewer{id}}'), undefined);
  assert.equal(tidied('{'), undefined);
});
