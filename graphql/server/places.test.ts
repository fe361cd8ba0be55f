// Names that a request calls the console by, and names that its page says it comes from.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { hostname } from 'node:os';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { WebSocket } from 'ws';
import { ensureAdminToken } from '#engine/access/ensure-admin-token.ts';
import { openDatabase } from '#engine/store/database.ts';
import { at } from '#testing/console.ts';
import { createTestDatabase, type TestDatabase } from '#testing/postgres.ts';
import { type RunningConsole, startConsole } from './server.ts';

let database: TestDatabase;
let api: RunningConsole;
const adminToken = 'a-token-of-the-platform-of-this-test';
const metricsToken = 'a-token-for-the-metrics';

before(async () => {
  database = await createTestDatabase();
  const web = openDatabase({ url: database.ownerUrl, duty: 'web', connectionsMax: 1, name: 'test' });
  await ensureAdminToken(web, adminToken);
  await web.close();
  const publicUrls = ['https://taskflow.example', 'http://other.example:8080'];
  api = await startConsole({ databaseUrl: database.ownerUrl, publicUrls, metricsToken });
});
after(async () => {
  await api.close();
  await database.drop();
});

async function ask(path: string, headers: Record<string, string>, method = 'GET') {
  const sent = request({ host: '127.0.0.1', port: api.port, path, method, headers });
  sent.end(method === 'POST' ? '{}' : undefined);
  const [response] = await once(sent, 'response');
  return { status: Number(response.statusCode), text: await text(response) };
}

const signIn = (headers: Record<string, string>) =>
  ask('/api/session', { 'content-type': 'application/json', ...headers }, 'POST');

test('a console answers to its public names and to those of its machine', async () => {
  for (const host of [
    'taskflow.example',
    'TASKFLOW.example:443',
    'other.example:8080',
    'localhost:1',
    '127.0.0.1',
    '[::1]:80',
    hostname(),
  ])
    assert.equal((await ask('/graphql/schema.graphql', { host })).status, 200, host);
});

test('a console that is called by a foreign name says so, and does nothing else', async () => {
  for (const host of [
    'evil.example',
    'taskflow.example.evil.example',
    'other.example',
    'other.example:80',
    'a@localhost',
    'localhost/x',
    ' ',
  ]) {
    for (const path of ['/graphql', '/graphql/schema.graphql', '/api/session', '/metrics', '/']) {
      const { status, text: said } = await ask(path, { host, authorization: `Bearer ${adminToken}` });
      assert.equal(status, 421, `${host} ${path}`);
      assert.equal(at(JSON.parse(said), 'error', 'code'), 'MISDIRECTED');
    }
  }
  assert.equal((await ask('/health/live', { host: 'evil.example' })).status, 200);
});

test('a page of another site signs nobody in, whatever name it gives us', async () => {
  // 400: it went on to look at the body.
  for (const [host, origin, status] of [
    ['taskflow.example', 'https://taskflow.example', 400],
    ['127.0.0.1:3000', 'https://taskflow.example', 400],
    ['localhost:3000', 'http://localhost:3000', 400],
    ['taskflow.example', 'https://evil.example', 403],
    ['evil.example', 'https://evil.example', 421],
    ['localhost:3000', 'http://localhost:4000', 403],
    ['taskflow.example', 'null', 403],
    ['taskflow.example', 'https://taskflow.example:444', 403],
  ] as const)
    assert.equal((await signIn({ host, origin })).status, status, `${host} ${origin}`);
});

test('a socket opens for our own pages under our own names', async () => {
  const open = async (host: string, origin: string): Promise<string> => {
    const socket = new WebSocket(`ws://127.0.0.1:${api.port}/graphql`, 'graphql-transport-ws', {
      headers: { host },
      origin,
    });
    const opened = once(socket, 'open').then(() => 'open');
    const answer = await opened.catch((fault: Error) => fault.message);
    socket.terminate();
    return answer;
  };
  assert.equal(await open('taskflow.example', 'https://taskflow.example'), 'open');
  assert.match(await open('taskflow.example', 'https://evil.example'), /403/);
  assert.match(await open('evil.example', 'https://evil.example'), /421/);
});

test('metrics are for the platform', async () => {
  const metrics = (authorization?: string) => ask('/metrics', authorization === undefined ? {} : { authorization });
  for (const shown of [undefined, 'Bearer nobody', 'Basic x']) assert.equal((await metrics(shown)).status, 401, shown);
  for (const token of [metricsToken, adminToken]) {
    const { status, text: figures } = await metrics(`Bearer ${token}`);
    assert.equal(status, 200);
    assert.match(figures, /taskflow_http_requests_total/);
  }
});
