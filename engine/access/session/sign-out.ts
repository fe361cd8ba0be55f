/** Ends a session; whoever still holds its secret holds nothing. */

import { noTenantId } from '#engine/access/access.ts';
import { forgetSessions } from '#engine/access/identify.ts';
import { appendPlatformEvents } from '#engine/event/platform-log.ts';
import type { Database } from '#engine/store/database.ts';
import { secretHash } from '#engine/store/secret/secrets.ts';
import { transaction } from '#engine/store/transaction.ts';

/** Signing out twice is signing out. Other processes notice within seconds. */
export async function signOut(database: Database, secret: string): Promise<void> {
  const hash = secretHash(secret);
  await transaction(database, noTenantId, async (tx) => {
    const session = await tx.client.session.findUnique({ where: { secretHash: hash }, select: { userId: true } });
    const { count } = await tx.client.session.deleteMany({ where: { secretHash: hash } });
    if (session === null || count === 0) return;
    const { userId } = session;
    await appendPlatformEvents(tx, [{ type: 'user.signed-out', entityId: userId, actor: `user:${userId}` }]);
  });
  forgetSessions(database, [hash]);
}
