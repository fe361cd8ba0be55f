/** Names of schedules: unique in the tenant among those that have not ended. */
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/**
 * Makes a name free for a schedule, or refuses NAME_TAKEN. An ended schedule gives its name away and keeps it with its
 * id behind it, so that a person may delete a schedule and make a better one of the same name.
 */
export async function takeScheduleName(tx: Transaction, wanted: { id: string; name: string }): Promise<Outcome<null>> {
  // Two takers of one name wait here for each other, so that the second one is refused instead of meeting the constraint.
  await tx.client.$executeRaw(
    Prisma.sql`/* lock_schedule_name */ select pg_advisory_xact_lock(hashtextextended(${`${tx.tenantId} ${wanted.name}`}, 0))`,
  );
  const [holder] = await tx.client.$queryRaw<{ id: string; state: string }[]>(Prisma.sql`/* find_schedule_name */
    select id, state::text as state
    from schedules
    where tenant_id = ${tx.tenantId}::uuid and name = ${wanted.name}
    limit 1`);
  if (holder === undefined || holder.id === wanted.id) return done(null);
  if (holder.state !== 'ENDED') return refuse('NAME_TAKEN', `there is a schedule "${wanted.name}" already`, ['name']);
  await tx.client.$executeRaw(Prisma.sql`/* give_away_schedule_name */
    update schedules
    set name = name || ' (ended, ' || id || ')'
    where tenant_id = ${tx.tenantId}::uuid and id = ${holder.id}::uuid and state = 'ENDED'`);
  return done(null);
}
