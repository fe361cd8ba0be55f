import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectGarbage } from '#testing/machine/used-heap.ts';
import { listenToActs } from './acts.ts';
import { type ApiError, apiClient } from './client.ts';
import type { ApiDocument } from './document.ts';

type Told = { text: string };

const question: ApiDocument<Told, { n?: number }> = 'query Text($n: Int) { text(n: $n) }';
const act: ApiDocument<Told, { n?: number }> = 'mutation Text { text }';

// The network ends here, as in a browser that fetches: what is held is held on this side of it.
function clientOf(answer: () => Response | Promise<Response>) {
  const heard: ApiError[] = [];
  const sent: RequestInit[] = [];
  const client = apiClient({
    headers: { 'taskflow-tenant': 'acme' },
    onError: (error) => heard.push(error),
    send: async (_, request) => {
      sent.push(request ?? {});
      return await answer();
    },
  });
  return { client, heard, sent };
}

const headers = { 'content-type': 'application/graphql-response+json' };
const answering = (body: unknown, status = 200) =>
  clientOf(() => new Response(JSON.stringify(body), { status, headers }));

test('a document travels with its name, its variables and the tenant', async () => {
  const { client, sent, heard } = answering({ data: { text: 'x' } });
  assert.deepEqual(await client(question, { n: 3 }), { data: { text: 'x' }, error: undefined });
  const [request] = sent;
  assert.deepEqual(JSON.parse(String(request?.body)), { operationName: 'Text', query: question, variables: { n: 3 } });
  assert.equal(new Headers(request?.headers).get('taskflow-tenant'), 'acme');
  assert.deepEqual(heard, []);
});

test('whatever comes back instead of an answer is an error that is told, and never a throw', async () => {
  const refused = { message: 'Slow down', extensions: { code: 'TOO_MANY' } };
  const cases = [
    { scene: answering({ errors: [refused] }, 429), error: { status: 429, complaints: [refused] } },
    {
      scene: answering({ data: null, errors: [{ message: 'No' }] }),
      error: { status: 200, complaints: [{ message: 'No', extensions: {} }] },
    },
    { scene: answering({}), error: { status: 200, complaints: [] } },
    { scene: answering('text'), error: { status: 200, complaints: [] } },
    {
      scene: clientOf(() => new Response('<h1>Bad gateway</h1>', { status: 502 })),
      error: { status: 502, complaints: [] },
    },
    {
      scene: clientOf(() => Promise.reject(new TypeError('Failed to fetch'))),
      error: { status: undefined, complaints: [] },
    },
  ];
  for (const { scene, error } of cases) {
    const answer = await scene.client(question, {});
    assert.deepEqual(answer.error, error);
    assert.equal(answer.data ?? undefined, undefined);
    assert.deepEqual(scene.heard, [error]);
  }
});

test('a part of an answer comes with what took the rest', async () => {
  const { client } = answering({ data: { text: 'x' }, errors: [{ message: 'No' }] });
  const { data, error } = await client(question, {});
  assert.deepEqual(data, { text: 'x' });
  assert.equal(error?.complaints[0]?.message, 'No');
});

test('who gave up waiting is not told that nothing came', async () => {
  const given = new AbortController();
  const { client, heard } = clientOf(() => {
    given.abort();
    return Promise.reject(given.signal.reason);
  });
  await client(question, {}, given.signal);
  assert.deepEqual(heard, []);
});

test('a tab that is open for days keeps nothing of ten thousand questions that it has asked', async () => {
  const { client } = answering({ data: { text: 'x'.repeat(500) } });
  const told: WeakRef<Told>[] = [];
  const ask = async (n: number) => {
    const { data } = await client(question, { n });
    assert.ok(data !== undefined && data !== null);
    told.push(new WeakRef(data));
  };
  for (let n = 0; n < 10_000; n += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, place) => ask(n + place)));
  }
  // What a weak reference was made of or asked for is held until the turn is over.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  assert.equal(told.length, 10_000);
  const kept = told.filter((one) => one.deref() !== undefined).length;
  assert.ok(kept < 200, `${kept} answers are still held`);
});

test('what this page does itself is told to whoever shows something, and a question is no act', async () => {
  const { client } = answering({ data: { text: 'x' } });
  let acts = 0;
  const stop = listenToActs(() => {
    acts += 1;
  });
  await client(question, {});
  assert.equal(acts, 0);
  await client(act, {});
  assert.equal(acts, 1);
  stop();
  await client(act, {});
  assert.equal(acts, 1);
});
