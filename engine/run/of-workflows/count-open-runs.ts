/** How many runs are on versions of workflows now, for a whole page of versions at once. */
import { runBounds } from '#domain/bounds/run.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

type Row = { versionId: string; count: number };

/** The runs that have not ended, by version id; what is not found has none. */
export async function countOpenRuns(context: Context, versionIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.$queryRaw<Row[]>(Prisma.sql`/* count_open_runs */
      with open as (
        select version_id
        from runs
        where tenant_id = ${tenantId}::uuid and state in ('RUNNING', 'PAUSED')
        order by id
        limit ${runBounds.openRunsCountedMax}
      )
      select version_id as "versionId", count(*)::int as count
      from open
      where version_id = any(${[...versionIds]}::uuid[])
      group by version_id`),
  );
  return new Map(rows.map(({ versionId, count }) => [versionId, count]));
}
