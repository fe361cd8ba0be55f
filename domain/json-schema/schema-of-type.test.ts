import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anyType, numberType, textType, truthType, type ValueType } from '#domain/expression/value-type.ts';
import { schemaOfType } from './schema-of-type.ts';
import { typeOfSchema } from './type-of-schema.ts';

const object = (fields: Record<string, ValueType>, isClosed = true): ValueType => ({
  kind: 'object',
  fields: new Map(Object.entries(fields)),
  isClosed,
});

test('a type that is told as a schema is read as the same type', () => {
  const inner = object({ at: textType, what: anyType }, false);
  const type = object({ n: numberType, ok: truthType, list: { kind: 'list', items: inner } });
  assert.deepEqual(typeOfSchema(schemaOfType(type)), type);
});

test('a type of many parts is told as far as it goes, and says that there may be more', () => {
  let type: ValueType = textType;
  for (let n = 0; n < 12; n += 1) type = object({ left: type, right: type });
  const told = typeOfSchema(schemaOfType(type));
  assert.ok(told.kind === 'object' && !told.isClosed);
});
