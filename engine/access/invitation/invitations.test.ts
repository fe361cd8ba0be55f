import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { permissionsOf, type Role, roles } from '#domain/access/permissions.ts';
import { accessBounds } from '#domain/bounds/access.ts';
import type { Outcome } from '#domain/refusal.ts';
import { createApiToken } from '#engine/access/create-api-token.ts';
import { identifySession } from '#engine/access/identify.ts';
import { listMembers } from '#engine/access/list-access.ts';
import { changeMemberRole } from '#engine/access/member/change-member-role.ts';
import { removeMember } from '#engine/access/member/remove-member.ts';
import { revokeApiToken } from '#engine/access/revoke-api-token.ts';
import type { Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { acceptAsPerson, acceptAsStranger, readInvitation } from './accept-invitation.ts';
import { inviteMember } from './invite-member.ts';
import { listInvitations } from './list-invitations.ts';
import { revokeInvitation } from './revoke-invitation.ts';

let bundle: Bundle;
let doors: Pick<Context, 'database' | 'hints'>;
before(async () => {
  bundle = await openBundle();
  doors = { database: bundle.web, hints: bundle.hints };
});
after(() => bundle.close());

const password = 'four words in a row';

function codeOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? '' : (outcome.refusals[0]?.code ?? '');
}

/** A link for somebody new, or for who has the address. */
async function invite(context: Context, wish: { email?: string; role?: Role; expiresAt?: Date } = {}) {
  const email = wish.email ?? `${newId()}@example.com`;
  const made = valueOf(await inviteMember(context, { email, role: 'OPERATOR', ...wish }));
  return { ...made, email };
}

// An address of its own for each guesser, so that no test slows another.
const link = (secret: string) => ({ secret, address: newId() });
const asStranger = (secret: string, name = 'Eve') => acceptAsStranger(doors, { ...link(secret), name, password });

async function logOf(context: Context): Promise<string[]> {
  const rows = await bundle.owner.client.$queryRaw<{ line: string }[]>`
    select type || ' ' || coalesce(from_state, '') || '>' || coalesce(to_state, '') || ' ' || payloads::text as line
    from events where tenant_id = ${context.tenantId}::uuid and type like 'invitation.%' order by id`;
  return rows.map(({ line }) => line);
}

test('whoever has the link becomes a member with it, signed in, once', async () => {
  const tenant = await bundle.tenant();
  const { secret, email, invitation } = await invite(tenant, { role: 'EDITOR' });
  assert.equal(invitation.expiresAt.getTime() - invitation.createdAt.getTime(), accessBounds.invitationMsDefault);
  const offer = valueOf(await readInvitation(doors, link(secret)));
  assert.deepEqual([offer.email, offer.role], [email, 'EDITOR']);
  const accepted = valueOf(await asStranger(secret));
  const identity = await identifySession(bundle.web, accepted.secret);
  assert.ok(identity?.kind === 'user');
  assert.deepEqual(
    [identity.name, identity.email, identity.memberships.map(({ role }) => role)],
    ['Eve', email, ['EDITOR']],
  );
  assert.deepEqual(valueOf(await listInvitations(tenant)), []);
  assert.equal(codeOf(await asStranger(secret)), 'NOT_FOUND');
  assert.equal(codeOf(await readInvitation(doors, link(secret))), 'NOT_FOUND');
});

test('the log tells of each move, and never the address', async () => {
  const tenant = await bundle.tenant();
  const first = await invite(tenant);
  valueOf(await asStranger(first.secret));
  const second = await invite(tenant);
  valueOf(await revokeInvitation(tenant, { id: second.invitation.id }));
  const lines = await logOf(tenant);
  assert.deepEqual(
    lines.map((line) => line.split(' ').slice(0, 2).join(' ')),
    [
      'invitation.created >OPEN',
      'invitation.accepted OPEN>ACCEPTED',
      'invitation.created >OPEN',
      'invitation.revoked OPEN>REVOKED',
    ],
  );
  assert.ok(!lines.join().includes('@'));
});

test('of two who use one link at the same moment one comes in', async () => {
  const tenant = await bundle.tenant();
  for (let round = 0; round < 3; round += 1) {
    const { secret, email } = await invite(tenant);
    const both = await Promise.all([asStranger(secret, 'Ann'), asStranger(secret, 'Bob')]);
    assert.equal(both.filter(({ ok }) => ok).length, 1);
    const members = valueOf(await listMembers(tenant));
    assert.equal(members.filter((member) => member.email === email).length, 1);
  }
  const { secret, email } = await invite(tenant, { email: (await bundle.person(tenant)).email });
  const user = await bundle.owner.client.user.findUniqueOrThrow({ where: { email } });
  const both = await Promise.all([1, 2].map(() => acceptAsPerson(doors, { ...link(secret), user })));
  assert.deepEqual(both.map(codeOf).toSorted(), ['', 'NOT_FOUND']);
});

