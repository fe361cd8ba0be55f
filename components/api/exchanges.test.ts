import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Client } from 'urql';
import { listenToActs } from './acts.ts';
import { exchanges } from './exchanges.ts';

type Told = { text: string };

// The network ends here, as in a browser that fetches: what is held is held on this side of it.
function clientOfApi(): Client {
  const body = JSON.stringify({ data: { text: 'x'.repeat(500) } });
  const headers = { 'content-type': 'application/json' };
  return new Client({
    url: 'http://console.invalid/graphql',
    requestPolicy: 'network-only',
    preferGetMethod: false,
    fetch: async () => new Response(body, { headers }),
    exchanges: exchanges(() => {}),
  });
}

test('a tab that is open for days keeps nothing of ten thousand questions that it has asked', async () => {
  const client = clientOfApi();
  const told: WeakRef<Told>[] = [];
  const ask = async (n: number) => {
    const { data } = await client.query<Told>('query Text($n: Int) { text(n: $n) }', { n }).toPromise();
    assert.ok(data !== undefined);
    told.push(new WeakRef(data));
  };
  for (let n = 0; n < 10_000; n += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, place) => ask(n + place)));
  }
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  // What a weak reference was made of or asked for is held until the turn is over.
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  assert.equal(told.length, 10_000);
  const kept = told.filter((one) => one.deref() !== undefined).length;
  assert.ok(kept < 200, `${kept} answers are still held`);
});

test('what this page does itself is told to whoever shows something, and a question is no act', async () => {
  const client = clientOfApi();
  let acts = 0;
  const stop = listenToActs(() => {
    acts += 1;
  });
  await client.query('{ text }', {}).toPromise();
  assert.equal(acts, 0);
  await client.mutation('mutation { text }', {}).toPromise();
  assert.equal(acts, 1);
  stop();
  await client.mutation('mutation { text }', {}).toPromise();
  assert.equal(acts, 1);
});
