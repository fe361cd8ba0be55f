/** What belongs to the platform and to no tenant: its tokens and its log. For those who manage it. */

import { done, type Outcome } from '#domain/refusal.ts';
import type { Json } from '#domain/value/json.ts';
import { type Connection, readConnection } from '#engine/event/connection.ts';
import type { Context } from '#engine/store/context.ts';
import { type Page, type PageRequest, readPage } from '#engine/store/reading/page.ts';
import { storedJson } from '#engine/store/sql/stored-json.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { noTenantId, refuseUnless } from './access.ts';
import { type TokenRow, tokenColumns } from './token-rows.ts';

/** One line of the platform's log. */
export type PlatformEventRow = {
  id: string;
  at: Date;
  type: string;
  entityId: string;
  actor: string;
  payload: Json;
};

/** A page of the platform's tokens, the newest first. */
export async function listPlatformTokens(
  context: Context,
  request: PageRequest,
): Promise<Outcome<Connection<TokenRow>>> {
  return await readPlatform(context, request, (tx, page) =>
    readConnection(tx, page, {
      read: ({ after, take }) =>
        tx.client.apiToken.findMany({
          where: { tenantId: null, ...(after === undefined ? {} : { id: { lt: after } }) },
          select: tokenColumns,
          orderBy: { id: 'desc' },
          take,
        }),
      count: (take) => tx.client.apiToken.count({ where: { tenantId: null }, take }),
      keyOf: (token) => token.id,
    }),
  );
}

/** A page of the platform's log, the newest line first. */
export async function listPlatformEvents(
  context: Context,
  request: PageRequest,
): Promise<Outcome<Connection<PlatformEventRow>>> {
  return await readPlatform(context, request, (tx, page) =>
    readConnection(tx, page, {
      read: async ({ after, take }) => {
        const where = after === undefined ? {} : { id: { lt: after } };
        const rows = await tx.client.platformEvent.findMany({ where, orderBy: { id: 'desc' }, take });
        return rows.map((row) => ({ ...row, payload: storedJson(row.payload) }));
      },
      count: (take) => tx.client.platformEvent.count({ take }),
      keyOf: (event) => event.id,
    }),
  );
}

async function readPlatform<Row>(
  context: Context,
  request: PageRequest,
  read: (tx: Transaction, page: Page) => Promise<Connection<Row>>,
): Promise<Outcome<Connection<Row>>> {
  const refused = refuseUnless(context, 'platform.manage');
  if (refused !== undefined) return refused;
  const page = readPage(request);
  if (!page.ok) return page;
  const ground = { tenantId: noTenantId, platform: true };
  return await transaction(context.database, ground, async (tx) => done(await read(tx, page.value)));
}
