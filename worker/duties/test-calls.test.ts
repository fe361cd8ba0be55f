// Test calls as people make them: the act of the console, a worker, and servers that behave and misbehave.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { taskBounds } from '#domain/bounds/task.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { rulesOf } from '#domain/outbound/admit-url.ts';
import type { Context } from '#engine/store/context.ts';
import type { TestAnswer } from '#engine/task/call/test-answer.ts';
import { type TestTaskInput, testTask } from '#engine/task/call/test-task.ts';
import { registerTask } from '#engine/task/register-task.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { type FakeRuntime, startFakeRuntime } from '#testing/worker/fake-runtime.ts';

let bundle: Bundle;
let runtime: FakeRuntime;
let context: Context;
before(async () => {
  bundle = await openBundle();
  runtime = await startFakeRuntime();
  await bundle.startWorker({ outboundAllow: [runtime.authority] });
});
after(async () => {
  await bundle.close();
  await runtime.close();
});

async function call(input: Partial<TestTaskInput>): Promise<TestAnswer> {
  context = await bundle.tenant();
  const rules = rulesOf([runtime.authority]);
  return valueOf(await testTask(context, { name: 'probe', handler: { builtin: { name: 'echo' } }, ...input }, rules));
}

const http = (path: string, more: object = {}) => ({
  handler: { http: { method: 'POST', url: `${runtime.url}${path}`, ...more } },
});

test('a builtin is tried out with its params, and leaves no job', async () => {
  const answer = await call({ params: { a: 1 } });
  assert.deepEqual([answer.error, answer.result, answer.http], [null, { a: 1 }, null]);
  assert.equal(await bundle.owner.client.job.count({ where: { tenantId: context.tenantId } }), 0);
  const logged = await call({ handler: { builtin: { name: 'log', options: { lines: 100_000, error: 'at last' } } } });
  assert.deepEqual(
    [logged.error?.message, logged.lines.length, logged.linesLeftOut],
    ['at last', taskBounds.testLogLinesMax, 100_000 - taskBounds.testLogLinesMax],
  );
});

test('a call tells what the server answered, and what a job would make of it', async () => {
  const answer = await call({ ...http('/plugin/runtime/echo/execute'), params: { params: 7 } });
  assert.deepEqual([answer.error, answer.http?.status, answer.http?.isCut], [null, 200, false]);
  assert.ok(answer.lines.some(({ message }) => message.startsWith('answered 200')));
  const plugin = await call({ handler: { plugin: { pluginId: 'refuse', runtimeUrl: runtime.url } } });
  assert.deepEqual([plugin.error?.type, plugin.error?.retryable], ['NEVER', false]);
});

test('params and results are held against the schemas that are tried out', async () => {
  const refused = await testTask(await bundle.tenant(), {
    name: 'probe',
    handler: { builtin: { name: 'echo' } },
    params: { a: 'x' },
    inputSchema: { properties: { a: { type: 'integer' } } },
  });
  assert.deepEqual(refused.ok ? [] : refused.refusals.map(({ path }) => path.join('.')), ['params.a']);
  const answer = await call({ params: { a: 'x' }, resultSchema: { properties: { a: { type: 'integer' } } } });
  assert.equal(answer.error?.type, 'RESULT_CONTRACT');
});

test('an answer without end, a server that says nothing and a way into the private network all end as errors', async () => {
  const inside = encodeURIComponent('http://127.0.0.1:1/');
  const answers = await Promise.all([
    call(http('/huge')),
    call(http('/bomb')),
    call(http('/drip')),
    call(http('/slow')),
    call(http(`/redirect?to=${inside}`)),
    call({ handler: { builtin: { name: 'sleep', options: { ms: 60_000 } } } }),
  ]);
  assert.deepEqual(
    answers.map(({ error }) => error?.type),
    ['TOO_LARGE', 'TOO_LARGE', 'TIMEOUT', 'TIMEOUT', 'OUTBOUND_REFUSED', 'TIMEOUT'],
  );
});

