/** Many WebSocket subscribers in one process; each notes when which event arrives. */
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { sharedClockMs } from '#bench/stage/observed-worker.ts';
import { isJsonObject } from '#domain/value/json.ts';

const { URL: url = '', TOKEN: token = '' } = process.env;
const subscribers = Number(process.env.SUBSCRIBERS);
// Handshakes under way at once.
const connectingMax = 50;

let arrivals = new Map<string, number[]>();

for (let n = 0; n < subscribers; n += connectingMax) {
  await Promise.all(Array.from({ length: Math.min(connectingMax, subscribers - n) }, subscribe));
}

process.on('message', () => {
  process.send?.({ arrivals: [...arrivals] });
  arrivals = new Map();
});
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(1));
process.send?.({ kind: 'ready' });

function subscribe(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    lazy: false,
    retryAttempts: 0,
    onNonLazyError: fail,
  });
  client.on('connected', () => resolve());
  client.subscribe(
    { query: 'subscription { events { cursor type entityId from to at } }' },
    { next: ({ data }) => note(data?.events), error: fail, complete: () => undefined },
  );
  return promise;
}

function note(event: unknown): void {
  if (!isJsonObject(event) || typeof event.entityId !== 'string') return;
  const times = arrivals.get(event.entityId);
  if (times === undefined) arrivals.set(event.entityId, [sharedClockMs()]);
  else times.push(sharedClockMs());
}

function fail(fault: unknown): void {
  console.error('a subscriber failed', fault);
  process.exit(1);
}
