import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type BuiltinName, builtinNames } from '#domain/task/handler.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { openHandlerLog } from '#testing/logs/handler-log.ts';
import { openOutbound } from './outbound.ts';
import { openHandlers } from './registry.ts';

const outbound = openOutbound({ allow: [] });
const handlerFor = openHandlers(outbound);
after(() => outbound.close());

async function perform(stored: JsonObject, params: Json = null) {
  return handlerFor(stored)({
    tenantId: '01900000-0000-7000-8000-000000000001',
    jobId: '01900000-0000-7000-8000-000000000002',
    fence: 1,
    attempt: 1,
    params,
    deadline: new Date(Date.now() + 10_000),
    traceparent: '00-0-0-00',
    log: openHandlerLog(),
    signal: new AbortController().signal,
  });
}

test('a task finds its handler by the kind of its block', async () => {
  const outcomes: Record<BuiltinName, object> = {
    noop: { ok: true, result: null },
    echo: { ok: true, result: { ms: 0 } },
    sleep: { ok: true, result: { ms: 0 } },
    fail: { ok: false, error: { type: 'FAIL' } },
    log: { ok: true, result: { lines: 1 } },
  };
  for (const name of builtinNames)
    assert.partialDeepStrictEqual(await perform({ builtin: { name } }, { ms: 0 }), outcomes[name], name);
  assert.deepEqual(await perform({ builtin: { name: 'noop' } }, { ms: 0 }), { ok: true, result: null });
  assert.partialDeepStrictEqual(await perform({ http: { url: 'http://10.0.0.1' } }), {
    ok: false,
    error: { type: 'OUTBOUND_REFUSED' },
  });
  assert.partialDeepStrictEqual(await perform({ plugin: { pluginId: 'p', runtimeUrl: 'http://10.0.0.1' } }), {
    ok: false,
    error: { type: 'OUTBOUND_REFUSED' },
  });
});

test('kinds that are null are not there', async () => {
  const stored = { plugin: null, http: null, builtin: { name: 'echo', options: null } };
  assert.deepEqual(await perform(stored, 'heard'), { ok: true, result: 'heard' });
});

test('a handler that this worker does not know fails its job for good', async () => {
  const blocks: JsonObject[] = [
    {},
    { builtin: { name: 'constructor' } },
    { builtin: {} },
    { builtin: null },
    { shell: { command: 'ls' } },
  ];
  for (const block of blocks) {
    assert.partialDeepStrictEqual(
      await perform(block),
      { ok: false, error: { type: 'UNKNOWN_HANDLER', retryable: false } },
      JSON.stringify(block),
    );
  }
});
