/** Who was invited and has not answered. */
import { accessBounds } from '#domain/bounds/access.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { type InvitationRow, invitationColumns, invitationRow } from './invitation-rows.ts';

/** The open invitations of the tenant and those that expired unanswered, the newest first. */
export async function listInvitations(context: Context): Promise<Outcome<InvitationRow[]>> {
  const refused = refuseUnless(context, 'member.manage');
  if (refused !== undefined) return refused;
  return await transaction(context.database, context.tenantId, async ({ client, tenantId, now }) => {
    const rows = await client.invitation.findMany({
      where: { tenantId, state: 'OPEN' },
      select: invitationColumns,
      orderBy: { id: 'desc' },
      take: accessBounds.invitationsOpenMax,
    });
    return done(rows.map((row) => invitationRow(row, now)));
  });
}
