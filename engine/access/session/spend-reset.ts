/** Whoever has the link of a reset sets a new password with it, once. */
import { checkPasswordText } from '#domain/access/password-rules.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { noTenantId } from '#engine/access/access.ts';
import { forgetSessions } from '#engine/access/identify.ts';
import { presentSecret } from '#engine/access/present-secret.ts';
import { command } from '#engine/store/command.ts';
import type { Database } from '#engine/store/database.ts';
import { secretHash } from '#engine/store/secret/secrets.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { reachOf } from './offer-reset.ts';
import { hashChosenPassword } from './password.ts';
import { replacePassword } from './set-password.ts';
import { countTry, forgive, triesAt } from './throttle.ts';

export type ResetLink = { secret: string; address: string };

/** Whose password the link sets. */
export async function readReset(
  database: Database,
  link: ResetLink,
): Promise<Outcome<{ email: string; name: string }>> {
  return await withLink(database, link, async (hash) => {
    const found = await transaction(database, noTenantId, (tx) => findReset(tx, hash));
    return found === undefined ? deadLink() : done({ email: found.email, name: found.name });
  });
}

/** Sets the password; every session of the person ends, and so does the link. */
export async function spendReset(
  database: Database,
  { password, ...link }: ResetLink & { password: string },
): Promise<Outcome<{ email: string }>> {
  const outcome = await withLink(database, link, async (hash) => {
    const known = await transaction(database, noTenantId, (tx) => findReset(tx, hash));
    const unfit = checkPasswordText({ password, email: known?.email ?? '', path: ['password'] });
    if (unfit.length > 0) return refuseAll(unfit);
    // Also for a link that opens nothing: how long the answer takes tells as little as its words.
    const hashed = await hashChosenPassword(password);
    if (!hashed.ok) return hashed;
    const passwordHash = hashed.value;
    return await command({ database, tenantId: noTenantId }, async (tx) => {
      const reset = await takeReset(tx, hash);
      if (reset === undefined) return deadLink();
      const { userId, email } = reset;
      return done({ email, ended: await replacePassword(tx, { userId, passwordHash, actor: `user:${userId}` }) });
    });
  });
  if (!outcome.ok) return outcome;
  forgetSessions(database, outcome.value.ended);
  return done({ email: outcome.value.email });
}

/** One look at a link, slowed down for whoever guesses at links. A link that opens something is no failure. */
export async function withLink<T>(
  database: Database,
  { secret, address }: ResetLink,
  work: (hash: Buffer<ArrayBuffer>) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const hash = secretHash(secret);
  const tries = triesAt(`link ${hash.toString('hex')}`, address);
  const counted = await countTry(database, tries);
  if (!counted.ok) return counted;
  const outcome = await work(hash);
  // An input that only has to be put right has shown the right link.
  if (outcome.ok || outcome.refusals.every(({ code }) => code !== 'NOT_FOUND'))
    await transaction(database, noTenantId, (tx) => forgive(tx, tries));
  return outcome;
}

/** Said of a link that never was, has expired, was used or was revoked. */
export function deadLink(): Outcome<never> {
  return refuse('NOT_FOUND', 'this link opens nothing: it was used, has expired or was revoked; ask for a new one');
}

type FoundReset = { userId: string; email: string; name: string; tenantId: string | null };

async function findReset(tx: Transaction, hash: Buffer<ArrayBuffer>): Promise<FoundReset | undefined> {
  await presentSecret(tx, hash);
  const reset = await tx.client.passwordReset.findUnique({
    where: { secretHash: hash },
    include: { user: { select: { email: true, name: true } } },
  });
  if (reset === null || reset.expiresAt <= tx.now) return undefined;
  const { userId, tenantId, user } = reset;
  return { userId, tenantId, ...user };
}

// Of two who use it at once only one deletes it. Who made it must still be one who may: the person may reach further by now.
async function takeReset(tx: Transaction, hash: Buffer<ArrayBuffer>): Promise<FoundReset | undefined> {
  const reset = await findReset(tx, hash);
  if (reset === undefined) return undefined;
  const { count } = await tx.client.passwordReset.deleteMany({ where: { secretHash: hash } });
  if (count === 0) return undefined;
  if (reset.tenantId === null) return reset;
  const { isPlatformAdmin, otherTenants } = await reachOf({ ...tx, tenantId: reset.tenantId }, reset.userId);
  return isPlatformAdmin || otherTenants > 0 ? undefined : reset;
}
