import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildSchema, getVariableValues, Kind, parse, validate } from 'graphql';
import { examples } from './examples.ts';

const schema = buildSchema(readFileSync(join(import.meta.dirname, '../../../graphql/schema.graphql'), 'utf8'));

for (const { title, query, variables } of examples) {
  test(`the example "${title}" fits the API`, () => {
    const document = parse(query);
    assert.deepEqual(validate(schema, document), []);
    const [operation] = document.definitions;
    assert.equal(operation?.kind, Kind.OPERATION_DEFINITION);
    const declared = operation?.kind === Kind.OPERATION_DEFINITION ? (operation.variableDefinitions ?? []) : [];
    assert.deepEqual(getVariableValues(schema, declared, { ...variables }).errors, undefined);
  });
}
