import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isInputObjectType } from 'graphql';
import { handlerKinds } from '#domain/task/handler.ts';
import { schema } from '#graphql/schema.ts';

test('the API takes every kind of handler that a task can have, and no other', () => {
  const input = schema.getType('HandlerInput');
  assert.ok(isInputObjectType(input));
  assert.deepEqual(Object.keys(input.getFields()).toSorted(), handlerKinds.toSorted());
});
