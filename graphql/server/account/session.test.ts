import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { WebSocket } from 'ws';
import { permissionsOf } from '#domain/access/permissions.ts';
import { uuidOf } from '#domain/value/ids.ts';
import { noTenantId } from '#engine/access/access.ts';
import { addMember } from '#engine/access/add-member.ts';
import { createUser } from '#engine/access/create-user.ts';
import { identityMemoMs } from '#engine/access/identify.ts';
import { parseNetwork } from '#engine/settings/networks.ts';
import type { Context } from '#engine/store/context.ts';
import { openDatabase } from '#engine/store/database.ts';
import { openHints } from '#engine/store/hints.ts';
import { limits } from '#graphql/limits/bounds.ts';
import { at, startTestConsole, type TestConsole, type TestTenant, textAt } from '#testing/console.ts';

let api: TestConsole;
let tenant: TestTenant;
const password = 'correct horse battery staple';
// Every request of a test comes from this machine, as from a proxy on it.
const proxy = parseNetwork('127.0.0.1') ?? assert.fail();

before(async () => {
  api = await startTestConsole({ trustedProxies: [proxy] });
  tenant = await api.tenant();
  const database = openDatabase({ url: api.databaseUrl, duty: 'web', connectionsMax: 2, name: 'test' });
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
  for (const name of ['bob', 'eve']) {
    assert.ok((await createUser(context, { email: `${name}@example.com`, name, password })).ok);
    assert.ok((await addMember(context, { email: `${name}@example.com`, role: 'OPERATOR' })).ok);
  }
  await hints.close();
  await database.close();
});
after(() => api.close());

const signIn = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${api.url}/api/session`, {
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
  const seen = await api.ask({ cookie }, '{ viewer { name kind role tenant { slug } } }');
  assert.deepEqual(at(seen.data, 'viewer'), {
    name: 'Ann',
    kind: 'USER',
    role: 'OPERATOR',
    tenant: { slug: tenant.slug },
  });
  const ended = await fetch(`${api.url}/api/session`, { method: 'DELETE', headers: { cookie } });
  assert.equal(ended.status, 204);
  assert.equal((await api.ask({ cookie }, '{ viewer { name } }')).status, 401);
});

test('behind https the cookie is bound to the host and to https', async () => {
  const response = await signIn({ email: 'ann@example.com', password }, { 'x-forwarded-proto': 'https' });
  assert.match(response.headers.get('set-cookie') ?? '', /^__Host-taskflow_session=[^;]+; Secure; /);
  const seen = await api.ask({ cookie: await cookieOf(response) }, '{ viewer { name } }');
  assert.equal(at(seen.data, 'viewer', 'name'), 'Ann');
});

test('over https the cookie that any neighbouring site may set is worth nothing', async () => {
  const cookie = await cookieOf(await signIn({ email: 'ann@example.com', password }));
  const asked = async (headers: Record<string, string>) => {
    const response = await fetch(`${api.url}/graphql`, {
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

test('who guesses too often is told when to come back', async () => {
  let response = await signIn({ email: 'nobody@example.com', password: 'guess 0' });
  for (let n = 1; response.status !== 429 && n < 12; n += 1)
    response = await signIn({ email: 'nobody@example.com', password: `guess ${n}` });
  assert.equal(response.status, 429);
  assert.match(response.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
});

test('no other site can sign somebody in or out', async () => {
  assert.equal((await signIn({ email: 'ann@example.com', password }, { origin: 'https://evil.example' })).status, 403);
  assert.equal((await signIn({ email: 'ann@example.com', password }, { 'sec-fetch-site': 'cross-site' })).status, 403);
  const form = await fetch(`${api.url}/api/session`, {
    method: 'POST',
    body: new URLSearchParams({ email: 'ann@example.com', password }),
  });
  assert.equal(form.status, 415);
  assert.equal((await signIn({ email: 'ann@example.com' })).status, 400);
  assert.equal((await fetch(`${api.url}/api/session`)).status, 405);
});

/** A live view that follows the tenant's events; resolves with the code that closes it. */
async function liveView(shown: {
  cookie?: string;
  token?: string;
  tenant?: string;
}): Promise<{ closed: Promise<number> }> {
  const headers = shown.cookie === undefined ? {} : { cookie: shown.cookie };
  const socket = new WebSocket(`${api.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
  await once(socket, 'open');
  const { token, tenant: named } = shown;
  const payload = { ...(token && { authorization: `Bearer ${token}` }), ...(named && { tenant: named }) };
  socket.send(JSON.stringify({ type: 'connection_init', payload }));
  await once(socket, 'message');
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: 'subscription { events { type } }' } }));
  return { closed: once(socket, 'close').then(([code]) => Number(code)) };
}

test('what is known of a caller is younger than the five seconds after which a revocation holds', () => {
  assert.ok(identityMemoMs + limits.socketRecheckMs < 5_000);
});

test('signing out closes the live views of that session', async () => {
  const cookie = await cookieOf(await signIn({ email: 'ann@example.com', password }));
  const { closed } = await liveView({ cookie });
  await fetch(`${api.url}/api/session`, { method: 'DELETE', headers: { cookie } });
  assert.equal(await closed, 4401);
});

test('who loses the only tenant, a role or a token hears nothing more of it', async () => {
  const { data } = await tenant.ask(
    'mutation { createApiToken(input: { name: "ci", role: VIEWER }) { token { id } plaintext } }',
  );
  const bobsCookie = await cookieOf(await signIn({ email: 'bob@example.com', password }));
  const bob = await liveView({ cookie: bobsCookie });
  const bobThere = await liveView({ cookie: bobsCookie, tenant: tenant.slug });
  const eve = await liveView({ cookie: await cookieOf(await signIn({ email: 'eve@example.com', password })) });
  const token = await liveView({ token: textAt(data, 'createApiToken', 'plaintext') });
  const owner = new pg.Client({ connectionString: api.databaseUrl });
  await owner.connect();
  const of = (email: string) => `user_id = (select id from users where email = '${email}')`;
  await owner.query(`delete from members where ${of('bob@example.com')}`);
  await owner.query(`update members set role = 'VIEWER' where ${of('eve@example.com')}`);
  await owner.end();
  await tenant.ask('mutation ($id: ID!) { revokeApiToken(input: { id: $id }) { userErrors { code } } }', {
    id: textAt(data, 'createApiToken', 'token', 'id'),
  });
  assert.deepEqual(await Promise.all([bob.closed, eve.closed, token.closed]), [4412, 4412, 4401]);
  // The tenant that was named is gone and the session is not: a sign-in would lead nowhere.
  assert.equal(await bobThere.closed, 4403);
});
