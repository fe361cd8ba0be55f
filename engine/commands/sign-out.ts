/** Ends a session; whoever still holds its secret holds nothing. */
import { noTenantId } from '#engine/access.ts';
import type { Database } from '#engine/database.ts';
import { forgetSession } from '#engine/identify.ts';
import { secretHash } from '#engine/secrets.ts';
import { transaction } from '#engine/transaction.ts';

/** Signing out twice is signing out. Other processes notice within seconds. */
export async function signOut(database: Database, secret: string): Promise<void> {
  const hash = secretHash(secret);
  await transaction(database, noTenantId, (tx) => tx.client.session.deleteMany({ where: { secretHash: hash } }));
  forgetSession(database, secret);
}
