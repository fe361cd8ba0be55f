import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '#domain/value/json.ts';
import { misfitsOf } from './misfits.ts';
import { schemaValidator } from './schema-validator.ts';

const schema: JsonObject = {
  type: 'object',
  $defs: { port: { type: 'integer', maximum: 65_535 } },
  properties: {
    host: { type: 'string', minLength: 2 },
    port: { $ref: '#/$defs/port' },
    tags: { type: 'array', items: { type: 'string' } },
  },
  required: ['host'],
  dependentRequired: { port: ['tags'] },
};

test('every property says itself what is wrong with it, also by a part of the schema that it refers to', () => {
  assert.deepEqual(misfitsOf(schema, { port: 70_000, tags: ['a', 1] }, 'param'), [
    { path: ['host'], message: 'This param is required.' },
    { path: ['port'], message: 'Must be at most 65535.' },
    { path: ['tags', '1'], message: 'Must be a string.' },
  ]);
});

test('what is wrong with the whole is said when every property is right', () => {
  const [whole] = misfitsOf(schema, { host: 'db', port: 1 }, 'param');
  assert.deepEqual(whole?.path, []);
  assert.match(whole?.message ?? '', /must have the property "tags"/i);
});

test('a form judges by the engine’s own reader of schemas', () => {
  assert.equal(schemaValidator.isValid(schema, { host: 'db' }, schema), true);
  assert.equal(schemaValidator.isValid(schema, { host: 'd' }, schema), false);
  const { errors, errorSchema } = schemaValidator.validateFormData({ host: 'd' }, schema);
  assert.deepEqual(errorSchema, { host: { __errors: ['Must have at least 2 characters.'] } });
  assert.equal(errors.length, 1);
});

test('a schema that cannot be read judges nothing', () => {
  assert.deepEqual(misfitsOf({ properties: { a: { nullable: true } } }, { a: 1 }, 'param'), []);
});
