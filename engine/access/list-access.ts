/** Who may enter the tenant: its members and its API tokens. */

import type { Role } from '#domain/access/permissions.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { type Connection, readConnection } from '#engine/event/connection.ts';
import type { Context } from '#engine/store/context.ts';
import { type PageRequest, readPage } from '#engine/store/reading/page.ts';
import { transaction } from '#engine/store/transaction.ts';
import { refuseUnless } from './access.ts';
import { type TokenRow, tokenColumns } from './token-rows.ts';

/** A person and their role in the tenant. */
export type MemberRow = { userId: string; name: string; email: string; role: Role; createdAt: Date };

/** A page of the tenant's tokens, the newest first. */
export async function listTokens(context: Context, request: PageRequest): Promise<Outcome<Connection<TokenRow>>> {
  const refused = refuseUnless(context, 'token.manage');
  if (refused !== undefined) return refused;
  const page = readPage(request);
  if (!page.ok) return page;
  return await transaction(context.database, context.tenantId, async (tx) => {
    const { client, tenantId } = tx;
    const connection = await readConnection(tx, page.value, {
      read: ({ after, take }) =>
        client.apiToken.findMany({
          where: { tenantId, ...(after === undefined ? {} : { id: { lt: after } }) },
          select: tokenColumns,
          orderBy: { id: 'desc' },
          take,
        }),
      count: (take) => client.apiToken.count({ where: { tenantId }, take }),
      keyOf: (token) => token.id,
    });
    return done(connection);
  });
}

/** Every member of the tenant, the first one first. */
export async function listMembers(context: Context): Promise<Outcome<MemberRow[]>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const members = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.member.findMany({
      where: { tenantId },
      include: { user: { select: { name: true, email: true } } },
      orderBy: [{ createdAt: 'asc' }, { userId: 'asc' }],
      take: pageBounds.listWholeMax,
    }),
  );
  return done(
    members.map(({ userId, role, createdAt, user }) => ({
      userId,
      role,
      createdAt,
      name: user.name,
      email: user.email,
    })),
  );
}
