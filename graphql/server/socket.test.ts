import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { WebSocket } from 'ws';
import { uuidOf } from '#domain/value/ids.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import { limits } from '#graphql/limits/bounds.ts';
import { at, startTestConsole, type TestConsole, type TestTenant, textAt } from '#testing/console.ts';

let api: TestConsole;
before(async () => {
  api = await startTestConsole();
});
after(() => api.close());

const protocol = 'graphql-transport-ws';

function openSocket(options: { origin?: string; path?: string; protocols?: string } = {}): WebSocket {
  const { path = '/graphql', protocols = protocol, origin } = options;
  return new WebSocket(`${api.url.replace('http', 'ws')}${path}`, protocols, origin === undefined ? {} : { origin });
}

async function closeCode(socket: WebSocket): Promise<number> {
  const [code]: number[] = await once(socket, 'close');
  return code ?? 0;
}

async function greeted(token: string): Promise<WebSocket> {
  const socket = openSocket();
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
  await once(socket, 'message');
  return socket;
}

/** Collects what a subscription says, and lets a test wait for a number of events. */
function follow(tenant: TestTenant, query: string, variables: Record<string, unknown> = {}) {
  const client = api.follow(tenant.token);
  const stream = client.iterate({ query, variables });
  return {
    next: async (count: number): Promise<JsonObject[]> => {
      const events: JsonObject[] = [];
      while (events.length < count) {
        const { value, done } = await stream.next();
        assert.notEqual(done, true);
        const data: Json = JSON.parse(JSON.stringify(value.data ?? value));
        const event = at(data, 'events') ?? at(data, 'runEvents');
        assert.ok(isJsonObject(event), JSON.stringify(value));
        events.push(event);
      }
      return events;
    },
    end: async () => {
      await stream.return?.();
      await client.dispose();
    },
  };
}

const events =
  'subscription ($filter: EventFilter, $after: Cursor) { events(filter: $filter, after: $after) { cursor type entityId to payload tenant } }';

async function registerTask(tenant: TestTenant): Promise<void> {
  const { data } = await tenant.ask(
    'mutation { registerTask(input: { name: "work", handler: { builtin: { name: "noop" } } }) { task { id } userErrors { code message path } } }',
  );
  textAt(data, 'registerTask', 'task', 'id');
}

async function enqueue(tenant: TestTenant): Promise<string> {
  const { data } = await tenant.ask(
    'mutation { enqueueJob(input: { task: "work" }) { job { id } userErrors { code message path } } }',
  );
  return textAt(data, 'enqueueJob', 'job', 'id');
}

test('a page of another site opens no socket', async () => {
  const socket = openSocket({ origin: 'https://evil.example' });
  const [fault]: Error[] = await once(socket, 'error');
  assert.match(fault?.message ?? '', /403/);
});

test('an upgrade of an unknown path is cut', async () => {
  const socket = openSocket({ path: '/elsewhere' });
  const [fault]: Error[] = await once(socket, 'error');
  assert.match(fault?.message ?? '', /hang up|ECONNRESET/);
});

test('a socket that never says who it is is closed, pings or not', async () => {
  const socket = openSocket();
  await once(socket, 'open');
  socket.ping();
  assert.equal(await closeCode(socket), 4408);
});

test('a socket with a bad token, or with none, is closed', async () => {
  for (const payload of [{ authorization: 'Bearer tfc_bad_token' }, {}]) {
    const socket = openSocket();
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload }));
    assert.equal(await closeCode(socket), 4403);
  }
});

test('a socket that subscribes before it said who it is is closed', async () => {
  const socket = openSocket();
  await once(socket, 'open');
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: '{ __typename }' } }));
  assert.equal(await closeCode(socket), 4401);
});

test('a token that opens sockets in a loop is told to come back later, and keeps those it has', async () => {
  const { token } = await api.tenant();
  const kept = await Promise.all(Array.from({ length: limits.socketsPerCallerMax }, () => greeted(token)));
  const socket = openSocket();
  await once(socket, 'open');
  const closed = closeCode(socket);
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
  assert.equal(await closed, 1013);
  assert.ok(kept.every(({ readyState }) => readyState === WebSocket.OPEN));
  kept[0]?.close();
  await closeCode(kept[0] ?? socket);
  (await greeted(token)).terminate();
  for (const each of kept) each.terminate();
});

test('an older protocol and a message of a megabyte are refused', async () => {
  const older = openSocket({ protocols: 'graphql-ws' });
  await Promise.race([once(older, 'error'), once(older, 'close')]);
  const { token } = await api.tenant();
  const socket = await greeted(token);
  socket.send('x'.repeat(1_000_000));
  assert.equal(await closeCode(socket), 1009);
});

test('a bad document over a socket is an error with a code, and the socket lives', async () => {
  const { token } = await api.tenant();
  const socket = await greeted(token);
  const ask = async (query: string): Promise<unknown> => {
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
    const [message]: unknown[] = await once(socket, 'message');
    return JSON.parse(String(message));
  };
  assert.equal(at(await jsonOf(ask('{ nothing }')), 'type'), 'error');
  const deep = await jsonOf(ask(`{ job(id: ${'['.repeat(100)}`));
  assert.equal(at(deep, 'payload', 0, 'extensions', 'code'), 'TOO_DEEP');
  socket.terminate();
});

async function jsonOf(value: Promise<unknown>): Promise<Json> {
  return JSON.parse(JSON.stringify(await value));
}

