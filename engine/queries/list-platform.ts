/** What belongs to the platform and to no tenant: its tokens and its log. For those who manage it. */
import type { Json } from '#domain/json.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { noTenantId, refuseUnless } from '#engine/access.ts';
import type { Context } from '#engine/context.ts';
import { type Connection, type PageRequest, readConnection, readPage } from '#engine/queries/connection.ts';
import { type TokenRow, tokenColumns } from '#engine/queries/token-rows.ts';
import { storedJson } from '#engine/stored-json.ts';
import { transaction } from '#engine/transaction.ts';

/** One line of the platform's log. */
export type PlatformEventRow = {
  id: string;
  at: Date;
  type: string;
  entityId: string;
  actor: string;
  payload: Json;
};

const ground = { tenantId: noTenantId, platform: true };

/** A page of the platform's tokens, the newest first. */
export async function listPlatformTokens(
  context: Context,
  request: PageRequest,
): Promise<Outcome<Connection<TokenRow>>> {
  const refused = refuseUnless(context, 'platform.manage');
  if (refused !== undefined) return refused;
  const page = readPage(request);
  if (!page.ok) return page;
  return await transaction(context.database, ground, async (tx) => {
    const { client } = tx;
    const connection = await readConnection(tx, page.value, {
      read: ({ after, take }) =>
        client.apiToken.findMany({
          where: { tenantId: null, ...(after === undefined ? {} : { id: { lt: after } }) },
          select: tokenColumns,
          orderBy: { id: 'desc' },
          take,
        }),
      count: (take) => client.apiToken.count({ where: { tenantId: null }, take }),
      keyOf: (token) => token.id,
    });
    return done(connection);
  });
}

/** A page of the platform's log, the newest line first. */
export async function listPlatformEvents(
  context: Context,
  request: PageRequest,
): Promise<Outcome<Connection<PlatformEventRow>>> {
  const refused = refuseUnless(context, 'platform.manage');
  if (refused !== undefined) return refused;
  const page = readPage(request);
  if (!page.ok) return page;
  return await transaction(context.database, ground, async (tx) => {
    const { client } = tx;
    const connection = await readConnection(tx, page.value, {
      read: async ({ after, take }) => {
        const where = after === undefined ? {} : { id: { lt: after } };
        const rows = await client.platformEvent.findMany({ where, orderBy: { id: 'desc' }, take });
        return rows.map((row) => ({ ...row, payload: storedJson(row.payload) }));
      },
      count: (take) => client.platformEvent.count({ take }),
      keyOf: (event) => event.id,
    });
    return done(connection);
  });
}
