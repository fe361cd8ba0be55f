import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { WebSocket } from 'ws';
import { uuidOf } from '#domain/ids.ts';
import { permissionsOf } from '#domain/permissions.ts';
import { noTenantId } from '#engine/access.ts';
import { addMember } from '#engine/commands/add-member.ts';
import { createUser } from '#engine/commands/create-user.ts';
import type { Context } from '#engine/context.ts';
import { openDatabase } from '#engine/database.ts';
import { openHints } from '#engine/hints.ts';
import { parseNetwork } from '#engine/networks.ts';
import { at, startTestConsole, type TestConsole, type TestTenant } from '#testing/console.ts';

let house: TestConsole;
let tenant: TestTenant;
const password = 'correct horse battery staple';
// Every request of a test comes from this machine, as from a proxy on it.
const proxy = parseNetwork('127.0.0.1') ?? assert.fail();

before(async () => {
  house = await startTestConsole({ trustedProxies: [proxy] });
  tenant = await house.tenant();
  const database = openDatabase({ url: house.databaseUrl, duty: 'web', connectionsMax: 2, name: 'test' });
  const hints = openHints(database);
  const context: Context = {
    database,
    hints,
    actor: {
      kind: 'system',
      id: 'test',
      name: 'test',
      role: 'PLATFORM_ADMIN',
      permissions: permissionsOf('PLATFORM_ADMIN'),
    },
    tenantId: uuidOf('tenant', tenant.id) ?? noTenantId,
  };
  assert.ok((await createUser(context, { email: 'ann@example.com', name: 'Ann', password })).ok);
  assert.ok((await addMember(context, { email: 'ann@example.com', role: 'OPERATOR' })).ok);
  await hints.close();
  await database.close();
});
after(() => house.close());

const signIn = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${house.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

async function cookieOf(response: Response): Promise<string> {
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

test('a password opens a session that no script can read, and signing out ends it', async () => {
  const response = await signIn({ email: 'Ann@Example.com', password });
  assert.equal(response.status, 200);
  assert.match(
    response.headers.get('set-cookie') ?? '',
    /^taskflow_session=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Expires=/,
  );
  const cookie = await cookieOf(response);
  const seen = await house.ask({ cookie }, '{ viewer { name kind role tenant { slug } } }');
  assert.deepEqual(at(seen.data, 'viewer'), {
    name: 'Ann',
    kind: 'USER',
    role: 'OPERATOR',
    tenant: { slug: tenant.slug },
  });
  const ended = await fetch(`${house.url}/api/session`, { method: 'DELETE', headers: { cookie } });
  assert.equal(ended.status, 204);
  assert.equal((await house.ask({ cookie }, '{ viewer { name } }')).status, 401);
});

test('behind https the cookie is bound to the host and to https', async () => {
  const response = await signIn({ email: 'ann@example.com', password }, { 'x-forwarded-proto': 'https' });
  assert.match(response.headers.get('set-cookie') ?? '', /^__Host-taskflow_session=[^;]+; Secure; /);
  const seen = await house.ask({ cookie: await cookieOf(response) }, '{ viewer { name } }');
  assert.equal(at(seen.data, 'viewer', 'name'), 'Ann');
});

test('over https the cookie that any neighbouring site may set is worth nothing', async () => {
  const cookie = await cookieOf(await signIn({ email: 'ann@example.com', password }));
  const asked = async (headers: Record<string, string>) => {
    const response = await fetch(`${house.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie, ...headers },
      body: JSON.stringify({ query: '{ viewer { name } }' }),
    });
    return response.json();
  };
  assert.equal(at(await asked({}), 'data', 'viewer', 'name'), 'Ann');
  const overHttps = await asked({ 'x-forwarded-proto': 'https' });
  assert.equal(at(overHttps, 'errors', 0, 'extensions', 'code'), 'UNAUTHENTICATED');
});

test('behind a trusted proxy each client is slowed for its own failures only', async () => {
  const from = (client: string, text: string) =>
    signIn({ email: 'ann@example.com', password: text }, { 'x-forwarded-for': `192.0.2.66, ${client}` });
  const statuses = [];
  // Eight at once, so that no delay runs out between them.
  for (const response of await Promise.all(Array.from({ length: 8 }, (_, n) => from('203.0.113.5', `guess ${n}`))))
    statuses.push(response.status);
  assert.ok(statuses.includes(429), statuses.join(' '));
  assert.equal((await from('203.0.113.6', password)).status, 200);
});

test('a wrong password and an unknown address are refused in the same words', async () => {
  const words = async (body: unknown) => {
    const response = await signIn(body);
    assert.equal(response.status, 401);
    const { error } = await response.json();
    return [error.code, error.message];
  };
  assert.deepEqual(
    await words({ email: 'ann@example.com', password: 'wrong password' }),
    await words({ email: 'nobody@example.com', password: 'wrong password' }),
  );
});

test('no other site can sign somebody in or out', async () => {
  assert.equal((await signIn({ email: 'ann@example.com', password }, { origin: 'https://evil.example' })).status, 403);
  assert.equal((await signIn({ email: 'ann@example.com', password }, { 'sec-fetch-site': 'cross-site' })).status, 403);
  const form = await fetch(`${house.url}/api/session`, {
    method: 'POST',
    body: new URLSearchParams({ email: 'ann@example.com', password }),
  });
  assert.equal(form.status, 415);
  assert.equal((await signIn({ email: 'ann@example.com' })).status, 400);
  assert.equal((await fetch(`${house.url}/api/session`)).status, 405);
});

test('signing out closes the live views of that session within seconds', async () => {
  const cookie = await cookieOf(await signIn({ email: 'ann@example.com', password }));
  const socket = new WebSocket(`${house.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    headers: { cookie },
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await once(socket, 'message');
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: 'subscription { events { type } }' } }));
  const closed = once(socket, 'close', { signal: AbortSignal.timeout(6_000) });
  await fetch(`${house.url}/api/session`, { method: 'DELETE', headers: { cookie } });
  const [code] = await closed;
  assert.equal(code, 4401);
});
