import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { JsonObject } from '#domain/value/json.ts';
import { echo, fail, noop, sleep } from './builtin.ts';
import { openOutbound } from './outbound.ts';
import { openHandlers } from './registry.ts';

const outbound = openOutbound({ allow: [] });
const handlerFor = openHandlers(outbound);
after(() => outbound.close());

async function perform(handler: JsonObject) {
  return handlerFor(handler)({
    tenantId: '01900000-0000-7000-8000-000000000001',
    jobId: '01900000-0000-7000-8000-000000000002',
    fence: 1,
    attempt: 1,
    params: null,
    handler,
    deadline: new Date(Date.now() + 10_000),
    traceparent: '00-0-0-00',
    signal: new AbortController().signal,
  });
}

test('a task finds its handler by the kind of its block', async () => {
  assert.deepEqual(
    ['noop', 'echo', 'sleep', 'fail'].map((name) => handlerFor({ builtin: { name } })),
    [noop, echo, sleep, fail],
  );
  assert.partialDeepStrictEqual(await perform({ http: { url: 'http://10.0.0.1' } }), {
    ok: false,
    error: { type: 'OUTBOUND_REFUSED' },
  });
  assert.partialDeepStrictEqual(await perform({ plugin: { pluginId: 'p', runtimeUrl: 'http://10.0.0.1' } }), {
    ok: false,
    error: { type: 'OUTBOUND_REFUSED' },
  });
});

test('kinds that are null are not there', () => {
  assert.equal(handlerFor({ plugin: null, http: null, builtin: { name: 'noop', options: null } }), noop);
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
