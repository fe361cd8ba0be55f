/** Keeps the logs within their time: adds the weeks to come, and drops those that nobody is promised any more. */
import { logBounds } from '#domain/bounds/log.ts';
import type { Database } from '#engine/store/database.ts';
import { Prisma } from '#prisma/generated/client.ts';

export type Tended = { added: number; dropped: number };

/** One pass; of several at once one does the work. */
export async function tendLogWeeks(database: Database): Promise<Tended> {
  const [tended] = await database.client.$queryRaw<Tended[]>(
    Prisma.sql`/* tend_log_weeks */ select added, dropped from tend_log_weeks(make_interval(days => ${logBounds.daysKept}::int))`,
  );
  await database.client.$executeRaw(Prisma.sql`/* forget_log_usage */
    delete from log_usage
    where (tenant_id, day) in (
      select tenant_id, day from log_usage where day < (now() at time zone 'UTC')::date - ${logBounds.daysKept}::int limit 1000
    )`);
  return tended ?? { added: 0, dropped: 0 };
}
