/** Whoever has the link of an invitation becomes a member with it, once: as somebody new, or as who they are signed in as. */
import { checkPasswordText } from '#domain/access/password-rules.ts';
import type { Role } from '#domain/access/permissions.ts';
import { accessBounds } from '#domain/bounds/access.ts';
import { invitationMoves, sourcesOf } from '#domain/machines.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { checkName } from '#domain/value/input-checks.ts';
import { noTenantId } from '#engine/access/access.ts';
import { forgetSessions } from '#engine/access/identify.ts';
import { addRow, lockMembers, roleOf } from '#engine/access/member/set-member.ts';
import { type OpenedSession, openSession, type Place } from '#engine/access/session/open-session.ts';
import { hashChosenPassword } from '#engine/access/session/password.ts';
import { deadLink, withLink } from '#engine/access/session/spend-reset.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { appendPlatformEvents } from '#engine/event/platform-log.ts';
import { command } from '#engine/store/command.ts';
import type { Database } from '#engine/store/database.ts';
import type { Hints } from '#engine/store/hints.ts';
import { newId } from '#engine/store/id.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { findInvitation, type Invited } from './find-invitation.ts';

/** What a link promises, to whoever has it. */
export type InvitationOffer = { tenant: string; email: string; role: Role; expiresAt: Date };
/** The tenant that was entered. */
export type Accepted = { slug: string };

type Doors = { database: Database; hints: Hints };
type Link = Place & { secret: string };

/** Reads what the link promises. */
export async function readInvitation({ database }: Doors, link: Link): Promise<Outcome<InvitationOffer>> {
  return await withLink(database, link, async (hash) => {
    const found = await transaction(database, noTenantId, (tx) => findInvitation(tx, hash));
    if (found === undefined) return deadLink();
    const { tenantName, email, role, expiresAt } = found;
    return done({ tenant: tenantName, email, role, expiresAt });
  });
}

export type NewPersonInput = Link & { name: string; password: string };

/** Makes the account of somebody new and their membership, and signs them in. */
export async function acceptAsStranger(
  { database, hints }: Doors,
  input: NewPersonInput,
): Promise<Outcome<Accepted & OpenedSession>> {
  const refusals = checkName({ value: input.name, path: ['name'] });
  const unfit = checkPasswordText({ password: input.password, email: '', path: ['password'] });
  if (refusals.length + unfit.length > 0) return refuseAll([...refusals, ...unfit]);
  const outcome = await withLink(database, input, async (hash) => {
    // Before anything is known of the link or of the address: how long the answer takes tells as little as its words.
    const hashed = await hashChosenPassword(input.password);
    if (!hashed.ok) return hashed;
    const passwordHash = hashed.value;
    return await command({ database, tenantId: noTenantId }, async (tx) => {
      const invited = await findInvitation(tx, hash);
      if (invited === undefined) return deadLink();
      const { email } = invited;
      if (input.password.toLowerCase() === email)
        return refuse('BAD_INPUT', 'the e-mail address is no password', ['password']);
      const user = { id: newId(), email, name: input.name, passwordHash, createdAt: tx.now };
      const { count } = await tx.client.user.createMany({ data: [user], skipDuplicates: true });
      if (count === 0) return refuse('NAME_TAKEN', 'there is an account with this address: sign in to accept', []);
      await appendPlatformEvents(tx, [
        { type: 'user.created', entityId: user.id, actor: `user:${user.id}`, payload: { platformAdmin: false } },
        { type: 'user.signed-in', entityId: user.id, actor: `user:${user.id}` },
      ]);
      const joined = await join(tx, invited, user.id);
      if (!joined.ok) return joined;
      return done({ slug: invited.slug, ...(await openSession(tx, user.id, input)) });
    });
  });
  if (outcome.ok) hints.send('news');
  return outcome;
}

export type SignedInInput = Link & { user: { id: string; email: string } };

/** Makes who is signed in a member, when the invitation was made for their address. */
export async function acceptAsPerson({ database, hints }: Doors, input: SignedInInput): Promise<Outcome<Accepted>> {
  const { user } = input;
  const outcome = await withLink(database, input, async (hash) =>
    command({ database, tenantId: noTenantId }, async (tx) => {
      const invited = await findInvitation(tx, hash);
      if (invited === undefined) return deadLink();
      if (invited.email !== user.email)
        return refuse('FORBIDDEN', `the invitation was made for ${invited.email}, and you are ${user.email}`, []);
      const joined = await join(tx, invited, user.id);
      if (!joined.ok) return joined;
      const sessions = await tx.client.session.findMany({
        where: { userId: user.id },
        select: { secretHash: true },
        take: accessBounds.sessionsPerUserMax,
      });
      return done({ slug: invited.slug, sessions: sessions.map(({ secretHash }) => secretHash) });
    }),
  );
  if (!outcome.ok) return outcome;
  hints.send('news');
  // Or this process would not let them in for some seconds more.
  forgetSessions(database, outcome.value.sessions);
  return done({ slug: outcome.value.slug });
}

/** Spends the invitation and stores the membership; the transaction is in its tenant. A member keeps the role they have. */
async function join(given: Transaction, invited: Invited, userId: string): Promise<Outcome<undefined>> {
  const tx = { ...given, tenantId: invited.tenantId };
  await lockMembers(tx);
  const { count } = await tx.client.invitation.updateMany({
    where: { id: invited.id, tenantId: tx.tenantId, state: { in: sourcesOf(invitationMoves, 'ACCEPTED') } },
    data: { state: 'ACCEPTED', endedAt: tx.now },
  });
  if (count === 0) return deadLink();
  const actor = `user:${userId}`;
  const { role } = invited;
  if ((await roleOf(tx, userId)) === null) {
    const added = await addRow(tx, { userId, role });
    if (!added.ok) return added;
    await appendEvents(tx, [{ type: 'user.joined', entityIds: [userId], actor, payloads: [{ from: null, to: role }] }]);
  }
  await appendEvents(tx, [
    {
      type: 'invitation.accepted',
      entityIds: [invited.id],
      from: 'OPEN',
      to: 'ACCEPTED',
      actor,
      payloads: [{ user: userId, role }],
    },
  ]);
  return done(undefined);
}
