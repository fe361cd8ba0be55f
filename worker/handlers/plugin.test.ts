import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { openHandlerLog } from '#testing/logs/handler-log.ts';
import { type FakeRuntime, startFakeRuntime } from '#testing/worker/fake-runtime.ts';
import type { HandlerInput } from './handler.ts';
import { type Outbound, openOutbound } from './outbound.ts';
import { openHandlers } from './registry.ts';

let runtime: FakeRuntime;
let outbound: Outbound;

before(async () => {
  runtime = await startFakeRuntime();
  outbound = openOutbound({ allow: [runtime.authority] });
});

after(async () => {
  await outbound.close();
  await runtime.close();
});

const deadline = new Date(Date.now() + 60_000);

function inputOf(
  pluginId: Json,
  more: { params?: Json; runtimeUrl?: Json; task?: string; signal?: AbortSignal } = {},
): HandlerInput & { stored: JsonObject } {
  return {
    tenantId: '01900000-0000-7000-8000-000000000001',
    jobId: '01900000-0000-7000-8000-000000000002',
    ...(more.task === undefined ? {} : { task: more.task }),
    fence: 5,
    attempt: 4,
    params: more.params ?? null,
    stored: { plugin: { pluginId, runtimeUrl: more.runtimeUrl ?? runtime.url } },
    deadline,
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    log: openHandlerLog(),
    signal: more.signal ?? new AbortController().signal,
  };
}

const perform = async ({ stored, ...input }: ReturnType<typeof inputOf>) => openHandlers(outbound)(stored)(input);

test('a plugin is told all it needs: params, identity, attempt, fence, deadline and trace', async () => {
  const orders: JsonObject[] = [];
  runtime.teach('listener', (order) => {
    orders.push(order);
    return { result: { heard: true } };
  });
  const outcome = await perform(inputOf('listener', { params: { a: 1 }, task: 'care', runtimeUrl: `${runtime.url}/` }));
  assert.deepEqual(outcome, { ok: true, result: { heard: true } });
  assert.deepEqual(orders, [
    {
      params: { a: 1 },
      job: 'job_01900000-0000-7000-8000-000000000002',
      attempt: 4,
      fence: 5,
      deadline: deadline.toISOString(),
      tenant: 'tnt_01900000-0000-7000-8000-000000000001',
      task: 'care',
    },
  ]);
  assert.partialDeepStrictEqual(runtime.requests.at(-1), {
    method: 'POST',
    path: '/plugin/runtime/listener/execute',
    headers: {
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      'idempotency-key': 'job_01900000-0000-7000-8000-000000000002',
      deadline: deadline.toISOString(),
      'content-type': 'application/json',
    },
  });
});

test('a result of null is a result', async () => {
  assert.deepEqual(await perform(inputOf('echo')), { ok: true, result: null });
});

test('the error of a plugin becomes the error of the attempt, and the plugin says whether to try again', async () => {
  assert.deepEqual(await perform(inputOf('fail')), {
    ok: false,
    error: { type: 'NOT_TODAY', message: 'the plugin is unwell', retryable: true },
  });
  assert.deepEqual(await perform(inputOf('refuse')), {
    ok: false,
    error: { type: 'NEVER', message: 'the plugin does not do that', retryable: false },
  });
});

test('the error of a plugin is cut to what an attempt keeps', async () => {
  runtime.teach('talker', () => ({
    error: { type: 'T'.repeat(999), message: 'm'.repeat(9_999), stack: 's'.repeat(99_999) },
  }));
  const outcome = await perform(inputOf('talker'));
  assert.ok(!outcome.ok);
  const { type, message, stack, retryable } = outcome.error;
  assert.deepEqual([type.length, message.length, stack?.length, retryable], [200, 4_000, 16_000, true]);
});

test('an answer that breaks the protocol is worth another try', async () => {
  const answers: Json[] = [
    {},
    [],
    'text',
    { error: 'words' },
    { error: { type: 'X' } },
    { error: { type: 'X', message: 'x', retryable: 'no' } },
    { result: { prototype: 1 } },
  ];
  for (const answer of answers) {
    runtime.teach('odd', () => answer);
    assert.partialDeepStrictEqual(
      await perform(inputOf('odd')),
      { ok: false, error: { type: 'BAD_RESPONSE', retryable: true } },
      JSON.stringify(answer),
    );
  }
  for (const pluginId of ['garbage', 'nobody']) {
    assert.partialDeepStrictEqual(await perform(inputOf(pluginId)), {
      ok: false,
      error: { type: 'BAD_RESPONSE', retryable: true },
    });
  }
});

test('a plugin block that could leave its path is refused before anything is sent', async () => {
  const count = runtime.requests.length;
  for (const pluginId of ['..', '../admin', 'a/b', '', 'a?b', 5, null]) {
    assert.partialDeepStrictEqual(
      await perform(inputOf(pluginId)),
      { ok: false, error: { type: 'BAD_PARAMS', retryable: false } },
      String(pluginId),
    );
  }
  for (const runtimeUrl of [5, `${runtime.url}/?x=`, `${runtime.url}/#`]) {
    assert.partialDeepStrictEqual(
      await perform(inputOf('echo', { runtimeUrl })),
      { ok: false, error: { type: 'BAD_PARAMS', retryable: false } },
      String(runtimeUrl),
    );
  }
  assert.equal(runtime.requests.length, count);
});

test('a cancelled job hangs up on its plugin', async () => {
  const cancel = new AbortController();
  runtime.teach('called-off', () => void cancel.abort());
  const outcome = await perform(inputOf('called-off', { signal: cancel.signal }));
  assert.partialDeepStrictEqual(outcome, { ok: false, error: { type: 'ABORTED', retryable: true } });
  assert.equal(await runtime.requests.at(-1)?.hungUp, true);
});

test('a plugin may run inside the network only where the operator allows it', async () => {
  const outcome = await perform(inputOf('echo', { runtimeUrl: 'http://127.0.0.1:1' }));
  assert.partialDeepStrictEqual(outcome, { ok: false, error: { type: 'OUTBOUND_REFUSED', retryable: false } });
});
