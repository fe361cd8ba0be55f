/** What workflows have been doing: their latest runs and the schedules that start them, for a whole page at once. */
import { bounds } from '#domain/bounds.ts';
import { loadSchedules, type ScheduleRow } from '#engine/schedule/list-schedules.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type RunRow, runColumns } from './run-rows.ts';

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
        limit ${Math.min(first, bounds.recentRunsMax)}
      ) r`),
  );
  for (const run of rows) runs.get(run.workflowId)?.push(run);
  return runs;
}

/** The schedules that start workflows and have not ended, by workflow id, each list by name. */
export async function loadWorkflowSchedules(
  context: Context,
  workflowIds: readonly string[],
): Promise<Map<string, ScheduleRow[]>> {
  const found = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.schedule.findMany({
      where: { tenantId, workflowId: { in: [...new Set(workflowIds)] }, state: { not: 'ENDED' } },
      select: { id: true, workflowId: true },
      orderBy: { name: 'asc' },
      take: bounds.listWholeMax,
    }),
  );
  const rows = await loadSchedules(
    context,
    found.map(({ id }) => id),
  );
  const schedules = new Map<string, ScheduleRow[]>(workflowIds.map((id) => [id, []]));
  for (const { id, workflowId } of found) {
    const row = rows.get(id);
    if (row !== undefined && workflowId !== null) schedules.get(workflowId)?.push(row);
  }
  return schedules;
}
