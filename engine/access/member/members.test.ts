import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Outcome } from '#domain/refusal.ts';
import { noTenantId } from '#engine/access/access.ts';
import { createApiToken } from '#engine/access/create-api-token.ts';
import { chooseTenant, identifySession, identifyToken } from '#engine/access/identify.ts';
import { listMembers, listTokens } from '#engine/access/list-access.ts';
import { signIn } from '#engine/access/session/sign-in.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { changeMemberRole } from './change-member-role.ts';
import { loadActors } from './load-actors.ts';
import { removeMember } from './remove-member.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

function codeOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? '' : (outcome.refusals[0]?.code ?? '');
}

async function rolesIn(context: Context): Promise<string[]> {
  return valueOf(await listMembers(context)).map(({ role }) => role);
}

async function typesIn(context: Context): Promise<string[]> {
  const rows = await bundle.owner.client.$queryRaw<{ type: string }[]>`
    select type from events where tenant_id = ${context.tenantId}::uuid order by id`;
  return rows.map(({ type }) => type);
}

test('two admins who remove or lower each other at the same moment leave one of them', async () => {
  // Each pair in a tenant of its own, by two connections.
  for (const act of [
    (by: Context, userId: string) => removeMember(by, { userId }),
    (by: Context, userId: string) => changeMemberRole(by, { userId, role: 'VIEWER' }),
  ]) {
    const rounds = Array.from({ length: 6 }, async () => {
      const tenant = await bundle.tenant();
      const [ann, bob] = [
        await bundle.person(tenant, { role: 'ADMIN' }),
        await bundle.person(tenant, { role: 'ADMIN' }),
      ];
      const both = await Promise.all([act(ann.acts, bob.id), act(bob.acts, ann.id)]);
      assert.deepEqual(both.map(codeOf).toSorted(), ['', 'ILLEGAL_TRANSITION']);
      assert.equal((await rolesIn(tenant)).filter((role) => role === 'ADMIN').length, 1);
    });
    await Promise.all(rounds);
  }
});

test('the last admin can be removed or lowered by nobody, not even by a platform admin', async () => {
  const tenant = await bundle.tenant();
  const ann = await bundle.person(tenant, { role: 'ADMIN' });
  const platform: Context = { ...tenant, actor: { ...tenant.actor, role: 'PLATFORM_ADMIN' } };
  for (const by of [ann.acts, tenant, platform]) {
    assert.equal(codeOf(await removeMember(by, { userId: ann.id })), 'ILLEGAL_TRANSITION');
    assert.equal(codeOf(await changeMemberRole(by, { userId: ann.id, role: 'EDITOR' })), 'ILLEGAL_TRANSITION');
  }
  const bob = await bundle.person(tenant, { role: 'VIEWER' });
  valueOf(await changeMemberRole(ann.acts, { userId: bob.id, role: 'ADMIN' }));
  valueOf(await removeMember(ann.acts, { userId: ann.id }));
  assert.deepEqual(await rolesIn(tenant), ['ADMIN']);
});

test('a role that changed is told once, and the same role again is no news', async () => {
  const tenant = await bundle.tenant();
  const bob = await bundle.person(tenant, { role: 'VIEWER' });
  assert.equal(valueOf(await changeMemberRole(tenant, { userId: bob.id, role: 'EDITOR' })).role, 'EDITOR');
  valueOf(await changeMemberRole(tenant, { userId: bob.id, role: 'EDITOR' }));
  assert.deepEqual(
    (await typesIn(tenant)).filter((type) => type.startsWith('user.')),
    ['user.joined', 'user.role-changed'],
  );
});

