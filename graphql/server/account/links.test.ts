import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { WebSocket } from 'ws';
import { at, cookieOf, postTo, startTestConsole, type TestConsole, type TestTenant, textAt } from '#testing/console.ts';
import { statementsOf } from '#testing/plans/statement-capture.ts';

let api: TestConsole;
let tenant: TestTenant;
before(async () => {
  api = await startTestConsole();
  tenant = await api.tenant();
});
after(() => api.close());

async function secretFor(email: string): Promise<string> {
  const { data } = await tenant.ask('mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { path } }', {
    input: { email, role: 'OPERATOR' },
  });
  const [page, secret = ''] = textAt(data, 'inviteMember', 'path').split('#');
  assert.equal(page, '/join');
  return secret;
}

const invitation = (body: Record<string, string>, cookie?: string) => postTo(`${api.url}/api/invitation`, body, cookie);
const reset = (body: Record<string, string>) => postTo(`${api.url}/api/password-reset`, body);
const errorOf = async (response: Response) => [response.status, at(await response.json(), 'error', 'code')];

test('an invitation is read and accepted without a session, which it opens', async () => {
  const secret = await secretFor('ann@example.com');
  const offer = await (await invitation({ secret })).json();
  assert.deepEqual(
    [offer.email, offer.role, offer.tenant, offer.signedInAs],
    ['ann@example.com', 'OPERATOR', tenant.slug, null],
  );
  const accepted = await invitation({ secret, name: 'Ann', password: 'four words in a row' });
  assert.equal(accepted.status, 200);
  assert.match(accepted.headers.get('set-cookie') ?? '', /^taskflow_session=[^;]+; Path=\/; HttpOnly; SameSite=Lax; /);
  assert.deepEqual(await accepted.json(), { tenant: tenant.slug });
  const seen = await api.ask({ cookie: cookieOf(accepted), tenant: tenant.slug }, '{ viewer { name role } }');
  assert.deepEqual(seen.data.viewer, { name: 'Ann', role: 'OPERATOR' });
  assert.deepEqual(await errorOf(await invitation({ secret })), [404, 'NOT_FOUND']);
});

test('who is signed in joins as who they are, and a stranger is asked to sign in first', async () => {
  const ann = await api.person(await api.tenant());
  const secret = await secretFor(ann.email);
  assert.deepEqual(await errorOf(await invitation({ secret, as: 'me' })), [401, 'UNAUTHENTICATED']);
  assert.deepEqual(await errorOf(await invitation({ secret, name: 'Ann', password: 'four words in a row' })), [
    409,
    'NAME_TAKEN',
  ]);
  const offer = await (await invitation({ secret }, ann.cookie)).json();
  assert.equal(at(offer, 'signedInAs', 'email'), ann.email);
  assert.equal((await invitation({ secret, as: 'me' }, ann.cookie)).status, 200);
  // At once: this console forgets what it knew of them.
  const seen = await api.ask({ cookie: ann.cookie, tenant: tenant.slug }, '{ viewer { role } }');
  assert.deepEqual(seen.data.viewer, { role: 'OPERATOR' });
});

test('a reset sets a new password without a session and ends those that were open', async () => {
  const ann = await api.person(tenant);
  const { data } = await tenant.ask('mutation ($id: ID!) { offerPasswordReset(input: { user: $id }) { path } }', {
    id: ann.id,
  });
  const [page, secret = ''] = textAt(data, 'offerPasswordReset', 'path').split('#');
  assert.equal(page, '/reset');
  assert.deepEqual(await (await reset({ secret })).json(), { email: ann.email, name: 'Ada' });
  assert.deepEqual(await errorOf(await reset({ secret, password: 'short' })), [400, 'BAD_INPUT']);
  assert.equal((await reset({ secret, password: 'four other words' })).status, 200);
  assert.equal((await api.ask({ cookie: ann.cookie }, '{ viewer { name } }')).status, 401);
  const again = await postTo(`${api.url}/api/session`, { email: ann.email, password: 'four other words' });
  assert.equal(again.status, 200);
  assert.deepEqual(await errorOf(await reset({ secret, password: 'four other words' })), [404, 'NOT_FOUND']);
});

