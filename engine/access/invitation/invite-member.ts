/** Makes the link with which somebody becomes a member. Whether they have an account makes no difference to the answer. */
import { checkEmail, emailKey } from '#domain/access/email.ts';
import { invitationEnd } from '#domain/access/invitation.ts';
import type { Role } from '#domain/access/permissions.ts';
import { accessBounds } from '#domain/bounds/access.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { lockMembers, refuseChange } from '#engine/access/member/set-member.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { newSessionSecret } from '#engine/store/secret/secrets.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { type InvitationRow, invitationRow } from './invitation-rows.ts';
import { revokeOpen } from './revoke-invitation.ts';

export type InviteMemberInput = { email: string; role: Role; expiresAt?: Date | null | undefined };

/** The invitation and the secret of its link, handed out this once; an open one for the same address ends. */
export async function inviteMember(
  context: Context,
  input: InviteMemberInput,
): Promise<Outcome<{ invitation: InvitationRow; secret: string }>> {
  const refused = refuseUnless(context, 'member.manage');
  if (refused !== undefined) return refused;
  const unfit = checkEmail(input.email);
  if (unfit.length > 0) return refuseAll(unfit);
  const email = emailKey(input.email);
  const by = actorName(context.actor);
  return await hintedCommand(context, ['news'], async (tx) => {
    await lockMembers(tx);
    const end = invitationEnd(input.expiresAt, tx.now);
    if (!end.ok) return end;
    const forbidden = await refuseChange(tx, { by: context.actor.role, from: null, to: input.role });
    if (forbidden !== undefined) return forbidden;
    if (await isMember(tx, email)) return refuse('NAME_TAKEN', 'this person is a member already', ['email']);
    await revokeOpen(tx, { where: { email }, by });
    if ((await countOpen(tx)) >= accessBounds.invitationsOpenMax)
      return refuse('LIMIT_REACHED', `at most ${accessBounds.invitationsOpenMax} invitations are open at once`);
    const { hash, text } = newSessionSecret();
    const invitation = {
      id: newId(),
      email,
      role: input.role,
      state: 'OPEN' as const,
      createdBy: by,
      createdAt: tx.now,
      expiresAt: end.value,
      endedAt: null,
    };
    await tx.client.invitation.createMany({ data: [{ ...invitation, tenantId: tx.tenantId, secretHash: hash }] });
    // Not the address: the log outlives the person's wish to be forgotten.
    await appendEvents(tx, [
      {
        type: 'invitation.created',
        entityIds: [invitation.id],
        to: 'OPEN',
        actor: by,
        payloads: [{ role: input.role, expiresAt: end.value.toISOString() }],
      },
    ]);
    return done({ invitation: invitationRow(invitation, tx.now), secret: text });
  });
}

async function isMember({ client, tenantId }: Transaction, email: string): Promise<boolean> {
  return (await client.member.count({ where: { tenantId, user: { email } }, take: 1 })) > 0;
}

async function countOpen({ client, tenantId, now }: Transaction): Promise<number> {
  const where = { tenantId, state: 'OPEN' as const, expiresAt: { gt: now } };
  return await client.invitation.count({ where, take: accessBounds.invitationsOpenMax });
}
