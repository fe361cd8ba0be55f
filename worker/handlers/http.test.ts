import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { openHandlerLog } from '#testing/logs/handler-log.ts';
import { type FakeRuntime, startFakeRuntime } from '#testing/worker/fake-runtime.ts';
import type { HandlerInput } from './handler.ts';
import { type Outbound, openOutbound } from './outbound.ts';
import { openHandlers } from './registry.ts';
import { retryAfterMs } from './send.ts';

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

const jobId = '01900000-0000-7000-8000-000000000002';

function inputOf(
  http: JsonObject,
  more: { params?: Json; attempt?: number; deadline?: Date; signal?: AbortSignal } = {},
): HandlerInput & { stored: JsonObject } {
  return {
    tenantId: '01900000-0000-7000-8000-000000000001',
    jobId,
    fence: 3,
    attempt: more.attempt ?? 1,
    params: more.params ?? null,
    stored: { http },
    deadline: more.deadline ?? new Date(Date.now() + 10_000),
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    log: openHandlerLog(),
    signal: more.signal ?? new AbortController().signal,
  };
}

const perform = async ({ stored, ...input }: ReturnType<typeof inputOf>) => openHandlers(outbound)(stored)(input);
const lastRequest = () => runtime.requests.at(-1) ?? assert.fail('nothing was asked');

test('a job posts its params as JSON, with its identity and trace in the headers', async () => {
  const outcome = await perform(
    inputOf({ url: `${runtime.url}/ok`, headers: { Authorization: 'Bearer t' } }, { params: { a: 1 }, attempt: 2 }),
  );
  assert.deepEqual(outcome, { ok: true, result: { status: 200, body: { ok: true } } });
  assert.partialDeepStrictEqual(lastRequest(), {
    method: 'POST',
    body: '{"a":1}',
    headers: {
      'content-type': 'application/json',
      authorization: 'Bearer t',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      'idempotency-key': `job_${jobId}`,
      'taskflow-job': `job_${jobId}`,
      'taskflow-attempt': '2',
    },
  });
});

test('every attempt of a job carries the same idempotency key', async () => {
  const keys = [];
  for (const attempt of [1, 2]) {
    await perform(inputOf({ url: `${runtime.url}/ok` }, { attempt }));
    keys.push(lastRequest().headers['idempotency-key']);
  }
  assert.equal(keys[0], keys[1]);
});

