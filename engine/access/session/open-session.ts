/** Opens a session for a person who has shown who they are. */
import { accessBounds } from '#domain/bounds/access.ts';
import { newId } from '#engine/store/id.ts';
import { newSessionSecret } from '#engine/store/secret/secrets.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** Where a request came from: its network address, and what the browser says of itself. */
export type Place = { address: string; userAgent?: string | undefined };

/** `secret` belongs into a cookie and nowhere else. */
export type OpenedSession = { secret: string; expiresAt: Date };

/** Stores the session, and ends those of the person that are over or too many. */
export async function openSession(tx: Transaction, userId: string, place: Place): Promise<OpenedSession> {
  const secret = newSessionSecret();
  const expiresAt = new Date(tx.now.getTime() + accessBounds.sessionMsMax);
  await sweep(tx, userId);
  await tx.client.session.createMany({
    data: [
      {
        id: newId(),
        secretHash: secret.hash,
        userId,
        createdAt: tx.now,
        lastSeenAt: tx.now,
        expiresAt,
        address: place.address,
        // What is no text of the database is not worth a refusal here.
        userAgent:
          place.userAgent?.slice(0, accessBounds.userAgentLengthMax).toWellFormed().replaceAll('\u0000', '') ?? null,
      },
    ],
  });
  return { secret: secret.text, expiresAt };
}

async function sweep(tx: Transaction, userId: string): Promise<void> {
  const idleSince = new Date(tx.now.getTime() - accessBounds.sessionIdleMsMax);
  await tx.client.$executeRaw(Prisma.sql`/* sweep_sessions */
    delete from sessions
    where user_id = ${userId}::uuid
      and (expires_at <= ${tx.now} or last_seen_at < ${idleSince} or id in (
        select id from sessions where user_id = ${userId}::uuid
        order by last_seen_at desc
        offset ${accessBounds.sessionsPerUserMax - 1}
      ))`);
}
