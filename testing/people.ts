/** People for tests. The hash of a password takes half a second on purpose, so all of them have the same password. */
import { accessBounds } from '#domain/bounds/access.ts';
import { hashPassword } from '#engine/access/session/password.ts';
import type { Database } from '#engine/store/database.ts';
import { newId } from '#engine/store/id.ts';
import { newSessionSecret } from '#engine/store/secret/secrets.ts';
import { transaction } from '#engine/store/transaction.ts';

export const peoplesPassword = 'correct horse battery';

let peoplesHash: Promise<string> | undefined;

/** Somebody who belongs to no tenant yet; gives their id. */
export async function createPerson(
  database: Database,
  { email, name }: { email: string; name: string },
): Promise<string> {
  peoplesHash ??= hashPassword(peoplesPassword);
  const id = newId();
  await database.client.user.create({ data: { id, email, name, passwordHash: await peoplesHash } });
  return id;
}

/** Signs somebody in without asking for their password; gives what their cookie holds. */
export async function openSession(database: Database, tenantId: string, email: string): Promise<string> {
  const { text, hash } = newSessionSecret();
  await transaction(database, tenantId, async ({ client, now }) => {
    const { id: userId } = await client.user.findUniqueOrThrow({ where: { email } });
    const expiresAt = new Date(now.getTime() + accessBounds.sessionMsMax);
    await client.session.create({
      data: { id: newId(), secretHash: hash, userId, createdAt: now, lastSeenAt: now, expiresAt },
    });
  });
  return text;
}
