import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { permissionsOf } from '#domain/access/permissions.ts';
import type { Actor, Context } from '#engine/store/context.ts';
import { openDatabase } from '#engine/store/database.ts';
import { newId } from '#engine/store/id.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { noTenantId } from './access.ts';
import { addMember } from './add-member.ts';
import { createApiToken } from './create-api-token.ts';
import { createUser } from './create-user.ts';
import { ensureAdminToken } from './ensure-admin-token.ts';
import { chooseTenant, type Identity, identifyToken } from './identify.ts';
import { listTokens } from './list-access.ts';
import { listPlatformEvents, listPlatformTokens } from './list-platform.ts';
import { revokeApiToken } from './revoke-api-token.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

function platform(tenantId = noTenantId): Context {
  const actor: Actor = {
    kind: 'system',
    id: 'test',
    name: 'a test',
    role: 'PLATFORM_ADMIN',
    permissions: permissionsOf('PLATFORM_ADMIN'),
  };
  return { database: bundle.web, hints: bundle.hints, actor, tenantId };
}

/** Whose token it is, as a process sees it that remembers nothing. */
async function seenAfresh(plaintext: string): Promise<Identity | undefined> {
  const other = openDatabase({ url: bundle.ownerUrl, duty: 'web', connectionsMax: 2, name: 'another console' });
  try {
    return await identifyToken(other, plaintext);
  } finally {
    await other.close();
  }
}

async function rightsOf(plaintext: string): Promise<string[]> {
  const identity = await seenAfresh(plaintext);
  return identity?.kind === 'token' ? [...identity.permissions].sort() : [];
}

/** What the platform's log tells of an entity, the first line first. */
async function logOf(entityId: string): Promise<string[]> {
  const { nodes } = valueOf(await listPlatformEvents(platform(), { first: 200 }));
  return nodes
    .filter((event) => event.entityId === entityId)
    .map(({ type, actor }) => `${type} by ${actor}`)
    .reverse();
}

test('a token that spans tenants is listed for platform admins, revoked by them, and both are logged', async () => {
  const { token, plaintext } = valueOf(await createApiToken(platform(), { name: 'ops', role: 'PLATFORM_ADMIN' }));
  assert.equal(token.tenantId, null);
  const listed = async () => valueOf(await listPlatformTokens(platform(), {})).nodes.find(({ id }) => id === token.id);
  const before = await listed();
  assert.ok(before !== undefined && before.revokedAt === null && !('secretHash' in before));
  assert.notEqual(await identifyToken(bundle.web, plaintext), undefined);
  // A tenant may be chosen meanwhile: whoever manages the platform looks at one of them.
  const tenant = await bundle.tenant();
  const revoked = valueOf(await revokeApiToken(platform(tenant.tenantId), { id: token.id }));
  assert.ok(revoked.revokedAt !== null && revoked.revokedBy === 'system:test');
  assert.equal(await identifyToken(bundle.web, plaintext), undefined);
  assert.deepEqual((await listed())?.revokedAt, revoked.revokedAt);
  assert.deepEqual(await logOf(token.id), ['token.created by system:test', 'token.revoked by system:test']);
});

test('nobody of a tenant sees or revokes a token of the platform, or reads the log of the platform', async () => {
  const tenant = await bundle.tenant();
  const { token, plaintext } = valueOf(await createApiToken(platform(), { name: 'ops', role: 'PLATFORM_ADMIN' }));
  const codes = [];
  for (const work of [
    revokeApiToken(tenant, { id: token.id }),
    listPlatformTokens(tenant, {}),
    listPlatformEvents(tenant, {}),
  ]) {
    const outcome = await work;
    codes.push(outcome.ok ? 'done' : outcome.refusals[0]?.code);
  }
  assert.deepEqual(codes, ['NOT_FOUND', 'FORBIDDEN', 'FORBIDDEN']);
  assert.equal(valueOf(await listTokens(tenant, {})).totalCount, 0);
  assert.notEqual(await seenAfresh(plaintext), undefined);
});

test('the log of the platform can be read by nobody else and changed by nobody, whatever the statement', async () => {
  await createApiToken(platform(), { name: 'logged', role: 'PLATFORM_ADMIN' });
  const client = new pg.Client({ connectionString: bundle.ownerUrl });
  await client.connect();
  try {
    await client.query('set role taskflow_web');
    await client.query(`select set_config('app.tenant', '${noTenantId}', false)`);
    const seen = await client.query(
      'select (select count(*) from platform_events) + (select count(*) from api_tokens) as n',
    );
    assert.equal(Number(seen.rows[0]?.n), 0);
    await client.query(`select set_config('app.platform', 'on', false)`);
    for (const change of [`update platform_events set actor = 'nobody'`, 'delete from platform_events'])
      await assert.rejects(client.query(change), /permission denied/);
  } finally {
    await client.end();
  }
});

test('when the setting is given another value the earlier one ends, and with the setting it ends for good', async () => {
  const [first, second] = [`first-${newId()}`, `second-${newId()}`];
  const works = async () => [await seenAfresh(first), await seenAfresh(second)].map((found) => found !== undefined);
  valueOf(await ensureAdminToken(bundle.web, first));
  assert.deepEqual(await works(), [true, false]);
  const firstId = (await seenAfresh(first))?.id ?? '';
  valueOf(await ensureAdminToken(bundle.web, second));
  assert.deepEqual(await works(), [false, true]);
  // Back again: what the setting withdrew it may give back.
  valueOf(await ensureAdminToken(bundle.web, first));
  assert.deepEqual(await works(), [true, false]);
  valueOf(await ensureAdminToken(bundle.web, undefined));
  assert.deepEqual(await works(), [false, false]);
  const made = ['token.created', 'token.revoked', 'token.restored', 'token.revoked'];
  assert.deepEqual(
    await logOf(firstId),
    made.map((type) => `${type} by system:start`),
  );
});

