/** Takes a person out of the tenant. Their account stays, and so does their name beside what they did. */
import { accessBounds } from '#domain/bounds/access.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { logToken } from '#engine/access/create-api-token.ts';
import { forgetSessions, forgetToken } from '#engine/access/identify.ts';
import { type MemberRow, readMember } from '#engine/access/list-access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { lockMembers, refuseChange } from './set-member.ts';

export type RemoveMemberInput = {
  userId: string;
  /** Also ends for good the tokens that they made here; they open nothing without a member behind them anyway. */
  revokeTokens?: boolean | null | undefined;
};

/**
 * Ends the membership. Within seconds, and in this process at once, the person sees nothing of the tenant any more, and
 * what they follow of it live ends.
 */
export async function removeMember(
  context: Context,
  { userId, revokeTokens }: RemoveMemberInput,
): Promise<Outcome<{ member: MemberRow; tokensRevoked: number }>> {
  const refused = refuseUnless(context, 'member.manage');
  if (refused !== undefined) return refused;
  const by = actorName(context.actor);
  const outcome = await hintedCommand(context, ['news'], async (tx) => {
    await lockMembers(tx);
    const found = await readMember(tx, userId);
    if (!found.ok) return found;
    const { member, sessions } = found.value;
    const forbidden = await refuseChange(tx, { by: context.actor.role, from: member.role, to: null });
    if (forbidden !== undefined) return forbidden;
    await tx.client.member.deleteMany({ where: { tenantId: tx.tenantId, userId } });
    const revoked = revokeTokens === true ? await revokeTokensOf(tx, { userId, by }) : [];
    await appendEvents(tx, [
      {
        type: 'user.removed',
        entityIds: [userId],
        actor: by,
        payloads: [{ from: member.role, tokensRevoked: revoked.length }],
      },
    ]);
    return done({ member, sessions, revoked });
  });
  if (!outcome.ok) return outcome;
  const { member, sessions, revoked } = outcome.value;
  forgetSessions(context.database, sessions);
  for (const hash of revoked) forgetToken(context.database, hash);
  return done({ member, tokensRevoked: revoked.length });
}

async function revokeTokensOf(tx: Transaction, { userId, by }: { userId: string; by: string }): Promise<Uint8Array[]> {
  const tokens = await tx.client.apiToken.findMany({
    where: { tenantId: tx.tenantId, createdBy: `user:${userId}`, revokedAt: null },
    select: { id: true, tenantId: true, name: true, role: true, secretHash: true },
    take: accessBounds.tokensPerMemberMax,
  });
  if (tokens.length === 0) return [];
  await tx.client.apiToken.updateMany({
    where: { id: { in: tokens.map(({ id }) => id) } },
    data: { revokedAt: tx.now, revokedBy: by },
  });
  for (const token of tokens) await logToken(tx, { type: 'token.revoked', token, actor: by });
  return tokens.map(({ secretHash }) => secretHash);
}
