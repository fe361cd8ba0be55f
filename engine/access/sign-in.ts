/** Signs a person in: e-mail address and password for a session. Guessing is slowed down, for the guesser and not for the guessed. */
import { createHash } from 'node:crypto';
import { afterFailedTry, type Failures, nextTryAtMs, remembered, type Tries } from '#domain/access/sign-in-throttle.ts';
import { accessBounds } from '#domain/bounds/access.ts';
import { done, type Outcome, refuse, refuseForNow } from '#domain/refusal.ts';
import { sayDuration } from '#domain/value/duration.ts';
import { appendPlatformEvents } from '#engine/event/platform-log.ts';
import { networkOf } from '#engine/settings/networks.ts';
import { command } from '#engine/store/command.ts';
import type { Database } from '#engine/store/database.ts';
import { newId } from '#engine/store/id.ts';
import { newSessionSecret } from '#engine/store/secret/secrets.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { noTenantId } from './access.ts';
import { emailKey } from './create-user.ts';
import { checkPassword, hashPassword, isOutdatedHash } from './password.ts';

// Old failures deleted by each try, so that the table shrinks faster than anybody can fill it.
const signInFailuresSweptMax = 20;

/** `address` is the network address that the request came from. */
export type SignInInput = { email: string; password: string; address: string };

/** A new session; `secret` belongs into a cookie and nowhere else. */
export type SignedIn = { secret: string; expiresAt: Date; user: { id: string; name: string; email: string } };

/** Opens a session. Wrong password and unknown account are refused in the same words, after the same work. */
export async function signIn(database: Database, input: SignInInput): Promise<Outcome<SignedIn>> {
  if (input.email.length > accessBounds.emailLengthMax) return wrong();
  const email = emailKey(input.email);
  const keys = keysOf(email, input.address);
  // Counted as failed before it is tried: a hundred guesses at once are a hundred failures, not one.
  const counted = await countTry(database, keys);
  if (!counted.ok) return counted;
  const user = await transaction(database, noTenantId, (tx) => tx.client.user.findUnique({ where: { email } }));
  const matches = await checkPassword(input.password, user?.passwordHash);
  if (!matches.ok) return matches;
  if (!matches.value || user === null) return wrong();
  const rehashed = isOutdatedHash(user.passwordHash) ? await hashPassword(input.password) : undefined;
  return await command({ database, tenantId: noTenantId }, async (tx) => {
    await forgive(tx, keys);
    if (rehashed !== undefined)
      await tx.client.user.update({ where: { id: user.id }, data: { passwordHash: rehashed } });
    const secret = newSessionSecret();
    const expiresAt = new Date(tx.now.getTime() + accessBounds.sessionMsMax);
    await tx.client.session.createMany({
      data: [
        { id: newId(), secretHash: secret.hash, userId: user.id, createdAt: tx.now, lastSeenAt: tx.now, expiresAt },
      ],
    });
    await appendPlatformEvents(tx, [{ type: 'user.signed-in', entityId: user.id, actor: `user:${user.id}` }]);
    return done({ secret: secret.text, expiresAt, user: { id: user.id, name: user.name, email: user.email } });
  });
}

function wrong(): Outcome<never> {
  return refuse('FORBIDDEN', 'the e-mail address or the password is wrong');
}

// Hashed: the table is no list of people and addresses.
function keysOf(email: string, address: string): Tries<string> {
  const hashed = (text: string) => createHash('sha256').update(text).digest('hex');
  const network = networkOf(address);
  return {
    account: `account:${hashed(email)}`,
    address: `address:${hashed(network)}`,
    pair: `pair:${hashed(`${email} ${network}`)}`,
  };
}

async function countTry(database: Database, keys: Tries<string>): Promise<Outcome<undefined>> {
  return await command({ database, tenantId: noTenantId }, async (tx) => {
    await sweep(tx);
    const nowMs = tx.now.getTime();
    const known = await lockFailures(tx, keys);
    const of = (key: string): Failures => remembered(known.get(key) ?? { count: 0, latestAtMs: nowMs }, nowMs);
    const before = { account: of(keys.account), address: of(keys.address), pair: of(keys.pair) };
    const waitMs = nextTryAtMs(before) - nowMs;
    if (waitMs > 0)
      return refuseForNow(`too many failed sign-ins; try again in ${sayDuration(Math.max(waitMs, 1_000))}`, waitMs);
    const names = [keys.account, keys.address, keys.pair];
    const counts = names.map((key) => afterFailedTry(of(key), nowMs).count);
    await tx.client.$executeRaw(Prisma.sql`/* count_sign_in */
      update sign_in_failures f
      set count = c.count, blocked_at = ${tx.now}
      from unnest(${names}::text[], ${counts}::int[]) as c (key, count)
      where f.key = c.key`);
    return done(undefined);
  });
}

// Rows that another try holds are left to it. What is forgiven anyway need not be kept.
async function sweep(tx: Transaction): Promise<void> {
  const forgivenBefore = new Date(tx.now.getTime() - accessBounds.signInMemoryMs);
  await tx.client.$executeRaw(Prisma.sql`/* sweep_sign_in_failures */
    delete from sign_in_failures
    where key in (
      select key
      from sign_in_failures
      where blocked_at < ${forgivenBefore}
      order by blocked_at
      limit ${signInFailuresSweptMax}
      for update skip locked
    )`);
}

// In key order, so that two sign-ins never wait for each other in a circle.
async function lockFailures(tx: Transaction, keys: Tries<string>): Promise<Map<string, Failures>> {
  const names = [keys.account, keys.address, keys.pair].sort();
  await tx.client.$executeRaw(Prisma.sql`/* open_sign_in_failures */
    insert into sign_in_failures (key, count, blocked_at)
    select key, 0, ${tx.now} from unnest(${names}::text[]) with ordinality as k (key, n) order by n
    on conflict do nothing`);
  const rows = await tx.client.$queryRaw<
    { key: string; count: number; latest_at: Date }[]
  >(Prisma.sql`/* lock_sign_in_failures */
    select key, count, blocked_at as latest_at
    from sign_in_failures
    where key = any(${names}::text[])
    order by key
    for update`);
  return new Map(rows.map((row) => [row.key, { count: row.count, latestAtMs: row.latest_at.getTime() }]));
}

// Here the person starts afresh; elsewhere they only get this one try back, or one good account would hide a thousand
// guesses from the same address, and one good sign-in the siege of its account.
async function forgive(tx: Transaction, { pair, account, address }: Tries<string>): Promise<void> {
  await tx.client.signInFailure.updateMany({
    where: { key: { in: [account, address] }, count: { gt: 0 } },
    data: { count: { decrement: 1 } },
  });
  await tx.client.signInFailure.deleteMany({ where: { key: pair } });
}
