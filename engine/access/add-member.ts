/** Makes a person a member of the tenant, or gives a member another role. */

import { mayGrant, type Role } from '#domain/access/permissions.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { command } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { refuseUnless } from './access.ts';
import { emailKey } from './create-user.ts';

export type AddMemberInput = { email: string; role: Role };

/** Stores the membership. Nobody hands out, or takes away, more than they have themselves. */
export async function addMember(
  context: Context,
  input: AddMemberInput,
): Promise<Outcome<{ userId: string; role: Role }>> {
  const refused = refuseUnless(context, 'member.manage');
  if (refused !== undefined) return refused;
  // Who spans tenants is a property of the person, not of a membership.
  if (input.role === 'PLATFORM_ADMIN')
    return refuse('BAD_INPUT', 'PLATFORM_ADMIN is not a role within a tenant', ['role']);
  const { role } = context.actor;
  if (!mayGrant(role, input.role))
    return refuse('FORBIDDEN', `${role} may not hand out the role ${input.role}`, ['role']);
  return await command(context, async (tx) => {
    const user = await tx.client.user.findUnique({ where: { email: emailKey(input.email) }, select: { id: true } });
    if (user === null) return refuse('NOT_FOUND', 'there is nobody with this e-mail address', ['email']);
    const key = { tenantId: tx.tenantId, userId: user.id };
    const before = await tx.client.member.findUnique({ where: { tenantId_userId: key }, select: { role: true } });
    if (before !== null && !mayGrant(role, before.role))
      return refuse('FORBIDDEN', `${role} may not change a member with the role ${before.role}`, ['role']);
    // The list of members is shown whole; a list that ends in silence would hide who may enter.
    const others = before === null ? await tx.client.member.count({ where: { tenantId: tx.tenantId } }) : 0;
    if (others >= pageBounds.listWholeMax)
      return refuse('LIMIT_REACHED', `a tenant has at most ${pageBounds.listWholeMax} members`, ['email']);
    await tx.client.member.upsert({
      where: { tenantId_userId: key },
      create: { ...key, role: input.role, createdAt: tx.now },
      update: { role: input.role },
    });
    if (before?.role !== input.role)
      await appendEvents(tx, [
        {
          type: before === null ? 'user.joined' : 'user.role-changed',
          entityIds: [user.id],
          actor: actorName(context.actor),
          payloads: [{ from: before?.role ?? null, to: input.role }],
        },
      ]);
    return done({ userId: user.id, role: input.role });
  });
}
