import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import { printedSchema, schemaPath } from './print-schema.ts';
import { schema } from './schema.ts';

test('the printed schema is the schema', async () => {
  assert.equal(await readFile(schemaPath, 'utf8'), printedSchema, 'run `npm run generate`');
});

test('every document of the contract is valid', async () => {
  const text = await readFile(join(import.meta.dirname, 'contract.test.graphql'), 'utf8');
  const { definitions } = parse(text);
  assert.deepEqual(validate(schema, parse(text)), []);
  assert.equal(definitions.length, 31);
});

test('every type, field, argument, input field and enum value says what it is', () => {
  const silent: string[] = [];
  const check = (name: string, described: { description?: string | null | undefined }) => {
    if (!described.description) silent.push(name);
  };
  const ours = Object.values(schema.getTypeMap()).filter(
    (type) => !type.name.startsWith('__') && !builtIn.has(type.name),
  );
  for (const type of ours) {
    check(type.name, type);
    for (const [name, part] of partsOf(type)) check(`${type.name}.${name}`, part);
  }
  assert.deepEqual(silent, []);
});

const builtIn = new Set(['String', 'Int', 'Float', 'Boolean', 'ID']);

function partsOf(type: GraphQLNamedType): [string, { description?: string | null | undefined }][] {
  if (isEnumType(type)) return type.getValues().map((value) => [value.name, value]);
  if (isInputObjectType(type)) return Object.entries(type.getFields());
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    [field.name, field],
    ...field.args.map((argument): [string, { description?: string | null | undefined }] => [
      `${field.name}(${argument.name})`,
      argument,
    ]),
  ]);
}