test('who is signed in joins with who they are, and only when the link is for them', async () => {
  const [tenant, other] = [await bundle.tenant(), await bundle.tenant()];
  const [ann, bob] = [await bundle.person(other, { role: 'VIEWER' }), await bundle.person(other, { role: 'VIEWER' })];
  const { secret } = await invite(tenant, { email: ann.email.toUpperCase(), role: 'ADMIN' });
  assert.equal(codeOf(await acceptAsPerson(doors, { ...link(secret), user: bob })), 'FORBIDDEN');
  valueOf(await acceptAsPerson(doors, { ...link(secret), user: ann }));
  assert.deepEqual(
    valueOf(await listMembers(tenant)).map(({ userId, role }) => [userId, role]),
    [[ann.id, 'ADMIN']],
  );
});

test('a link makes no second account for an address, and the account that is there stays as it is', async () => {
  const tenant = await bundle.tenant();
  const ann = await bundle.person(tenant, { name: 'Ann' });
  const { secret } = await invite(tenant, { email: ann.email });
  const before = await bundle.owner.client.user.findUniqueOrThrow({ where: { id: ann.id } });
  assert.equal(codeOf(await asStranger(secret)), 'NAME_TAKEN');
  assert.deepEqual(await bundle.owner.client.user.findUniqueOrThrow({ where: { id: ann.id } }), before);
  valueOf(await readInvitation(doors, link(secret)));
});

test('a link that expired, was revoked or was replaced opens nothing, in the words of one that never was', async () => {
  const tenant = await bundle.tenant();
  const expired = await invite(tenant);
  await bundle.owner.client.invitation.updateMany({
    where: { id: expired.invitation.id },
    data: { expiresAt: new Date(0) },
  });
  const revoked = await invite(tenant);
  valueOf(await revokeInvitation(tenant, { id: revoked.invitation.id }));
  const replaced = await invite(tenant);
  await invite(tenant, { email: replaced.email });
  const words = async (secret: string) =>
    JSON.stringify([await readInvitation(doors, link(secret)), await asStranger(secret)]);
  const never = await words('no-such-secret');
  assert.match(never, /NOT_FOUND/);
  for (const { secret } of [expired, revoked, replaced]) assert.equal(await words(secret), never);
  assert.deepEqual(
    valueOf(await listInvitations(tenant)).map(({ state }) => state),
    ['OPEN', 'EXPIRED'],
  );
  assert.equal(valueOf(await revokeInvitation(tenant, { id: revoked.invitation.id })).state, 'REVOKED');
});

test('an accepted invitation cannot be revoked any more, nor one of another tenant', async () => {
  const [tenant, other] = [await bundle.tenant(), await bundle.tenant()];
  const { secret, invitation } = await invite(tenant);
  assert.equal(codeOf(await revokeInvitation(other, { id: invitation.id })), 'NOT_FOUND');
  valueOf(await asStranger(secret));
  assert.equal(codeOf(await revokeInvitation(tenant, { id: invitation.id })), 'ILLEGAL_TRANSITION');
});

test('the links of who was removed, lowered or revoked meanwhile hand out nothing', async () => {
  const tenant = await bundle.tenant();
  await bundle.person(tenant, { role: 'ADMIN' });
  const makers: [(id: string) => Promise<unknown>][] = [
    [async (userId) => valueOf(await removeMember(tenant, { userId }))],
    [async (userId) => valueOf(await changeMemberRole(tenant, { userId, role: 'EDITOR' }))],
  ];
  for (const [end] of makers) {
    const ann = await bundle.person(tenant, { role: 'ADMIN' });
    const { secret } = await invite(ann.acts, { role: 'ADMIN' });
    valueOf(await readInvitation(doors, link(secret)));
    await end(ann.id);
    assert.equal(codeOf(await asStranger(secret)), 'NOT_FOUND');
  }
  const { token } = valueOf(await createApiToken(tenant, { name: 'onboarding', role: 'ADMIN' }));
  const byToken: Context = { ...tenant, actor: { ...tenant.actor, kind: 'token', id: token.id } };
  const { secret } = await invite(byToken);
  valueOf(await readInvitation(doors, link(secret)));
  valueOf(await revokeApiToken(tenant, { id: token.id }));
  assert.equal(codeOf(await asStranger(secret)), 'NOT_FOUND');
});

test('a token that spans tenants invites, too, until it is revoked', async () => {
  const tenant = await bundle.tenant();
  const platform: Context = {
    ...tenant,
    actor: { ...tenant.actor, role: 'PLATFORM_ADMIN', permissions: permissionsOf('PLATFORM_ADMIN') },
  };
  const { token } = valueOf(await createApiToken(platform, { name: 'onboarding', role: 'PLATFORM_ADMIN' }));
  const { secret } = await invite({ ...platform, actor: { ...platform.actor, kind: 'token', id: token.id } });
  valueOf(await readInvitation(doors, link(secret)));
  valueOf(await revokeApiToken(platform, { id: token.id }));
  assert.equal(codeOf(await readInvitation(doors, link(secret))), 'NOT_FOUND');
});

