/** Ends an invitation: its link opens nothing any more. */
import { invitationMoves, sourcesOf } from '#domain/machines.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { type InvitationRow, invitationColumns, invitationRow } from './invitation-rows.ts';

/** Revokes it; one that is revoked already stays as it is, one that was accepted is refused. */
export async function revokeInvitation(context: Context, { id }: { id: string }): Promise<Outcome<InvitationRow>> {
  const refused = refuseUnless(context, 'member.manage');
  if (refused !== undefined) return refused;
  return await hintedCommand(context, ['news'], async (tx) => {
    await revokeOpen(tx, { where: { id }, by: actorName(context.actor) });
    const found = await tx.client.invitation.findFirst({
      where: { id, tenantId: tx.tenantId },
      select: invitationColumns,
    });
    if (found === null) return refuse('NOT_FOUND', 'there is no such invitation', ['id']);
    if (found.state === 'ACCEPTED')
      return refuse('ILLEGAL_TRANSITION', 'the invitation was accepted; remove the member instead', ['id']);
    return done(invitationRow(found, tx.now));
  });
}

/** Revokes those that are open, and tells of each. */
export async function revokeOpen(
  tx: Transaction,
  { where, by }: { where: { id: string } | { email: string }; by: string },
): Promise<void> {
  const isOpen = { ...where, tenantId: tx.tenantId, state: { in: sourcesOf(invitationMoves, 'REVOKED') } };
  // Several of one address only when they were made at the same moment.
  const open = await tx.client.invitation.findMany({ where: isOpen, select: { id: true, role: true }, take: openMax });
  for (const { id, role } of open) {
    // Somebody may accept it at this very moment: then it is not revoked, and nothing is told.
    const { count } = await tx.client.invitation.updateMany({
      where: { ...isOpen, id },
      data: { state: 'REVOKED', endedAt: tx.now },
    });
    if (count === 0) continue;
    const move = { from: 'OPEN', to: 'REVOKED' };
    await appendEvents(tx, [{ type: 'invitation.revoked', entityIds: [id], ...move, actor: by, payloads: [{ role }] }]);
  }
}

const openMax = 10;
