/** Signs a person in: e-mail address and password for a session. Guessing is slowed down per account and per address. */
import { createHash } from 'node:crypto';
import { bounds } from '#domain/bounds.ts';
import { sayDuration } from '#domain/duration.ts';
import { done, type Outcome, refuse, refuseForNow } from '#domain/refusal.ts';
import { afterFailedTry, nextTryAtMs, type ThrottleKind } from '#domain/sign-in-throttle.ts';
import { noTenantId } from '#engine/access.ts';
import { command } from '#engine/command.ts';
import { emailKey } from '#engine/commands/create-user.ts';
import type { Database } from '#engine/database.ts';
import { newId } from '#engine/id.ts';
import { checkPassword, hashPassword, isOutdatedHash } from '#engine/password.ts';
import { newSessionSecret } from '#engine/secrets.ts';
import { type Transaction, transaction } from '#engine/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** `address` is the network address that the request came from. */
export type SignInInput = { email: string; password: string; address: string };

/** A new session; `secret` belongs into a cookie and nowhere else. */
export type SignedIn = { secret: string; expiresAt: Date; user: { id: string; name: string; email: string } };

type Key = { kind: ThrottleKind; key: string };

/** Opens a session. Wrong password and unknown account are refused in the same words, after the same work. */
export async function signIn(database: Database, input: SignInInput): Promise<Outcome<SignedIn>> {
  if (input.email.length > bounds.emailLengthMax) return wrong();
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
    const expiresAt = new Date(tx.now.getTime() + bounds.sessionMsMax);
    await tx.client.session.createMany({
      data: [
        { id: newId(), secretHash: secret.hash, userId: user.id, createdAt: tx.now, lastSeenAt: tx.now, expiresAt },
      ],
    });
    return done({ secret: secret.text, expiresAt, user: { id: user.id, name: user.name, email: user.email } });
  });
}

function wrong(): Outcome<never> {
  return refuse('FORBIDDEN', 'the e-mail address or the password is wrong');
}

// In key order, so that two sign-ins never wait for each other in a circle. Hashed: the table is no list of addresses.
function keysOf(email: string, address: string): Key[] {
  const hashed = (text: string) => createHash('sha256').update(text).digest('hex');
  return [
    { kind: 'account', key: `account:${hashed(email)}` },
    { kind: 'address', key: `address:${hashed(address)}` },
  ];
}

type Row = { key: string; count: number; latest_at: Date };

async function countTry(database: Database, keys: Key[]): Promise<Outcome<undefined>> {
  return await command({ database, tenantId: noTenantId }, async (tx) => {
    const rows = await lockFailures(tx, keys);
    const nowMs = tx.now.getTime();
    const counts: number[] = [];
    let waitMs = 0;
    for (const { kind, key } of keys) {
      const row = rows.find((each) => each.key === key);
      const failures = { count: row?.count ?? 0, latestAtMs: row?.latest_at.getTime() ?? nowMs };
      waitMs = Math.max(waitMs, nextTryAtMs(kind, failures) - nowMs);
      counts.push(afterFailedTry(failures, nowMs).count);
    }
    if (waitMs > 0)
      return refuseForNow(`too many failed sign-ins; try again in ${sayDuration(Math.max(waitMs, 1_000))}`, waitMs);
    await tx.client.$executeRaw(Prisma.sql`/* count_sign_in */
      update sign_in_failures f
      set count = c.count, blocked_at = ${tx.now}
      from unnest(${keys.map(({ key }) => key)}::text[], ${counts}::int[]) as c (key, count)
      where f.key = c.key`);
    return done(undefined);
  });
}

async function lockFailures(tx: Transaction, keys: Key[]): Promise<Row[]> {
  const names = keys.map(({ key }) => key);
  await tx.client.$executeRaw(Prisma.sql`/* open_sign_in_failures */
    insert into sign_in_failures (key, count, blocked_at)
    select key, 0, ${tx.now} from unnest(${names}::text[]) with ordinality as k (key, n) order by n
    on conflict do nothing`);
  return await tx.client.$queryRaw<Row[]>(Prisma.sql`/* lock_sign_in_failures */
    select key, count, blocked_at as latest_at
    from sign_in_failures
    where key = any(${names}::text[])
    order by key
    for update`);
}

// The account starts afresh; the address only gets this one try back, or one good account would hide a thousand guesses.
async function forgive(tx: Transaction, keys: Key[]): Promise<void> {
  for (const { kind, key } of keys) {
    if (kind === 'account') await tx.client.signInFailure.deleteMany({ where: { key } });
    else
      await tx.client.signInFailure.updateMany({ where: { key, count: { gt: 0 } }, data: { count: { decrement: 1 } } });
  }
}