test('nobody invites as more than they are, and only who manages members invites at all', async () => {
  const granted = async (by: Role, role: Role) =>
    codeOf(await inviteMember(await bundle.tenant({ role: by }), { email: 'a@example.com', role }));
  for (const by of roles) {
    const mayManage = by === 'ADMIN' || by === 'PLATFORM_ADMIN';
    assert.equal(await granted(by, 'VIEWER'), mayManage ? '' : 'FORBIDDEN', by);
  }
  assert.equal(await granted('ADMIN', 'ADMIN'), '');
  assert.equal(await granted('ADMIN', 'PLATFORM_ADMIN'), 'BAD_INPUT');
});

test('an invitation answers the same whether its address has an account or not; a member is not invited again', async () => {
  const tenant = await bundle.tenant();
  const elsewhere = await bundle.person(await bundle.tenant(), { role: 'VIEWER' });
  const member = await bundle.person(tenant, { role: 'VIEWER' });
  const shape = async (email: string) => {
    const made = valueOf(await inviteMember(tenant, { email, role: 'VIEWER' }));
    return JSON.stringify({ ...made.invitation, id: '', email: '', createdAt: '', expiresAt: '' });
  };
  assert.equal(await shape(elsewhere.email), await shape('nobody@example.com'));
  assert.equal(codeOf(await inviteMember(tenant, { email: member.email, role: 'VIEWER' })), 'NAME_TAKEN');
});

test('a name that is too long or cannot be seen is refused at its field, and the link goes on working', async () => {
  const tenant = await bundle.tenant();
  const { secret } = await invite(tenant);
  for (const name of ['x'.repeat(1_000_000), '', ' ', 'A\u200bda', '\u202eadA', 'A\u0000da']) {
    const refused = await asStranger(secret, name);
    assert.deepEqual(refused.ok ? [] : refused.refusals.map(({ code, path }) => [code, path[0]]), [
      ['BAD_INPUT', 'name'],
    ]);
  }
  assert.equal(
    codeOf(await inviteMember(tenant, { email: `${'x'.repeat(1_000_000)}@example.com`, role: 'VIEWER' })),
    'BAD_INPUT',
  );
  valueOf(await asStranger(secret));
});

// The price of a password's hash is what would tell: it is paid whatever stands behind the link.
test('a link that never was costs who tries it as much as one that works', async () => {
  const tenant = await bundle.tenant();
  const taken = await invite(tenant, { email: (await bundle.person(tenant)).email });
  const costOf = async (work: () => Promise<unknown>) => {
    const before = process.cpuUsage();
    await work();
    return process.cpuUsage(before).user;
  };
  const working = await costOf(() => asStranger(taken.secret));
  const dead = await costOf(() => asStranger('no-such-secret'));
  assert.ok(dead > working / 2 && working > dead / 2, `${dead} µs of the processor beside ${working}`);
});

test('who guesses at links is slowed like who guesses at passwords, and a working link is no guess', async () => {
  const tenant = await bundle.tenant();
  const address = newId();
  const { secret } = await invite(tenant);
  for (let look = 0; look < accessBounds.signInFailuresPerAddressFree + 5; look += 1)
    valueOf(await readInvitation(doors, { secret, address }));
  const codes = [];
  for (let guess = 0; guess < accessBounds.signInFailuresPerAddressFree + 2; guess += 1)
    codes.push(codeOf(await readInvitation(doors, { secret: `guess ${guess}`, address })));
  assert.equal(codes[0], 'NOT_FOUND');
  assert.equal(codes.at(-1), 'LIMIT_REACHED');
  assert.equal(codeOf(await readInvitation(doors, { secret, address })), 'LIMIT_REACHED');
});

test('a tenant has so many open invitations and no more', async () => {
  const tenant = await bundle.tenant();
  const { invitation } = await invite(tenant);
  const { secretHash: _, ...row } = await bundle.owner.client.invitation.findUniqueOrThrow({
    where: { id: invitation.id },
  });
  const data = Array.from({ length: accessBounds.invitationsOpenMax - 1 }, () => {
    const id = newId();
    return { ...row, id, email: `${id}@example.com`, secretHash: Buffer.from(id) };
  });
  await bundle.owner.client.invitation.createMany({ data });
  assert.equal(codeOf(await inviteMember(tenant, { email: 'a@example.com', role: 'VIEWER' })), 'LIMIT_REACHED');
  valueOf(await revokeInvitation(tenant, { id: invitation.id }));
  valueOf(await inviteMember(tenant, { email: 'a@example.com', role: 'VIEWER' }));
});
