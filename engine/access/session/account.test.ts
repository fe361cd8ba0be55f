import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessBounds } from '#domain/bounds/access.ts';
import type { Outcome } from '#domain/refusal.ts';
import { noTenantId } from '#engine/access/access.ts';
import { addMember } from '#engine/access/add-member.ts';
import { chooseTenant, identifySession } from '#engine/access/identify.ts';
import type { Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { transaction } from '#engine/store/transaction.ts';
import { type Bundle, type BundlePerson, openBundle, valueOf } from '#testing/bundle.ts';
import { changePassword } from './change-password.ts';
import { endSessions } from './end-sessions.ts';
import { listSessions } from './list-sessions.ts';
import { offerReset } from './offer-reset.ts';
import { signIn } from './sign-in.ts';
import { readReset, spendReset } from './spend-reset.ts';
import { countTry, forgive, triesAt } from './throttle.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const fresh = 'another password of mine';

function codeOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? '' : (outcome.refusals[0]?.code ?? '');
}

const enter = ({ email }: BundlePerson, password: string, userAgent?: string) =>
  signIn(bundle.web, { email, password, address: newId(), userAgent });

/** A session of the person: its secret, and the context in which they act from it. */
async function session(person: BundlePerson, userAgent?: string): Promise<{ secret: string; acts: Context }> {
  const { secret } = valueOf(await enter(person, person.password, userAgent));
  const identity = await identifySession(bundle.web, secret);
  const chosen = identity && (await chooseTenant(bundle.web, identity, undefined));
  assert.ok(chosen !== undefined);
  return { secret, acts: { ...person.acts, ...chosen } };
}

const isOpen = async (secret: string) => (await identifySession(bundle.web, secret)) !== undefined;
const link = (secret: string) => ({ secret, address: newId() });

async function platformLog(userId: string): Promise<string[]> {
  const rows = await bundle.owner.client.platformEvent.findMany({
    where: { entityId: userId },
    orderBy: { at: 'asc' },
  });
  return rows.map(({ type }) => type).filter((type) => type !== 'user.signed-in');
}

test('who changes the password goes on here, and every other session of theirs ends at once', async () => {
  const tenant = await bundle.tenant();
  const ann = await bundle.person(tenant, { role: 'VIEWER' });
  const bob = await session(await bundle.person(tenant, { role: 'VIEWER' }));
  const [here, there] = [await session(ann), await session(ann)];
  const changed = valueOf(await changePassword(here.acts, { current: ann.password, password: fresh }));
  assert.equal(changed.sessionsEnded, 1);
  assert.deepEqual(
    [await isOpen(here.secret), await isOpen(there.secret), await isOpen(bob.secret)],
    [true, false, true],
  );
  assert.equal(codeOf(await enter(ann, ann.password)), 'FORBIDDEN');
  assert.equal(codeOf(await enter(ann, fresh)), '');
  assert.deepEqual(await platformLog(ann.id), ['user.password-changed']);
});

test('a new password needs the old one, and guessing at it from an open browser is slowed', async () => {
  const ann = await bundle.person(await bundle.tenant(), { role: 'VIEWER' });
  const { acts } = await session(ann);
  for (const password of ['short', ann.email, ann.password])
    assert.equal(codeOf(await changePassword(acts, { current: ann.password, password })), 'BAD_INPUT');
  const codes = await Promise.all(
    Array.from({ length: accessBounds.signInFailuresFree + 3 }, (_, n) =>
      changePassword(acts, { current: `guess ${n}`, password: fresh }).then(codeOf),
    ),
  );
  assert.ok(codes.includes('BAD_INPUT') && codes.includes('LIMIT_REACHED'), codes.join());
  assert.equal(codeOf(await enter(ann, ann.password)), '', 'the sign-in of the same person is not in the way');
});