test('an address that workers would refuse is refused where it stands, before anything is called', async () => {
  for (const url of ['http://127.0.0.1:1/', 'http://[::1]/', 'http://localhost:9/', 'http://169.254.169.254/']) {
    const outcome = await testTask(await bundle.tenant(), { name: 'p', handler: { http: { method: 'GET', url } } });
    assert.deepEqual(
      outcome.ok ? [] : outcome.refusals.map(({ code, path }) => `${code} ${path.join('.')}`),
      ['BAD_URL handler.http.url'],
      url,
    );
  }
});

test('a schema or params beyond their bounds are refused before anything is stored', async () => {
  const own = await bundle.tenant();
  const handler = { builtin: { name: 'echo' } };
  const properties = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`property${n}`, { type: 'string' }]));
  const huge = await testTask(own, { name: 'p', handler, inputSchema: { properties } });
  const large = await testTask(own, { name: 'p', handler, params: 'x'.repeat(valueBounds.payloadSizeBytesMax + 1) });
  assert.deepEqual(
    [huge, large].map((outcome) =>
      outcome.ok ? '' : `${outcome.refusals[0]?.code} ${outcome.refusals[0]?.path.join('.')}`,
    ),
    ['TOO_LARGE inputSchema', 'TOO_LARGE params'],
  );
  assert.equal(await bundle.owner.client.testCall.count({ where: { tenantId: own.tenantId } }), 0);
});

test('kept values of headers reach the server that they were given for, and never come back', async () => {
  const own = await bundle.tenant();
  const rules = rulesOf([runtime.authority]);
  const headers = { 'x-partner-code': 'Code s3cr3t-value-77' };
  valueOf(await registerTask(own, { name: 'kept', ...http('/mirror', { headers }) }, rules));
  const hidden = http('/mirror', { headers: { 'x-partner-code': '(hidden)' } });
  const answer = valueOf(await testTask(own, { name: 'kept', ...hidden }, rules));
  const asked = runtime.requests.findLast(({ path }) => path === '/mirror');
  assert.equal(asked?.headers['x-partner-code'], headers['x-partner-code']);
  assert.ok(!JSON.stringify(answer).includes('s3cr3t-value-77'));
});

test('a tenant has so many test calls under way, and the texts of what was asked are forgotten', async () => {
  const own = await bundle.tenant();
  const slow = () => testTask(own, { name: 'slow', handler: { builtin: { name: 'sleep', options: { ms: 1_000 } } } });
  const outcomes = await Promise.all(Array.from({ length: taskBounds.testCallsOpenMax + 2 }, slow));
  const refused = outcomes.flatMap((outcome) => (outcome.ok ? [] : outcome.refusals));
  assert.deepEqual(
    refused.map(({ code }) => code),
    ['LIMIT_REACHED', 'LIMIT_REACHED'],
  );
  assert.ok(refused.every(({ retryAfterMs }) => retryAfterMs !== undefined));
  const rows = await bundle.owner.client.testCall.findMany({ where: { tenantId: own.tenantId } });
  assert.deepEqual(
    new Set(rows.map(({ handler, answer }) => JSON.stringify([handler, answer]))),
    new Set(['[null,null]']),
  );
});

test('a call that no worker takes is given up and taken by none later', async () => {
  const lonely = await openBundle();
  const there = await lonely.tenant();
  const answer = valueOf(await testTask(there, { name: 'p', handler: { builtin: { name: 'noop' } } }));
  assert.equal(answer.error?.type, 'NO_WORKER');
  await lonely.close();
});

test('who may not register tasks tries none out', async () => {
  const viewer = await bundle.tenant({ role: 'OPERATOR' });
  const outcome = await testTask(viewer, { name: 'p', handler: { builtin: { name: 'noop' } } });
  assert.equal(outcome.ok ? '' : outcome.refusals[0]?.code, 'FORBIDDEN');
});
