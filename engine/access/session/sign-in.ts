/** Signs a person in: e-mail address and password for a session. Guessing is slowed down, for the guesser and not for the guessed. */
import { emailKey } from '#domain/access/email.ts';
import { accessBounds } from '#domain/bounds/access.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { noTenantId } from '#engine/access/access.ts';
import { appendPlatformEvents } from '#engine/event/platform-log.ts';
import { command } from '#engine/store/command.ts';
import type { Database } from '#engine/store/database.ts';
import { transaction } from '#engine/store/transaction.ts';
import { openSession, type Place } from './open-session.ts';
import { checkPassword, hashPassword, isOutdatedHash } from './password.ts';
import { countTry, forgive, triesAt } from './throttle.ts';

export type SignInInput = Place & { email: string; password: string };

/** A new session; `secret` belongs into a cookie and nowhere else. */
export type SignedIn = { secret: string; expiresAt: Date; user: { id: string; name: string; email: string } };

/** Opens a session. Wrong password and unknown account are refused in the same words, after the same work. */
export async function signIn(database: Database, input: SignInInput): Promise<Outcome<SignedIn>> {
  if (input.email.length > accessBounds.emailLengthMax) return wrong();
  const email = emailKey(input.email);
  const keys = triesAt(email, input.address);
  const counted = await countTry(database, keys);
  if (!counted.ok) return counted;
  const user = await transaction(database, noTenantId, (tx) => tx.client.user.findUnique({ where: { email } }));
  const matches = await checkPassword(input.password, user?.passwordHash);
  if (!matches.ok) return matches;
  if (!matches.value || user === null) return wrong();
  const rehashed = isOutdatedHash(user.passwordHash) ? await hashPassword(input.password) : undefined;
  return await command({ database, tenantId: noTenantId }, async (tx) => {
    await forgive(tx, keys);
    // Who has set another password meanwhile has ended the sessions that the old one opens, this one too.
    const { count } = await tx.client.user.updateMany({
      where: { id: user.id, passwordHash: user.passwordHash },
      data: { passwordHash: rehashed ?? user.passwordHash },
    });
    if (count === 0) return wrong();
    const session = await openSession(tx, user.id, input);
    await appendPlatformEvents(tx, [{ type: 'user.signed-in', entityId: user.id, actor: `user:${user.id}` }]);
    return done({ ...session, user: { id: user.id, name: user.name, email: user.email } });
  });
}

function wrong(): Outcome<never> {
  return refuse('FORBIDDEN', 'the e-mail address or the password is wrong');
}
