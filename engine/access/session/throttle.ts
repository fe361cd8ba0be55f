/** Slows down who guesses: a password at the sign-in page, or the secret of a link. */
import { createHash } from 'node:crypto';
import { afterFailedTry, type Failures, nextTryAtMs, remembered, type Tries } from '#domain/access/sign-in-throttle.ts';
import { accessBounds } from '#domain/bounds/access.ts';
import { done, type Outcome, refuseForNow } from '#domain/refusal.ts';
import { sayDuration } from '#domain/value/duration.ts';
import { noTenantId } from '#engine/access/access.ts';
import { networkOf } from '#engine/settings/networks.ts';
import { command } from '#engine/store/command.ts';
import type { Database } from '#engine/store/database.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

// Old failures deleted by each try, so that the table shrinks faster than anybody can fill it.
const signInFailuresSweptMax = 20;

/** What a try is counted under: `what` is guessed at, from `address`. Hashed: the table is no list of people and addresses. */
export function triesAt(what: string, address: string): Tries<string> {
  const hashed = (text: string) => createHash('sha256').update(text).digest('hex');
  const network = networkOf(address);
  return {
    account: `account:${hashed(what)}`,
    address: `address:${hashed(network)}`,
    pair: `pair:${hashed(`${what} ${network}`)}`,
  };
}

/** Counts a try as failed, before it is made: a hundred guesses at once are a hundred failures, not one. */
export async function countTry(database: Database, keys: Tries<string>): Promise<Outcome<undefined>> {
  return await command({ database, tenantId: noTenantId }, async (tx) => {
    await sweep(tx);
    const nowMs = tx.now.getTime();
    const known = await lockFailures(tx, keys);
    const of = (key: string): Failures => remembered(known.get(key) ?? { count: 0, latestAtMs: nowMs }, nowMs);
    const before = { account: of(keys.account), address: of(keys.address), pair: of(keys.pair) };
    const waitMs = nextTryAtMs(before) - nowMs;
    if (waitMs > 0)
      return refuseForNow(`too many failed tries; try again in ${sayDuration(Math.max(waitMs, 1_000))}`, waitMs);
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

/**
 * Takes back what was counted for a try that succeeded. Here the person starts afresh; elsewhere they only get this one
 * try back, or one good account would hide a thousand guesses from the same address, and one good sign-in the siege of
 * its account.
 */
export async function forgive(tx: Transaction, { pair, account, address }: Tries<string>): Promise<void> {
  await tx.client.signInFailure.updateMany({
    where: { key: { in: [account, address] }, count: { gt: 0 } },
    data: { count: { decrement: 1 } },
  });
  await tx.client.signInFailure.deleteMany({ where: { key: pair } });
}
