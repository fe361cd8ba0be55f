/** Revokes an API token: whoever carries it is a stranger from then on. The row stays, so that history can name it. */
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access.ts';
import { hintedCommand } from '#engine/command.ts';
import { actorName, type Context } from '#engine/context.ts';
import { appendEvents } from '#engine/event-log.ts';
import { forgetToken } from '#engine/identify.ts';
import type { TokenRow } from '#engine/queries/token-rows.ts';

/**
 * Revokes a token of the tenant; one that is revoked already stays as it is. This process knows at once, the others
 * within the few seconds that they remember whom a token belongs to.
 */
export async function revokeApiToken(context: Context, input: { id: string }): Promise<Outcome<TokenRow>> {
  const forbidden = refuseUnless(context, 'token.manage');
  if (forbidden !== undefined) return forbidden;
  const outcome = await hintedCommand(context, ['news'], async (tx) => {
    const where = { id: input.id, tenantId: tx.tenantId };
    const { count } = await tx.client.apiToken.updateMany({
      where: { ...where, revokedAt: null },
      data: { revokedAt: tx.now },
    });
    const token = await tx.client.apiToken.findFirst({ where });
    if (token === null) return refuse('NOT_FOUND', 'there is no such token', ['id']);
    const actor = actorName(context.actor);
    if (count === 1)
      await appendEvents(tx, [
        { type: 'token.revoked', entityIds: [token.id], actor, payloads: [{ name: token.name, role: token.role }] },
      ]);
    return done(token);
  });
  if (!outcome.ok) return outcome;
  const { secretHash, ...token } = outcome.value;
  forgetToken(context.database, secretHash);
  return done(token);
}
