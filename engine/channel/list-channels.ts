/** The ways on which people and programs are told. */
import { notificationBounds } from '#domain/bounds/alert.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import type { Context } from '#engine/store/context.ts';
import { loadByKey } from '#engine/store/reading/loading.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type ChannelRow, readChannels } from './channel-rows.ts';

/** Every channel of the tenant, by name. */
export async function listChannels(context: Context): Promise<Outcome<ChannelRow[]>> {
  const refused = refuseUnless(context, 'tenant.manage');
  if (refused !== undefined) return refused;
  const channels = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    readChannels(client, {
      where: Prisma.sql`c.tenant_id = ${tenantId}::uuid and c.removed_at is null`,
      limit: notificationBounds.channelsMax,
    }),
  );
  return done(channels);
}

/** Channels by id, also those that are gone: the log of deliveries names them. */
export async function loadChannels(context: Context, ids: readonly string[]): Promise<Map<string, ChannelRow>> {
  return await loadByKey(context, ids, {
    read: ({ client, tenantId }, wanted) =>
      readChannels(client, {
        where: Prisma.sql`c.tenant_id = ${tenantId}::uuid and c.id = any(${uuidArray(wanted)}::text::uuid[])`,
        limit: wanted.length,
      }),
    keyOf: (channel) => channel.id,
  });
}
