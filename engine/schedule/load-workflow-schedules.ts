/** The schedules that start workflows, for a whole page at once. */
import { pageBounds } from '#domain/bounds/page.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { loadSchedules, type ScheduleRow } from './list-schedules.ts';

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
      take: pageBounds.listWholeMax,
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
