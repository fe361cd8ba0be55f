/** What workflows have been doing: their latest runs, for a whole page at once. */
import { runBounds } from '#domain/bounds/run.ts';
import { type RunRow, runColumns } from '#engine/run/run-rows.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** The latest runs of workflows, at most `first` of each, the latest first, by workflow id. */
export async function loadRecentRuns(
  context: Context,
  workflowIds: readonly string[],
  first: number,
): Promise<Map<string, RunRow[]>> {
  const runs = new Map<string, RunRow[]>(workflowIds.map((id) => [id, []]));
  const rows = await transaction(context.database, context.tenantId, (tx) =>
    tx.client.$queryRaw<RunRow[]>(Prisma.sql`/* load_recent_runs */
      select r.*
      from unnest(${[...runs.keys()]}::uuid[]) as w (id)
      cross join lateral (
        select ${runColumns}
        from runs
        where tenant_id = ${tx.tenantId}::uuid and workflow_id = w.id
        order by id desc
        limit ${Math.min(first, runBounds.recentRunsMax)}
      ) r`),
  );
  for (const run of rows) runs.get(run.workflowId)?.push(run);
  return runs;
}
