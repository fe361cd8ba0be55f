import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { permissionsOf, type Role } from '#domain/access/permissions.ts';
import { accessBounds } from '#domain/bounds/access.ts';
import type { Outcome } from '#domain/refusal.ts';
import { noTenantId } from '#engine/access/access.ts';
import { addMember } from '#engine/access/add-member.ts';
import { createApiToken } from '#engine/access/create-api-token.ts';
import { createUser } from '#engine/access/create-user.ts';
import { chooseTenant, identifySession, identifyToken } from '#engine/access/identify.ts';
import { listPlatformEvents } from '#engine/access/list-platform.ts';
import type { Context } from '#engine/store/context.ts';
import { openDatabase } from '#engine/store/database.ts';
import { newId } from '#engine/store/id.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(async () => {
  await bundle.close();
});

const password = 'correct horse battery';

function platform(): Context {
  const actor = {
    kind: 'system' as const,
    id: 'test',
    name: 'a test',
    role: 'PLATFORM_ADMIN' as const,
    permissions: permissionsOf('PLATFORM_ADMIN'),
  };
  return { database: bundle.web, hints: bundle.hints, actor, tenantId: noTenantId };
}

/** A person, and a network address that nobody else uses. */
async function somebody(): Promise<{ email: string; address: string }> {
  const email = `${newId()}@example.com`;
  valueOf(await createUser(platform(), { email, name: 'Ada', password }));
  return { email, address: newId() };
}

function codeOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? '' : (outcome.refusals[0]?.code ?? '');
}

test('a person signs in, is known by the session, and is unknown after signing out', async () => {
  const { email, address } = await somebody();
  const tenant = await bundle.tenant();
  valueOf(await addMember(tenant, { email, role: 'OPERATOR' }));
  const { secret } = valueOf(await signIn(bundle.web, { email: ` ${email.toUpperCase()}`, password, address }));
  const identity = await identifySession(bundle.web, secret);
  assert.ok(identity?.kind === 'user');
  assert.equal(identity.email, email);
  const chosen = await chooseTenant(bundle.web, identity, undefined);
  assert.equal(chosen?.tenantId, tenant.tenantId);
  assert.equal(chosen?.actor.role, 'OPERATOR');
  assert.equal(await chooseTenant(bundle.web, identity, 'some-other-tenant'), undefined);
  await signOut(bundle.web, secret);
  assert.equal(await identifySession(bundle.web, secret), undefined);
  // Signing out twice is signing out, and told once.
  await signOut(bundle.web, secret);
  const { nodes } = valueOf(await listPlatformEvents(platform(), {}));
  const told = nodes.filter(({ entityId }) => entityId === identity.id).map(({ type, actor }) => [type, actor]);
  assert.deepEqual(told.reverse(), [
    ['user.created', 'system:test'],
    ['user.signed-in', `user:${identity.id}`],
    ['user.signed-out', `user:${identity.id}`],
  ]);
});

test('a session is no token and a token is no session', async () => {
  const { email, address } = await somebody();
  const { secret } = valueOf(await signIn(bundle.web, { email, password, address }));
  assert.equal(await identifyToken(bundle.web, secret), undefined);
});

test('a wrong password and an unknown account are refused in the same words', async () => {
  const { email } = await somebody();
  const wrong = await signIn(bundle.web, { email, password: 'wrong', address: newId() });
  const unknown = await signIn(bundle.web, { email: `${newId()}@example.com`, password, address: newId() });
  assert.equal(codeOf(wrong), 'FORBIDDEN');
  assert.deepEqual(wrong, unknown);
});

/** Moves every failure in time, so that no test has to wait. */
async function moveFailures(byMs: number): Promise<void> {
  await bundle.owner.client.$executeRawUnsafe(
    `update sign_in_failures set blocked_at = blocked_at + interval '${byMs} milliseconds'`,
  );
}

test('guesses that come all at once are counted one by one', async () => {
  const { email, address } = await somebody();
  const guess = (n: number) => signIn(bundle.web, { email, password: `guess ${n}`, address });
  const codes = (await Promise.all(Array.from({ length: 12 }, (_, n) => guess(n)))).map(codeOf);
  const tried = codes.filter((code) => code === 'FORBIDDEN').length;
  assert.ok(
    tried >= accessBounds.signInFailuresFree && tried <= accessBounds.signInFailuresFree + 1,
    `${tried} of 12 were tried`,
  );
  assert.equal(codes.filter((code) => code === 'LIMIT_REACHED').length, codes.length - tried);
});