test('a body of the task goes before the params, and a GET has none', async () => {
  await perform(inputOf({ method: 'PUT', url: `${runtime.url}/ok`, body: { fixed: true } }, { params: { a: 1 } }));
  assert.partialDeepStrictEqual(lastRequest(), { method: 'PUT', body: '{"fixed":true}' });
  await perform(
    inputOf({
      method: 'post',
      url: `${runtime.url}/ok`,
      body: 'a=1',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    }),
  );
  assert.partialDeepStrictEqual(lastRequest(), {
    method: 'POST',
    body: 'a=1',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  await perform(inputOf({ method: 'GET', url: `${runtime.url}/ok` }, { params: { a: 1 } }));
  assert.partialDeepStrictEqual(lastRequest(), { method: 'GET', body: '' });
});

test('an answer in JSON becomes the result; any other, and JSON that cannot be stored, stays text', async () => {
  const bodyOf = async (path: string) => {
    const outcome = await perform(inputOf({ method: 'GET', url: `${runtime.url}/${path}` }));
    assert.ok(outcome.ok);
    return outcome.result;
  };
  assert.deepEqual(await bodyOf('text'), { status: 200, body: 'plain words' });
  assert.deepEqual(await bodyOf('json?body=[1,null]'), { status: 200, body: [1, null] });
  assert.deepEqual(await bodyOf('json?body=oops'), { status: 200, body: 'oops' });
  assert.deepEqual(await bodyOf('json?body={"__proto__":1}'), { status: 200, body: '{"__proto__":1}' });
  assert.deepEqual(await bodyOf('json?body='), { status: 200, body: null });
});

test('a number that JavaScript would round stays as the server wrote it, at any depth', async () => {
  const bodyOf = async (json: string) => {
    const outcome = await perform(
      inputOf({ method: 'GET', url: `${runtime.url}/json?body=${encodeURIComponent(json)}` }),
    );
    assert.ok(outcome.ok);
    return outcome.result;
  };
  assert.deepEqual(await bodyOf('{"a":[{"id":3544790567247868102}],"n":9007199254740991}'), {
    status: 200,
    body: { a: [{ id: '3544790567247868102' }], n: 9_007_199_254_740_991 },
  });
  assert.deepEqual(await bodyOf('[-9007199254740993,1e400,1e3,0.1,12345678901234567890]'), {
    status: 200,
    body: ['-9007199254740993', '1e400', 1_000, 0.1, '12345678901234567890'],
  });
});

test('expressions in url, headers and body are filled in for each attempt, and steer no request elsewhere', async () => {
  const http = {
    method: 'PUT',
    url: `${runtime.url}/mirror/\${{ params.id }}?q=\${{ params.q }}`,
    headers: { 'x-who': 'job ${{ job.id }} attempt ${{ job.attempt }}' },
    body: { n: '${{ params.n + 1 }}', words: 'for ${{ params.q }}' },
  };
  await perform(inputOf(http, { params: { id: 'a/../b?x#y', q: 'ä & ö', n: 1 }, attempt: 2 }));
  assert.partialDeepStrictEqual(lastRequest(), {
    path: '/mirror/a%2F..%2Fb%3Fx%23y?q=%C3%A4%20%26%20%C3%B6',
    headers: { 'x-who': `job job_${jobId} attempt 2` },
    body: '{"n":2,"words":"for ä & ö"}',
  });
  const count = runtime.requests.length;
  const bad: Json[] = [
    { id: '..', q: '', n: 1 },
    { id: '.', q: '', n: 1 },
    { id: {}, q: '', n: 1 },
    { q: '', n: 1 },
    { id: 'x'.repeat(9_000), q: '', n: 1 },
  ];
  for (const params of bad)
    assert.partialDeepStrictEqual(
      await perform(inputOf(http, { params })),
      { ok: false, error: { type: 'BAD_PARAMS', retryable: false } },
      JSON.stringify(params).slice(0, 80),
    );
  const header = { method: 'GET', url: `${runtime.url}/ok`, headers: { 'x-a': '${{ params }}' } };
  for (const params of ['a\r\nhost: b', '日本'])
    assert.partialDeepStrictEqual(await perform(inputOf(header, { params })), { error: { type: 'BAD_PARAMS' } });
  assert.equal(runtime.requests.length, count);
});

test('an answer is read in the charset that it names, and without one as it is written', async () => {
  const bodyOf = async (type: string, hex: string) => {
    const url = `${runtime.url}/bytes?type=${encodeURIComponent(type)}&hex=${hex}`;
    const outcome = await perform(inputOf({ method: 'GET', url }));
    assert.ok(outcome.ok, JSON.stringify(outcome));
    return outcome.result;
  };
  const kept: [type: string, hex: string, body: Json][] = [
    ['text/plain; charset=ISO-8859-15', '31a4', '1€'],
    ['text/plain; charset="Shift_JIS"', '93fa967b', '日本'],
    ['application/json; charset=iso-8859-1', '7b2261223a22e9227d', { a: 'é' }],
    ['application/json; charset=Shift_JIS', '225c5c93fa22', '\\日'],
    ['application/json', 'efbbbf5b315d', [1]],
    ['application/json; charset=utf-16', 'fffe5b0031005d00', [1]],
    ['text/html', 'e9', 'é'],
    ['text/plain; charset=utf-8', 'c3a9', 'é'],
  ];
  for (const [type, hex, body] of kept) assert.deepEqual(await bodyOf(type, hex), { status: 200, body }, type);
});

test('an answer that is no text of its charset is kept byte for byte, never with marks in it', async () => {
  for (const type of ['image/png', 'application/json', 'text/plain; charset=utf-8', 'text/plain; charset=x-unknown']) {
    const url = `${runtime.url}/bytes?type=${encodeURIComponent(type)}&hex=2289ff22`;
    const outcome = await perform(inputOf({ method: 'GET', url }));
    assert.deepEqual(outcome, { ok: true, result: { status: 200, body: null, bodyBase64: 'Ion/Ig==' } }, type);
  }
});

test('a status that may pass is worth another try, one that says no is not', async () => {
  for (const [status, retryable] of [
    [408, true],
    [425, true],
    [429, true],
    [500, true],
    [503, true],
    [400, false],
    [401, false],
    [404, false],
    [409, false],
    [422, false],
    [304, false],
  ] as const) {
    const outcome = await perform(inputOf({ method: 'GET', url: `${runtime.url}/status/${status}` }));
    assert.partialDeepStrictEqual(outcome, { ok: false, error: { type: `HTTP_${status}`, retryable } }, String(status));
  }
});

test('a server that says when to come back is heard, within bounds', async () => {
  const waitFor = async (status: number, words: string) => {
    const outcome = await perform(
      inputOf({ method: 'GET', url: `${runtime.url}/status/${status}?retry-after=${encodeURIComponent(words)}` }),
    );
    assert.ok(!outcome.ok);
    return outcome.retryAfterMs;
  };
  assert.equal(await waitFor(429, '7'), 7_000);
  assert.equal(await waitFor(503, '999999999'), 3_600_000);
  assert.equal(await waitFor(503, 'soon'), undefined);
  assert.equal(await waitFor(404, '7'), undefined);
});

test('a date to come back at is counted from now', () => {
  const nowMs = Date.UTC(2026, 0, 1, 12, 0, 0);
  assert.equal(retryAfterMs({ 'retry-after': 'Thu, 01 Jan 2026 12:00:30 GMT' }, nowMs), 30_000);
  assert.equal(retryAfterMs({ 'retry-after': 'Thu, 01 Jan 2026 11:00:00 GMT' }, nowMs), 0);
  assert.equal(retryAfterMs({}, nowMs), undefined);
});

test('an answer larger than a result may be fails the job for good', async () => {
  for (const bytes of [300_000, 3_000_000]) {
    const outcome = await perform(inputOf({ method: 'GET', url: `${runtime.url}/huge?bytes=${bytes}` }));
    assert.partialDeepStrictEqual(outcome, { ok: false, error: { type: 'TOO_LARGE', retryable: false } });
  }
});

test('a handler that makes no sense is refused for good, before anything is sent', async () => {
  const count = runtime.requests.length;
  const { url } = runtime;
  const blocks: JsonObject[] = [
    {},
    { url: 5 },
    { url, method: 'CONNECT' },
    { url, headers: { a: 1 } },
    { url, headers: [] },
    { url, headers: { Host: 'inner' } },
    { url, headers: { 'transfer-encoding': 'chunked' } },
  ];
  for (const block of blocks) {
    assert.partialDeepStrictEqual(
      await perform(inputOf(block)),
      { ok: false, error: { type: 'BAD_PARAMS', retryable: false } },
      JSON.stringify(block),
    );
  }
  assert.partialDeepStrictEqual(await perform(inputOf({ url: 'http://169.254.169.254/' })), {
    ok: false,
    error: { type: 'OUTBOUND_REFUSED', retryable: false },
  });
  assert.partialDeepStrictEqual(await perform(inputOf({ url: 'nonsense' })), {
    ok: false,
    error: { type: 'BAD_URL', retryable: false },
  });
  assert.equal(runtime.requests.length, count);
});

test('the deadline of the attempt ends a request in flight, and so does its cancellation', async () => {
  const late = await perform(inputOf({ url: `${runtime.url}/stall` }, { deadline: new Date(Date.now() + 40) }));
  assert.partialDeepStrictEqual(late, { ok: false, error: { type: 'TIMEOUT', retryable: true } });
  assert.equal(await lastRequest().hungUp, true);
  const cancel = new AbortController();
  runtime.teach('called-off', () => void cancel.abort());
  const outcome = await perform(
    inputOf({ url: `${runtime.url}/plugin/runtime/called-off/execute` }, { signal: cancel.signal, params: {} }),
  );
  assert.partialDeepStrictEqual(outcome, { ok: false, error: { type: 'ABORTED' } });
  assert.equal(await lastRequest().hungUp, true);
});