test('of two who change one password at the same moment one does', async () => {
  const ann = await bundle.person(await bundle.tenant(), { role: 'VIEWER' });
  const { acts } = await session(ann);
  const both = await Promise.all(
    [1, 2].map((n) => changePassword(acts, { current: ann.password, password: `${fresh} ${n}` })),
  );
  assert.deepEqual(both.map(codeOf).toSorted(), ['', 'BAD_INPUT']);
});

test('a session is told by where it began, and this one is marked', async () => {
  const ann = await bundle.person(await bundle.tenant(), { role: 'VIEWER' });
  const [here, there] = [await session(ann, 'Firefox/133.0'), await session(ann, `${'x'.repeat(100_000)}\u0000\ud800`)];
  const seen = await listSessions(here.acts);
  assert.deepEqual(seen.map(({ isCurrent, userAgent }) => [isCurrent, userAgent?.slice(0, 13)]).toSorted(), [
    [false, 'x'.repeat(13)],
    [true, 'Firefox/133.0'],
  ]);
  assert.ok(seen.every(({ address }) => address !== null));
  const other = seen.find(({ isCurrent }) => !isCurrent)?.id ?? '';
  assert.equal(valueOf(await endSessions(here.acts, { ids: [other, newId()] })).count, 1);
  assert.deepEqual([await isOpen(here.secret), await isOpen(there.secret)], [true, false]);
});

test('nobody ends the session of another', async () => {
  const tenant = await bundle.tenant();
  const [ann, bob] = [
    await session(await bundle.person(tenant, { role: 'ADMIN' })),
    await session(await bundle.person(tenant, { role: 'VIEWER' })),
  ];
  const [his] = await listSessions(bob.acts);
  assert.equal(valueOf(await endSessions(ann.acts, { ids: [his?.id ?? ''] })).count, 0);
  assert.ok(await isOpen(bob.secret));
});

test('a token has no password and no sessions', async () => {
  const tenant = await bundle.tenant();
  const token: Context = { ...tenant, actor: { ...tenant.actor, kind: 'token', id: newId() } };
  assert.deepEqual(await listSessions(token), []);
  assert.equal(codeOf(await endSessions(token, { allOthers: true })), 'UNSUPPORTED');
  assert.equal(codeOf(await changePassword(token, { current: 'x', password: fresh })), 'UNSUPPORTED');
});

test('with one session more than a person may have the longest unused one ends', async () => {
  const ann = await bundle.person(await bundle.tenant(), { role: 'VIEWER' });
  const { acts } = await session(ann);
  const now = Date.now();
  const data = Array.from({ length: accessBounds.sessionsPerUserMax + 5 }, (_, n) => ({
    id: newId(),
    secretHash: Buffer.from(newId()),
    userId: ann.id,
    lastSeenAt: new Date(now - (n + 10) * 1_000),
    expiresAt: new Date(now + 3_600_000),
  }));
  await bundle.owner.client.session.createMany({ data });
  await session(ann);
  const left = await bundle.owner.client.session.count({ where: { userId: ann.id } });
  assert.equal(left, accessBounds.sessionsPerUserMax);
  assert.equal((await listSessions(acts)).length, left);
  assert.ok((await listSessions(acts)).some(({ isCurrent }) => isCurrent));
});

test('the link of an admin sets a new password once, ends every session, and replaces an earlier link', async () => {
  const tenant = await bundle.tenant();
  const ann = await bundle.person(tenant, { role: 'EDITOR', name: 'Ann' });
  const { secret: cookie } = await session(ann);
  const replaced = valueOf(await offerReset(tenant, { userId: ann.id }));
  const { secret } = valueOf(await offerReset(tenant, { userId: ann.id }));
  assert.equal(codeOf(await readReset(bundle.web, link(replaced.secret))), 'NOT_FOUND');
  assert.deepEqual(valueOf(await readReset(bundle.web, link(secret))), { email: ann.email, name: 'Ann' });
  assert.equal(codeOf(await spendReset(bundle.web, { ...link(secret), password: 'short' })), 'BAD_INPUT');
  assert.ok(await isOpen(cookie), 'until the link is used nothing changes');
  const both = await Promise.all(
    [1, 2].map((n) => spendReset(bundle.web, { ...link(secret), password: `${fresh} ${n}` })),
  );
  assert.deepEqual(both.map(codeOf).toSorted(), ['', 'NOT_FOUND']);
  assert.equal(await isOpen(cookie), false);
  assert.equal(codeOf(await enter(ann, ann.password)), 'FORBIDDEN');
  assert.equal(codeOf(await enter(ann, `${fresh} ${both[0]?.ok === true ? 1 : 2}`)), '');
  assert.deepEqual(await platformLog(ann.id), ['user.password-reset']);
});

