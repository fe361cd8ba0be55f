/** Who may enter the tenant: its members and its API tokens. */

import type { Role } from '#domain/access/permissions.ts';
import { accessBounds } from '#domain/bounds/access.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { type Connection, readConnection } from '#engine/event/connection.ts';
import type { Context } from '#engine/store/context.ts';
import { type PageRequest, readPage } from '#engine/store/reading/page.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { refuseUnless } from './access.ts';
import { type TokenRow, tokenColumns } from './token-rows.ts';

/** A person and their role in the tenant. */
export type MemberRow = { userId: string; name: string; email: string; role: Role; createdAt: Date };

/** A page of the tenant's tokens, the newest first; of one maker when `createdBy` names them as the log does. */
export async function listTokens(
  context: Context,
  request: PageRequest,
  { createdBy }: { createdBy?: string | undefined } = {},
): Promise<Outcome<Connection<TokenRow>>> {
  const refused = refuseUnless(context, 'token.manage');
  if (refused !== undefined) return refused;
  const page = readPage(request);
  if (!page.ok) return page;
  return await transaction(context.database, context.tenantId, async (tx) => {
    const { client } = tx;
    const of = { tenantId: tx.tenantId, ...(createdBy === undefined ? {} : { createdBy }) };
    const connection = await readConnection(tx, page.value, {
      read: ({ after, take }) =>
        client.apiToken.findMany({
          where: { ...of, ...(after === undefined ? {} : { id: { lt: after } }) },
          select: tokenColumns,
          orderBy: { id: 'desc' },
          take,
        }),
      count: (take) => client.apiToken.count({ where: of, take }),
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
  return done(members.map(memberRow));
}

/** A member of the transaction's tenant, and the hashes of their sessions for `forgetSessions`; NOT_FOUND for anybody else. */
export async function readMember(
  { client, tenantId }: Transaction,
  userId: string,
): Promise<Outcome<{ member: MemberRow; sessions: Uint8Array[] }>> {
  const found = await client.member.findUnique({
    where: { tenantId_userId: { tenantId, userId } },
    include: {
      user: {
        select: {
          name: true,
          email: true,
          sessions: { select: { secretHash: true }, take: accessBounds.sessionsPerUserMax },
        },
      },
    },
  });
  if (found === null) return refuse('NOT_FOUND', 'there is no such member', ['user']);
  return done({ member: memberRow(found), sessions: found.user.sessions.map(({ secretHash }) => secretHash) });
}

type StoredMember = Omit<MemberRow, 'name' | 'email'> & { user: Pick<MemberRow, 'name' | 'email'> };

function memberRow({ userId, role, createdAt, user }: StoredMember): MemberRow {
  return { userId, role, createdAt, name: user.name, email: user.email };
}
