/** What a channel signs with: made here, sealed before it is stored, and handed out this once. */
import { notificationBounds } from '#domain/bounds/alert.ts';
import { newId } from '#engine/store/id.ts';
import type { Sealing } from '#engine/store/secret/sealing.ts';
import { newSigningSecret } from '#engine/store/secret/secrets.ts';
import type { Transaction } from '#engine/store/transaction.ts';

/** The place that a channel's secrets are bound to. */
export function secretPlace(tenantId: string, channelId: string): string {
  return `channel ${tenantId} ${channelId}`;
}

/** Gives the channel a new secret; the present one signs beside it for a while, and what was before that ends. */
export async function storeNewSecret(
  tx: Transaction,
  { channelId, sealing }: { channelId: string; sealing: Sealing },
): Promise<string> {
  const { client, tenantId, now } = tx;
  const secret = newSigningSecret();
  await client.channelSecret.deleteMany({ where: { tenantId, channelId, endsAt: { not: null } } });
  await client.channelSecret.updateMany({
    where: { tenantId, channelId, endsAt: null },
    data: { endsAt: new Date(now.getTime() + notificationBounds.secretOverlapMs) },
  });
  const sealed = sealing.seal(secret, secretPlace(tenantId, channelId));
  await client.channelSecret.createMany({ data: [{ tenantId, channelId, id: newId(), sealed, createdAt: now }] });
  return secret;
}
