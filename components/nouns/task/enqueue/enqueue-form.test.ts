import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enqueueAtFirst, enqueueInput, problemsInEnqueue } from './enqueue-form.ts';

const schema = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'integer' }, mode: { type: 'string', default: 'fast' } },
};
const first = enqueueAtFirst(schema);

test('the form begins with every default of the schema', () => {
  assert.deepEqual(JSON.parse(first.params), { mode: 'fast' });
  assert.equal(enqueueAtFirst(undefined).params, '{}');
});

test('params are held against the schema of the task, and are JSON in any case', () => {
  assert.match(problemsInEnqueue(schema, first).params ?? '', /^id: /);
  assert.deepEqual(problemsInEnqueue(schema, { ...first, params: '{"id":7}' }), {});
  assert.match(problemsInEnqueue(undefined, { ...first, params: '{id:7}' }).params ?? '', /JSON/);
  assert.deepEqual(problemsInEnqueue(undefined, { ...first, params: '[1]' }), {});
  assert.ok(problemsInEnqueue(undefined, { ...first, params: '', priority: 'high' }).priority);
});

test('what is left empty is the task’s own', () => {
  assert.deepEqual(enqueueInput('report', { ...first, params: '' }, 'UTC'), { task: 'report' });
  assert.deepEqual(
    enqueueInput(
      'report',
      {
        params: '{"id":7}',
        queue: ' fast ',
        priority: '-3',
        runAt: '2030-01-02T03:04',
        idempotencyKey: 'k',
        correlationId: '',
      },
      'UTC',
    ),
    {
      task: 'report',
      params: { id: 7 },
      queue: 'fast',
      priority: -3,
      runAt: '2030-01-02T03:04:00.000Z',
      idempotencyKey: 'k',
    },
  );
});