test('a member of another tenant reads as somebody who never was', async () => {
  const [tenant, other] = [await bundle.tenant(), await bundle.tenant()];
  const bob = await bundle.person(other, { role: 'VIEWER' });
  const words = (outcome: Outcome<unknown>) =>
    outcome.ok ? '' : outcome.refusals.map(({ message }) => message).join();
  for (const act of [
    (userId: string) => removeMember(tenant, { userId }),
    (userId: string) => changeMemberRole(tenant, { userId, role: 'VIEWER' }),
  ]) {
    const [there, nowhere] = [await act(bob.id), await act(newId())];
    assert.equal(codeOf(there), 'NOT_FOUND');
    assert.equal(words(there), words(nowhere));
  }
});

test('who is removed is out of the tenant at once in this process, stays a person, and keeps the name', async () => {
  const tenant = await bundle.tenant();
  const bob = await bundle.person(tenant, { role: 'EDITOR', name: 'Bob' });
  const { secret } = valueOf(await signIn(bundle.web, { email: bob.email, password: bob.password, address: newId() }));
  const rightsOf = async () => {
    const identity = await identifySession(bundle.web, secret);
    const chosen = identity && (await chooseTenant(bundle.web, identity, undefined));
    return chosen?.tenantId;
  };
  assert.equal(await rightsOf(), tenant.tenantId);
  assert.equal(valueOf(await removeMember(tenant, { userId: bob.id })).member.name, 'Bob');
  assert.equal(await rightsOf(), noTenantId);
  const named = await loadActors(tenant, [actorName(bob.acts.actor)]);
  assert.deepEqual(named.get(actorName(bob.acts.actor)), {
    actor: `user:${bob.id}`,
    kind: 'user',
    name: 'Bob',
    isRemoved: true,
  });
});

test('tokens of who is removed are revoked on wish, those of others never', async () => {
  const tenant = await bundle.tenant();
  const bob = await bundle.person(tenant, { role: 'ADMIN' });
  await bundle.person(tenant, { role: 'ADMIN' });
  const made = valueOf(await createApiToken(bob.acts, { name: 'his', role: 'VIEWER' }));
  valueOf(await createApiToken(tenant, { name: 'another', role: 'VIEWER' }));
  const his = valueOf(await listTokens(tenant, { first: 10 }, { createdBy: `user:${bob.id}` }));
  assert.deepEqual(
    his.nodes.map(({ name }) => name),
    ['his'],
  );
  assert.equal(valueOf(await removeMember(tenant, { userId: bob.id, revokeTokens: true })).tokensRevoked, 1);
  assert.equal(await identifyToken(bundle.web, made.plaintext), undefined);
  const { nodes } = valueOf(await listTokens(tenant, { first: 10 }));
  assert.deepEqual(
    nodes.filter(({ revokedAt }) => revokedAt !== null).map(({ name, revokedBy }) => [name, revokedBy]),
    [['his', actorName(tenant.actor)]],
  );
  assert.deepEqual((await typesIn(tenant)).slice(-2), ['token.revoked', 'user.removed']);
});

test('people and tokens are named, machines are not, and what is unknown is said to be gone', async () => {
  const [tenant, other] = [await bundle.tenant(), await bundle.tenant()];
  const ann = await bundle.person(tenant, { role: 'VIEWER', name: 'Ann' });
  const { token } = valueOf(await createApiToken(tenant, { name: 'ci', role: 'VIEWER' }));
  const foreign = valueOf(await createApiToken(other, { name: 'secret project', role: 'VIEWER' }));
  const [nobody, worker] = [newId(), newId()];
  const named = await loadActors(tenant, [
    `user:${ann.id}`,
    `token:${token.id}`,
    `token:${foreign.token.id}`,
    `user:${nobody}`,
    'system:planner',
    `worker:${worker}`,
    'user:not-an-id',
  ]);
  assert.deepEqual(
    [...named.values()].map(({ kind, name, isRemoved }) => [kind, name, isRemoved]),
    [
      ['user', 'Ann', false],
      ['token', 'ci', false],
      ['token', null, true],
      ['user', null, true],
      ['system', null, false],
      ['worker', null, false],
      ['user', null, true],
    ],
  );
});
