import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paramsAtFirst, problemsInParams, readParams } from './retry-form.ts';

const schema = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] };
const asked = (params: string) => problemsInParams({ params, reason: '' }, { schema, isObject: true });

test('a form begins with the params of the job, or with none', () => {
  assert.equal(paramsAtFirst(null), '{}');
  assert.deepEqual(readParams(paramsAtFirst({ n: 1 })), { n: 1 });
  assert.deepEqual(readParams(' '), {});
});

test('params that do not fit the schema of the task are a problem of their field', () => {
  assert.deepEqual(asked('{ "n": 1 }'), {});
  assert.match(asked('{}').params ?? '', /^n: /);
});

test('what was an object stays one, and what was none may be anything', () => {
  const typed = { params: '{ "n": ', reason: '' };
  assert.match(problemsInParams(typed, { schema: undefined, isObject: true }).params ?? '', /one JSON object/);
  assert.deepEqual(problemsInParams({ params: '7', reason: '' }, { schema: undefined, isObject: false }), {});
});