test('whoever guesses at an account closes it for themselves and not for its owner', async () => {
  const { email } = await somebody();
  const attacker = newId();
  for (let n = 0; n < accessBounds.signInFailuresFree; n += 1)
    await signIn(bundle.web, { email, password: `guess ${n}`, address: attacker });
  await moveFailures(60_000);
  const tried = async (address: string) => codeOf(await signIn(bundle.web, { email, password, address }));
  assert.deepEqual(
    [await tried(attacker), await tried(newId()), await tried(attacker)],
    ['LIMIT_REACHED', '', 'LIMIT_REACHED'],
  );
  await moveFailures(-60_000);
});

test('all addresses of one IPv6 network are one guesser', async () => {
  const { email } = await somebody();
  const guess = (n: number) => signIn(bundle.web, { email, password: 'wrong', address: `2001:db8:5:5::${n}` });
  for (let n = 1; n <= accessBounds.signInFailuresFree; n += 1) await guess(n);
  await moveFailures(60_000);
  assert.equal(codeOf(await guess(99)), 'LIMIT_REACHED');
  await moveFailures(-60_000);
});

test('failures that are forgiven anyway are swept from the table', async () => {
  await bundle.owner.client.signInFailure.createMany({
    data: Array.from({ length: 5 }, (_, n) => ({ key: `old ${n}`, count: 1, blockedAt: new Date(0) })),
  });
  await signIn(bundle.web, { email: `${newId()}@example.com`, password, address: newId() });
  assert.equal(await bundle.owner.client.signInFailure.count({ where: { key: { startsWith: 'old ' } } }), 0);
});

test('after too many failures the right password waits like any other, for minutes at most, and then forgives', async () => {
  const { email, address } = await somebody();
  for (let n = 0; n < accessBounds.signInFailuresFree; n += 1) {
    await signIn(bundle.web, { email, password: 'wrong', address });
  }
  await moveFailures(60_000);
  assert.equal(codeOf(await signIn(bundle.web, { email, password, address })), 'LIMIT_REACHED');
  await moveFailures(-60_000 - accessBounds.signInDelayMsMax);
  valueOf(await signIn(bundle.web, { email, password, address }));
  assert.equal(codeOf(await signIn(bundle.web, { email, password: 'wrong', address })), 'FORBIDDEN');
});

test('nobody makes a member that has more than they have', async () => {
  const { email } = await somebody();
  const granted = async (role: Role, wanted: Role) =>
    codeOf(await addMember(await bundle.tenant({ role }), { email, role: wanted }));
  assert.equal(await granted('EDITOR', 'VIEWER'), 'FORBIDDEN');
  assert.equal(await granted('ADMIN', 'PLATFORM_ADMIN'), 'BAD_INPUT');
  assert.equal(await granted('ADMIN', 'ADMIN'), '');
});

test('a token loses what its creator loses', async () => {
  const { email, address } = await somebody();
  const tenant = await bundle.tenant();
  const { userId } = valueOf(await addMember(tenant, { email, role: 'ADMIN' }));
  // A tenant keeps its last admin.
  valueOf(await addMember(tenant, { email: (await somebody()).email, role: 'ADMIN' }));
  const { secret } = valueOf(await signIn(bundle.web, { email, password, address }));
  const identity = await identifySession(bundle.web, secret);
  const chosen = identity === undefined ? undefined : await chooseTenant(bundle.web, identity, undefined);
  assert.ok(chosen !== undefined);
  const { plaintext } = valueOf(await createApiToken({ ...tenant, ...chosen }, { name: 'ci', role: 'ADMIN' }));
  valueOf(await addMember(tenant, { email, role: 'VIEWER' }));
  // Another process, which remembers nothing of the token.
  const other = openDatabase({ url: bundle.ownerUrl, duty: 'web', connectionsMax: 2, name: 'another console' });
  try {
    const narrowed = await identifyToken(other, plaintext);
    assert.deepEqual(narrowed?.kind === 'token' ? [...narrowed.permissions] : [], ['read']);
  } finally {
    await other.close();
  }
  await bundle.owner.client.member.deleteMany({ where: { userId } });
  const third = openDatabase({ url: bundle.ownerUrl, duty: 'web', connectionsMax: 2, name: 'a third console' });
  try {
    assert.equal(await identifyToken(third, plaintext), undefined);
  } finally {
    await third.close();
  }
});