test('the doors of links open for our own pages only, take texts only, and nothing large', async () => {
  for (const path of ['/api/invitation', '/api/password-reset']) {
    const send = (init: RequestInit) => fetch(`${api.url}${path}`, init);
    const json = { 'content-type': 'application/json' };
    const body = JSON.stringify({ secret: 'x' });
    assert.equal(
      (await send({ method: 'POST', body, headers: { ...json, origin: 'https://evil.example' } })).status,
      403,
    );
    assert.equal((await send({ method: 'GET' })).status, 405);
    assert.equal((await send({ method: 'POST', body: new URLSearchParams({ secret: 'x' }) })).status, 415);
    assert.equal((await send({ method: 'POST', headers: json, body: '{"secret":7}' })).status, 400);
    assert.equal((await send({ method: 'POST', headers: json, body: '{"secret":"x","password":{}}' })).status, 400);
    const large = JSON.stringify({ secret: 'x', name: 'y'.repeat(1_000_000) });
    assert.equal((await send({ method: 'POST', headers: json, body: large })).status, 413);
  }
});

test('who guesses at links is told when to come back', async () => {
  const other = await startTestConsole();
  try {
    const tryOne = (n: number) => postTo(`${other.url}/api/password-reset`, { secret: `guess ${n}` });
    let response = await tryOne(0);
    for (let n = 1; response.status !== 429 && n < 40; n += 1) response = await tryOne(n);
    assert.equal(response.status, 429);
    assert.match(response.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
  } finally {
    await other.close();
  }
});

test('what a removed member follows of the tenant ends, and so does what an ended session follows', async () => {
  const [bob, eve] = [await api.person(tenant), await api.person(tenant)];
  const live = async (cookie: string) => {
    const socket = new WebSocket(`${api.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      headers: { cookie },
    });
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload: { tenant: tenant.slug } }));
    await once(socket, 'message');
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: 'subscription { events { type } }' } }));
    return { closed: once(socket, 'close').then(([code]) => Number(code)) };
  };
  const [bobs, eves] = [await live(bob.cookie), await live(eve.cookie)];
  await tenant.ask('mutation ($id: ID!) { removeMember(input: { user: $id }) { userErrors { code } } }', {
    id: bob.id,
  });
  const there = await postTo(`${api.url}/api/session`, { email: eve.email, password: eve.password });
  await api.ask({ cookie: cookieOf(there) }, 'mutation { endSessions(input: { allOthers: true }) { count } }');
  assert.equal((await api.ask({ cookie: bob.cookie, tenant: tenant.slug }, '{ viewer { name } }')).status, 404);
  assert.deepEqual(await Promise.all([bobs.closed, eves.closed]), [4403, 4401]);
});

test('acts are shown by name, also of who is gone', async () => {
  const ann = await api.person(tenant);
  await api.ask(
    { cookie: ann.cookie, tenant: tenant.slug },
    'mutation { writeNote(input: { text: "by hand" }) { userErrors { code } } }',
  );
  const author = async () => (await tenant.ask('{ notes(first: 1) { author { kind name isRemoved } } }')).data;
  assert.deepEqual(at(await author(), 'notes', 0, 'author'), { kind: 'USER', name: 'Ada', isRemoved: false });
  await tenant.ask('mutation ($id: ID!) { removeMember(input: { user: $id }) { userErrors { code } } }', {
    id: ann.id,
  });
  assert.deepEqual(at(await author(), 'notes', 0, 'author'), { kind: 'USER', name: 'Ada', isRemoved: true });
  const { data } = await tenant.ask('{ apiTokens { nodes { createdBy creator { id kind name } } } }');
  assert.equal(at(data, 'apiTokens', 'nodes', 0, 'creator', 'kind'), 'TOKEN');
  assert.equal(at(data, 'apiTokens', 'nodes', 0, 'creator', 'id'), at(data, 'apiTokens', 'nodes', 0, 'createdBy'));
});

test('however many acts a page shows, their actors are named by one question', async () => {
  const home = await api.tenant();
  const people = [await api.person(home), await api.person(home)];
  for (let n = 0; n < 10; n += 1) {
    const { cookie } = people[n % 2] ?? assert.fail();
    await api.ask(
      { cookie, tenant: home.slug },
      `mutation { writeNote(input: { text: "${n}" }) { userErrors { code } } }`,
    );
  }
  const sent = await statementsOf(() => home.ask('{ notes(first: 50) { author { name } } }'));
  assert.deepEqual(
    sent.filter(({ name }) => name.startsWith('name_')).map(({ name }) => name),
    ['name_users'],
  );
});
