/** Where a person is signed in. */
import { accessBounds } from '#domain/bounds/access.ts';
import { noTenantId } from '#engine/access/access.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';

/** A session as its person sees it: never with its secret. */
export type SessionRow = {
  id: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  userAgent: string | null;
  address: string | null;
  isCurrent: boolean;
};

/** The live sessions of the person who asks, the latest used first. A token or a duty has none. */
export async function listSessions({ database, actor }: Context): Promise<SessionRow[]> {
  if (actor.kind !== 'user') return [];
  return await transaction(database, noTenantId, async ({ client, now }) => {
    const idleSince = new Date(now.getTime() - accessBounds.sessionIdleMsMax);
    const rows = await client.session.findMany({
      where: { userId: actor.id, expiresAt: { gt: now }, lastSeenAt: { gte: idleSince } },
      select: { id: true, createdAt: true, lastSeenAt: true, expiresAt: true, userAgent: true, address: true },
      orderBy: [{ lastSeenAt: 'desc' }, { id: 'desc' }],
      take: accessBounds.sessionsPerUserMax,
    });
    return rows.map((row) => ({ ...row, isCurrent: row.id === actor.sessionId }));
  });
}
