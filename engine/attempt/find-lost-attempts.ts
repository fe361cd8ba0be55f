/** Which of a worker's attempts are no longer its own: cancelled, rescued, or settled by an operator. */
import type { Database } from '#engine/store/database.ts';
import { arrayOf, uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** The ids of the jobs among these that are not RUNNING under this fence any more. */
export async function findLostAttempts(
  database: Database,
  held: readonly { tenantId: string; jobId: string; fence: number }[],
): Promise<string[]> {
  if (held.length === 0) return [];
  const rows = await database.client.$queryRaw<{ id: string }[]>(Prisma.sql`/* find_lost_attempts */
    select h.id
    from unnest(${uuidArray(held.map((one) => one.tenantId))}::text::uuid[], ${uuidArray(held.map((one) => one.jobId))}::text::uuid[],
      ${arrayOf(held.map((one) => one.fence))}::text::int[]) as h (tenant_id, id, fence)
    where not exists (
      select from jobs j
      where j.tenant_id = h.tenant_id and j.id = h.id and j.fence = h.fence and (j.state = 'RUNNING') is true
    )`);
  return rows.map((row) => row.id);
}
