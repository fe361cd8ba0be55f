/** Revokes an API token: whoever carries it is a stranger from then on. The row stays, so that history can name it. */
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { command } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import type { ApiToken } from '#prisma/generated/client.ts';
import { noTenantId, refuseUnless } from './access.ts';
import { logToken } from './create-api-token.ts';
import { forgetToken } from './identify.ts';
import type { TokenRow } from './token-rows.ts';

/**
 * Revokes a token of the tenant, or one of the platform for those who manage it; one that is revoked already stays as
 * it is. This process knows at once, the others within the few seconds that they remember whom a token belongs to.
 */
export async function revokeApiToken(context: Context, { id }: { id: string }): Promise<Outcome<TokenRow>> {
  const { database, tenantId, actor } = context;
  const mayAllOver = actor.permissions.has('platform.manage');
  const forbidden = refuseUnless(context, mayAllOver ? 'platform.manage' : 'token.manage');
  if (forbidden !== undefined) return forbidden;
  const by = actorName(actor);
  const ofTenant = await command({ database, tenantId }, (tx) => revoke(tx, { id, tenantId, by }));
  const outcome =
    ofTenant.ok || !mayAllOver
      ? ofTenant
      : await command({ database, tenantId: noTenantId, platform: true }, (tx) =>
          revoke(tx, { id, tenantId: null, by }),
        );
  if (!outcome.ok) return outcome;
  context.hints.send('news');
  const { secretHash, ...token } = outcome.value;
  forgetToken(database, secretHash);
  return done(token);
}

async function revoke(
  tx: Transaction,
  { by, ...where }: { id: string; tenantId: string | null; by: string },
): Promise<Outcome<ApiToken>> {
  const { count } = await tx.client.apiToken.updateMany({
    where: { ...where, revokedAt: null },
    data: { revokedAt: tx.now, revokedBy: by },
  });
  const token = await tx.client.apiToken.findFirst({ where });
  if (token === null) return refuse('NOT_FOUND', 'there is no such token', ['id']);
  if (count === 1) await logToken(tx, { type: 'token.revoked', token, actor: by });
  return done(token);
}