test('a value of the setting that a person revoked does not come back with the next start', async () => {
  const value = `leaked-${newId()}`;
  valueOf(await ensureAdminToken(bundle.web, value));
  const id = (await seenAfresh(value))?.id ?? '';
  valueOf(await revokeApiToken(platform(), { id }));
  const again = await ensureAdminToken(bundle.web, value);
  assert.match(again.ok ? '' : (again.refusals[0]?.message ?? ''), /holds a token that was revoked/);
  assert.equal(await seenAfresh(value), undefined);
});

test('a tenant token whose value stands in the setting gains nothing by it', async () => {
  const tenant = await bundle.tenant();
  const { plaintext } = valueOf(await createApiToken(tenant, { name: 'ci', role: 'VIEWER' }));
  const outcome = await ensureAdminToken(bundle.web, plaintext);
  assert.equal(outcome.ok, false);
  assert.deepEqual(await rightsOf(plaintext), ['read']);
});

/** A context in which the bearer of a token acts. */
async function bearing(plaintext: string, slug?: string): Promise<Context> {
  const identity = await seenAfresh(plaintext);
  assert.ok(identity !== undefined);
  const chosen = await chooseTenant(bundle.web, identity, slug);
  assert.ok(chosen !== undefined);
  return { database: bundle.web, hints: bundle.hints, ...chosen };
}

test('a token made by a token made by a person loses what the person loses', async () => {
  const tenant = await bundle.tenant();
  const email = `${newId()}@example.com`;
  const { id } = valueOf(await createUser(platform(), { email, name: 'Ada', password: 'correct horse battery' }));
  valueOf(await addMember(tenant, { email, role: 'ADMIN' }));
  // A tenant keeps its last admin.
  await bundle.person(tenant, { role: 'ADMIN' });
  const actor: Actor = { kind: 'user', id, name: 'Ada', role: 'ADMIN', permissions: permissionsOf('ADMIN') };
  const { plaintext: first } = valueOf(await createApiToken({ ...tenant, actor }, { name: 'one', role: 'ADMIN' }));
  const { plaintext: second } = valueOf(await createApiToken(await bearing(first), { name: 'two', role: 'ADMIN' }));
  const { plaintext: third } = valueOf(await createApiToken(await bearing(second), { name: 'three', role: 'EDITOR' }));
  assert.deepEqual(await rightsOf(third), [...permissionsOf('EDITOR')].sort());
  valueOf(await addMember(tenant, { email, role: 'VIEWER' }));
  for (const plaintext of [first, second, third]) assert.deepEqual(await rightsOf(plaintext), ['read']);
  await bundle.owner.client.member.deleteMany({ where: { userId: id } });
  for (const plaintext of [first, second, third]) assert.equal(await seenAfresh(plaintext), undefined);
});

test('a token made by a token of the platform keeps its rights when that one is rotated', async () => {
  const tenant = await bundle.tenant();
  const value = `setting-${newId()}`;
  valueOf(await ensureAdminToken(bundle.web, value));
  const maker = { ...(await bearing(value)), tenantId: tenant.tenantId };
  const { plaintext } = valueOf(await createApiToken(maker, { name: 'ci', role: 'OPERATOR' }));
  valueOf(await ensureAdminToken(bundle.web, undefined));
  assert.deepEqual(await rightsOf(plaintext), [...permissionsOf('OPERATOR')].sort());
});

test('a line of tokens that is too long to be followed to its person ends', async () => {
  const tenant = await bundle.tenant();
  let maker = tenant;
  let made = 0;
  for (;;) {
    const outcome = await createApiToken(maker, { name: `token ${made}`, role: 'ADMIN' });
    if (!outcome.ok) {
      assert.equal(outcome.refusals[0]?.code, 'LIMIT_REACHED');
      break;
    }
    made += 1;
    maker = await bearing(outcome.value.plaintext);
  }
  assert.equal(made, 16);
  // The last one of them is followed, too.
  assert.equal(maker.actor.permissions.has('token.manage'), true);
});

test('who joins a tenant, whose role changes and who is made is logged', async () => {
  const tenant = await bundle.tenant();
  const email = `${newId()}@example.com`;
  const { id } = valueOf(await createUser(platform(), { email, name: 'Ada', password: 'correct horse battery' }));
  assert.deepEqual(await logOf(id), ['user.created by system:test']);
  valueOf(await addMember(tenant, { email, role: 'VIEWER' }));
  valueOf(await addMember(tenant, { email, role: 'OPERATOR' }));
  // Nothing changes.
  valueOf(await addMember(tenant, { email, role: 'OPERATOR' }));
  const events = await bundle.owner.client.event.findMany({
    where: { tenantId: tenant.tenantId, type: { startsWith: 'user.' } },
    orderBy: { id: 'asc' },
  });
  assert.deepEqual(
    events.map(({ type, entityIds, payloads }) => [type, entityIds, payloads]),
    [
      ['user.joined', [id], [{ from: null, to: 'VIEWER' }]],
      ['user.role-changed', [id], [{ from: 'VIEWER', to: 'OPERATOR' }]],
    ],
  );
});
