/** The engine's clock is the database's. */
import type { Statements } from '#engine/database.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** Now, as the database sees it: within a transaction, the instant at which it began. */
export async function readNow(client: Statements): Promise<Date> {
  const [row] = await client.$queryRaw<{ now: Date }[]>(Prisma.sql`/* read_now */ select now() as now`);
  if (row === undefined) throw new Error('read_now answered nothing');
  return row.now;
}
