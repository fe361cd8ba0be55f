/** The one place in which memberships change: one change of a tenant at a time, so that it never loses its last admin. */
import { type MemberChange, refuseMemberChange } from '#domain/access/membership.ts';
import type { Role } from '#domain/access/permissions.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { type Actor, actorName } from '#engine/store/context.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

export type MemberWish = { userId: string; role: Role; by: Actor };

/** Stores the membership, or another role of it, and tells of it. */
export async function setMember(tx: Transaction, { userId, role, by }: MemberWish): Promise<Outcome<{ role: Role }>> {
  await lockMembers(tx);
  const from = await roleOf(tx, userId);
  const refused = await refuseChange(tx, { by: by.role, from, to: role });
  if (refused !== undefined) return refused;
  if (from === role) return done({ role });
  if (from === null) {
    const added = await addRow(tx, { userId, role });
    if (!added.ok) return added;
  } else {
    await tx.client.member.updateMany({ where: { tenantId: tx.tenantId, userId }, data: { role } });
  }
  await appendEvents(tx, [
    {
      type: from === null ? 'user.joined' : 'user.role-changed',
      entityIds: [userId],
      actor: actorName(by),
      payloads: [{ from, to: role }],
    },
  ]);
  return done({ role });
}

/** Stores a new membership; the lock is held. */
export async function addRow(
  tx: Transaction,
  { userId, role }: { userId: string; role: Role },
): Promise<Outcome<undefined>> {
  // The list of members is shown whole; a list that ends in silence would hide who may enter.
  if ((await tx.client.member.count({ where: { tenantId: tx.tenantId } })) >= pageBounds.listWholeMax)
    return refuse('LIMIT_REACHED', `a tenant has at most ${pageBounds.listWholeMax} members`, ['email']);
  await tx.client.member.createMany({ data: [{ tenantId: tx.tenantId, userId, role, createdAt: tx.now }] });
  return done(undefined);
}

/** Waits until nobody else changes who belongs to the tenant; held until the transaction ends. */
export async function lockMembers({ client, tenantId }: Transaction): Promise<void> {
  await client.$queryRaw(
    Prisma.sql`/* lock_members */ select pg_advisory_xact_lock(hashtextextended(${`taskflow.members.${tenantId}`}, 0)) is null as held`,
  );
}

/** The role that a person has in the tenant; null when they are no member. */
export async function roleOf({ client, tenantId }: Transaction, userId: string): Promise<Role | null> {
  const member = await client.member.findUnique({
    where: { tenantId_userId: { tenantId, userId } },
    select: { role: true },
  });
  return member?.role ?? null;
}

/** Why the change may not be made, looked at under the lock. */
export async function refuseChange(
  { client, tenantId }: Transaction,
  change: Omit<MemberChange, 'admins'>,
): Promise<ReturnType<typeof refuseMemberChange>> {
  const admins = await client.member.count({ where: { tenantId, role: 'ADMIN' } });
  return refuseMemberChange({ ...change, admins });
}
