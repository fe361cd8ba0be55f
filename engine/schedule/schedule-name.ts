/** Names of schedules: unique in the tenant among those that have not ended. */
import { done, type Outcome, type Refusal, refuseAll } from '#domain/refusal.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** A schedule's name, and where in the input it was given. */
export type WantedName = { id: string; name: string; path: string[] };

/** Makes a name free for a schedule, or refuses NAME_TAKEN. */
export async function takeScheduleName(tx: Transaction, wanted: { id: string; name: string }): Promise<Outcome<null>> {
  return await takeScheduleNames(tx, [{ ...wanted, path: ['name'] }]);
}

/**
 * Makes names free for schedules, or refuses NAME_TAKEN. An ended schedule gives its name away and keeps it with its id
 * behind it, so that a person may delete a schedule and make a better one of the same name.
 */
export async function takeScheduleNames(tx: Transaction, wanted: readonly WantedName[]): Promise<Outcome<null>> {
  await lockNames(tx, wanted);
  const seen = new Set<string>();
  const twice = wanted.filter(({ name }) => seen.size === seen.add(name).size);
  if (twice.length > 0)
    return refuseAll(twice.map((one) => taken(one, `"${one.name}" is given to two schedules of this call`)));
  const holders = await tx.client.$queryRaw<Holder[]>(Prisma.sql`/* find_schedule_names */
    select id, name, state::text as state
    from schedules
    where tenant_id = ${tx.tenantId}::uuid and name = any(${[...seen]}::text[])`);
  const holderOf = new Map(holders.map((holder) => [holder.name, holder]));
  const others = wanted.flatMap((one) => {
    const holder = holderOf.get(one.name);
    return holder === undefined || holder.id === one.id ? [] : [{ one, holder }];
  });
  const open = others.filter(({ holder }) => holder.state !== 'ENDED');
  if (open.length > 0) return refuseAll(open.map(({ one }) => taken(one, `there is a schedule "${one.name}" already`)));
  if (others.length === 0) return done(null);
  await tx.client.$executeRaw(Prisma.sql`/* give_away_schedule_names */
    update schedules
    set name = name || ' (ended, ' || id || ')'
    where tenant_id = ${tx.tenantId}::uuid and id = any(${uuidArray(others.map(({ holder }) => holder.id))}::text::uuid[]) and state = 'ENDED'`);
  return done(null);
}

type Holder = { id: string; name: string; state: string };

// Two takers of one name wait here for each other, so that the second one is refused instead of meeting the constraint.
// Who takes one name shares the names of the tenant; who takes many has them alone, instead of a lock for each.
async function lockNames(tx: Transaction, wanted: readonly WantedName[]): Promise<void> {
  const [only, ...more] = wanted;
  if (only === undefined) return;
  const all = `schedule names of ${tx.tenantId}`;
  await tx.client.$executeRaw(
    more.length > 0
      ? Prisma.sql`/* lock_schedule_names */ select pg_advisory_xact_lock(hashtextextended(${all}, 0))`
      : Prisma.sql`/* lock_schedule_name */
          select pg_advisory_xact_lock_shared(hashtextextended(${all}, 0)), pg_advisory_xact_lock(hashtextextended(${`${tx.tenantId} ${only.name}`}, 0))`,
  );
}

function taken({ path }: WantedName, message: string): Refusal {
  return { code: 'NAME_TAKEN', message, path };
}
