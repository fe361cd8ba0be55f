/** An admin makes a link with which a member sets a new password: the admin never learns it. */
import { refuseReset } from '#domain/access/membership.ts';
import { accessBounds } from '#domain/bounds/access.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { presentSecret } from '#engine/access/present-secret.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { appendPlatformEvents } from '#engine/event/platform-log.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { newSessionSecret } from '#engine/store/secret/secrets.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { actFor } from './set-password.ts';

export type OfferedReset = { secret: string; expiresAt: Date };

/** Makes the link for a member of the tenant. It works once and replaces an earlier one. */
export async function offerReset(context: Context, { userId }: { userId: string }): Promise<Outcome<OfferedReset>> {
  const refused = refuseUnless(context, 'member.manage');
  if (refused !== undefined) return refused;
  const { actor } = context;
  return await hintedCommand(context, ['news'], async (tx) => {
    const member = await tx.client.member.findUnique({
      where: { tenantId_userId: { tenantId: tx.tenantId, userId } },
      select: { role: true },
    });
    if (member === null) return refuse('NOT_FOUND', 'there is no such member', ['user']);
    const reach = await reachOf(tx, userId);
    const forbidden = refuseReset({ by: actor.role, role: member.role, ...reach });
    if (forbidden !== undefined) return forbidden;
    const secret = newSessionSecret();
    await tx.client.passwordReset.deleteMany({ where: { userId } });
    await presentSecret(tx, secret.hash);
    const isOfPlatform = actor.role === 'PLATFORM_ADMIN';
    const expiresAt = new Date(tx.now.getTime() + accessBounds.resetMsMax);
    const by = actorName(actor);
    await tx.client.passwordReset.createMany({
      data: [
        {
          id: newId(),
          userId,
          tenantId: isOfPlatform ? null : tx.tenantId,
          secretHash: secret.hash,
          createdBy: by,
          createdAt: tx.now,
          expiresAt,
        },
      ],
    });
    await appendEvents(tx, [{ type: 'user.reset-offered', entityIds: [userId], actor: by }]);
    if (isOfPlatform) await appendPlatformEvents(tx, [{ type: 'user.reset-offered', entityId: userId, actor: by }]);
    return done({ secret: secret.text, expiresAt });
  });
}

/** How far the account of a person reaches beyond the tenant; from then on the transaction is about them. */
export async function reachOf(
  tx: Transaction,
  userId: string,
): Promise<{ isPlatformAdmin: boolean; otherTenants: number }> {
  await actFor(tx, userId);
  const { platformAdmin } = await tx.client.user.findUniqueOrThrow({
    where: { id: userId },
    select: { platformAdmin: true },
  });
  const otherTenants = await tx.client.member.count({
    where: { userId, tenantId: { not: tx.tenantId } },
    take: accessBounds.membershipsMax,
  });
  return { isPlatformAdmin: platformAdmin, otherTenants };
}