test("a tenant follows its own events and nobody else's", async () => {
  const [one, other] = await Promise.all([api.tenant(), api.tenant()]);
  await Promise.all([registerTask(one), registerTask(other)]);
  const live = follow(one, events, { filter: { types: ['job.created'] } });
  const first = live.next(2);
  await enqueue(other);
  // The subscription is up when its first event comes: until then this tenant goes on making some.
  const made: string[] = [];
  let isUp = false;
  void first.then(() => {
    isUp = true;
  });
  while (!isUp) made.push(await enqueue(one));
  for (const event of await first) {
    assert.equal(event.type, 'job.created');
    assert.equal(event.tenant, one.id);
    assert.ok(made.includes(textAt(event, 'entityId')));
  }
  await live.end();
});

test('a subscriber resumes after its cursor and gets everything since, once', async () => {
  const tenant = await api.tenant();
  await registerTask(tenant);
  const start = await api.cursor(tenant);
  const before = [await enqueue(tenant), await enqueue(tenant)];
  const live = follow(tenant, events, { after: start, filter: { types: ['job.created'] } });
  const seen = await live.next(2);
  await live.end();
  assert.deepEqual(
    seen.map((event) => event.entityId),
    before,
  );
  await api.restart();
  const missed = [await enqueue(tenant), await enqueue(tenant), await enqueue(tenant)];
  const again = follow(tenant, events, { after: textAt(seen[1], 'cursor'), filter: { types: ['job.created'] } });
  assert.deepEqual(
    (await again.next(3)).map((event) => event.entityId),
    missed,
  );
  await again.end();
});

test('a cursor that cannot be continued is answered with RESYNC_REQUIRED, not with silence', async () => {
  const tenant = await api.tenant();
  const live = follow(tenant, events, { after: 'not-a-cursor', filter: { types: ['job.created'] } });
  const [event] = await live.next(1);
  assert.equal(event?.type, 'RESYNC_REQUIRED');
  // What happens from then on comes as ever.
  await registerTask(tenant);
  const id = await enqueue(tenant);
  const [created] = await live.next(1);
  assert.equal(created?.entityId, id);
  await live.end();
});

test('closing the console says goodbye to its sockets', async () => {
  const { token } = await api.tenant();
  const socket = await greeted(token);
  const closed = closeCode(socket);
  await api.restart();
  assert.equal(await closed, 1001);
});

test('a run of another tenant cannot be followed, in the words of a run that never was', async () => {
  const [own, foreign] = await Promise.all([api.tenant(), api.tenant()]);
  await registerTask(foreign);
  await foreign.ask('mutation ($d: JSON!) { publishWorkflow(input: { definition: $d }) { userErrors { code } } }', {
    d: { name: 'w', tasks: [{ id: 'a', type: 'work' }] },
  });
  const started = await foreign.ask('mutation { startRun(input: { workflow: "w" }) { run { id } } }');
  const runId = textAt(started.data, 'startRun', 'run', 'id');
  const query = 'subscription ($run: ID!) { runEvents(run: $run) { type seq } }';
  const words = async (run: string) => {
    const client = api.follow(own.token);
    const { value } = await client.iterate({ query, variables: { run } }).next();
    await client.dispose();
    return JSON.stringify(value).replaceAll(/"requestId":"[^"]*"/g, '');
  };
  assert.equal(await words(runId), await words('run_01900000-0000-7000-8000-000000000000'));
  assert.match(await words(runId), /NOT_FOUND/);
  const live = follow(foreign, query, { run: runId });
  assert.deepEqual(
    (await live.next(2)).map((event) => [event.type, event.seq]),
    [
      ['run.started', 1],
      ['job.created', 2],
    ],
  );
  await live.end();
});

test('a reader that pauses over more events than may wait misses none of them', async () => {
  const tenant = await api.tenant();
  await registerTask(tenant);
  const start = await api.cursor(tenant);
  // Long messages, so that the buffers of the operating system fill before the console's own.
  const long = Array.from({ length: 14 }, (_, n) => `tenant${n}: tenant`).join(' ');
  const query = `subscription ($after: Cursor) { events(after: $after, filter: { types: ["job.created"] }) { entityId ${long} } }`;
  const socket = await greeted(tenant.token);
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables: { after: start } } }));
  socket.pause();
  const delivered = async (): Promise<number> => {
    const figures = await (await fetch(`${api.url}/metrics`)).text();
    return Number(/^taskflow_events_delivered_total (\d+)/m.exec(figures)?.[1] ?? 0);
  };
  const before = await delivered();
  // As many claims write them: written at once, so that the reader's patience does not end while they are made.
  const [rows, entries] = [90, 500];
  const owner = new pg.Client({ connectionString: api.databaseUrl });
  await owner.connect();
  await owner.query(
    `insert into events (tenant_id, type, actor, entity_ids)
    select $1, 'job.created', 'test', (select array_agg(gen_random_uuid()) from generate_series(1, ${entries}) where row > 0)
    from generate_series(1, ${rows}) as row`,
    [uuidOf('tenant', tenant.id)],
  );
  await owner.end();
  // Full: what came after waits in the log.
  while ((await delivered()) < before + limits.eventsWaitingMax);
  const seen = new Set<string>();
  const { promise, resolve } = Promise.withResolvers<void>();
  let messages = 0;
  socket.on('message', (text) => {
    messages += 1;
    seen.add(textAt(JSON.parse(String(text)), 'payload', 'data', 'events', 'entityId'));
    if (seen.size === rows * entries) resolve();
  });
  socket.resume();
  await promise;
  assert.equal(messages, rows * entries);
  socket.terminate();
});