test('a link to a new password expires', async () => {
  const tenant = await bundle.tenant();
  const ann = await bundle.person(tenant, { role: 'VIEWER' });
  const { secret } = valueOf(await offerReset(tenant, { userId: ann.id }));
  await bundle.owner.client.passwordReset.updateMany({ where: { userId: ann.id }, data: { expiresAt: new Date(0) } });
  assert.equal(codeOf(await spendReset(bundle.web, { ...link(secret), password: fresh })), 'NOT_FOUND');
});

test('an admin of one tenant never comes into another by a new password', async () => {
  const [tenant, other] = [await bundle.tenant(), await bundle.tenant()];
  const platform: Context = { ...tenant, actor: { ...tenant.actor, role: 'PLATFORM_ADMIN' } };
  const ann = await bundle.person(tenant, { role: 'VIEWER' });
  const early = valueOf(await offerReset(tenant, { userId: ann.id }));
  valueOf(await addMember(other, { email: ann.email, role: 'ADMIN' }));
  assert.equal(codeOf(await spendReset(bundle.web, { ...link(early.secret), password: fresh })), 'NOT_FOUND');
  assert.equal(codeOf(await offerReset(tenant, { userId: ann.id })), 'FORBIDDEN');
  const boss = await bundle.person(tenant, { role: 'VIEWER' });
  await bundle.owner.client.user.update({ where: { id: boss.id }, data: { platformAdmin: true } });
  assert.equal(codeOf(await offerReset(tenant, { userId: boss.id })), 'FORBIDDEN');
  for (const userId of [ann.id, boss.id]) {
    const { secret } = valueOf(await offerReset(platform, { userId }));
    valueOf(await spendReset(bundle.web, { ...link(secret), password: fresh }));
  }
});

test('a sign-in that was under way when the password changed comes to nothing', async () => {
  const ann = await bundle.person(await bundle.tenant(), { role: 'VIEWER' });
  const { acts } = await session(ann);
  // Side by side: whichever hash is done first, no session of the old password outlives the change.
  const [changed] = await Promise.all([
    changePassword(acts, { current: ann.password, password: fresh }),
    ...Array.from({ length: 3 }, () => enter(ann, ann.password)),
  ]);
  valueOf(changed);
  assert.deepEqual(
    (await listSessions(acts)).map(({ isCurrent }) => isCurrent),
    [true],
  );
});

test('a reset is nothing for a person of another tenant', async () => {
  const ann = await bundle.person(await bundle.tenant(), { role: 'VIEWER' });
  assert.equal(codeOf(await offerReset(await bundle.tenant(), { userId: ann.id })), 'NOT_FOUND');
  assert.equal(codeOf(await offerReset(await bundle.tenant(), { userId: noTenantId })), 'NOT_FOUND');
});

test('a try is counted before it is made, and taken back when it succeeds', async () => {
  const tries = triesAt('something', newId());
  for (let n = 0; n < accessBounds.signInFailuresFree * 2; n += 1) {
    valueOf(await countTry(bundle.web, tries));
    await transaction(bundle.web, noTenantId, (tx) => forgive(tx, tries));
  }
  const codes = [];
  for (let n = 0; n < accessBounds.signInFailuresFree + 2; n += 1)
    codes.push(codeOf(await countTry(bundle.web, tries)));
  assert.deepEqual([codes[0], codes.at(-1)], ['', 'LIMIT_REACHED']);
});
