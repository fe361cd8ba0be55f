import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printTask } from '#domain/task/print-task.ts';
import { printForm } from './print-form.ts';
import { emptyTask, formOf, handlerInput, inputOf, problemsIn, type Stored } from './task-form.ts';

const stored: Stored = {
  id: 'tsk_1',
  name: 'send-report',
  version: 3,
  description: 'Asks for a report',
  handler: {
    http: {
      method: 'PUT',
      url: 'https://example.com/${{ params.id }}',
      headers: { authorization: '(hidden)' },
      body: { id: '${{ params.id }}' },
      logBody: true,
    },
  },
  inputSchema: { type: 'object' },
  resultSchema: null,
  labels: { team: 'ops' },
  mutex: ['ledger'],
  resources: { gpu: 2 },
  concurrency: { max: 3, key: '${{ params.id }}' },
  rate: { max: 10, per: 'MINUTE' },
  priority: 5,
  timeout: 'PT1M',
  queue: { id: 'que_1', name: 'reports' },
  retry: {
    maxAttempts: 5,
    strategy: 'FIXED',
    baseDelay: 'PT2S',
    maxDelay: 'PT2S',
    jitter: 'NONE',
    resultContract: false,
  },
  sla: { startBy: 'PT1M', maxDuration: null },
  versions: { nodes: [] },
};

test('a stored version is shown and told again as it is, its hidden values kept', () => {
  const input = inputOf(formOf(stored));
  assert.deepEqual(input, {
    name: 'send-report',
    description: 'Asks for a report',
    handler: stored.handler,
    queue: 'reports',
    priority: 5,
    timeout: 'PT1M',
    retry: {
      maxAttempts: 5,
      strategy: 'FIXED',
      baseDelay: 'PT2S',
      maxDelay: 'PT2S',
      jitter: 'NONE',
    },
    sla: { startBy: 'PT1M' },
    inputSchema: { type: 'object' },
    mutex: ['ledger'],
    resources: { gpu: 2 },
    concurrency: { max: 3, key: '${{ params.id }}' },
    rate: { max: 10, per: 'MINUTE' },
    labels: { team: 'ops' },
  });
});

test('a form that nobody touched says the same as the version that it began with', () => {
  const source = printTask({
    description: 'Asks for a report',
    handler: {
      http: {
        method: 'PUT',
        url: 'https://example.com/${{ params.id }}',
        headers: { authorization: '(hidden)' },
        body: { id: '${{ params.id }}' },
        logBody: true,
      },
    },
    queue: 'reports',
    priority: 5,
    timeoutMs: 60_000,
    retry: {
      maxAttempts: 5,
      strategy: 'FIXED',
      baseDelayMs: 2_000,
      maxDelayMs: 2_000,
      jitter: 'NONE',
      resultContract: false,
    },
    inputSchema: { type: 'object' },
    resultSchema: null,
    sla: { startByMs: 60_000 },
    needs: {
      mutex: ['ledger'],
      resources: { gpu: 2 },
      concurrency: { max: 3, key: '${{ params.id }}' },
      rate: { max: 10, per: 'MINUTE' },
    },
    labels: { team: 'ops' },
  });
  assert.equal(printForm(formOf(stored)), source);
  const changed = { ...formOf(stored), headers: [{ name: 'authorization', value: 'Bearer x', isKept: false }] };
  assert.match(printForm(changed), /"authorization": "\(a new value\)"/);
  assert.ok(!printForm(changed).includes('Bearer'));
});

test('each kind of handler is told by its own fields alone', () => {
  const form = {
    ...emptyTask,
    name: 'x',
    url: 'https://example.com/',
    pluginId: 'p',
    runtimeUrl: 'https://r.example/',
  };
  assert.deepEqual(handlerInput({ ...form, kind: 'HTTP' }), {
    http: { method: 'POST', url: 'https://example.com/', headers: {} },
  });
  assert.deepEqual(handlerInput({ ...form, kind: 'HTTP', bodyKind: 'text', body: 'plain' }).http?.body, 'plain');
  assert.deepEqual(handlerInput({ ...form, kind: 'PLUGIN' }), {
    plugin: { pluginId: 'p', runtimeUrl: 'https://r.example/' },
  });
  assert.deepEqual(handlerInput({ ...form, kind: 'BUILTIN', builtin: 'sleep', options: '{"ms":5}' }), {
    builtin: { name: 'sleep', options: { ms: 5 } },
  });
});

test('what can be seen to be wrong is said at its field, and only for the handler that is chosen', () => {
  assert.deepEqual(Object.keys(problemsIn(emptyTask)), ['name', 'url']);
  assert.deepEqual(Object.keys(problemsIn({ ...emptyTask, name: 'x', kind: 'PLUGIN' })), ['pluginId', 'runtimeUrl']);
  const wrong = {
    ...emptyTask,
    name: 'x',
    url: 'https://example.com/',
    headers: [
      { name: 'A', value: '1', isKept: false },
      { name: 'a', value: '2', isKept: false },
    ],
    bodyKind: 'json' as const,
    body: '{',
    inputSchema: '[]',
    maxAttempts: 'often',
  };
  assert.deepEqual(Object.keys(problemsIn(wrong)), ['headers', 'body', 'inputSchema', 'maxAttempts']);
});
