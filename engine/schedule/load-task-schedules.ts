/** The schedules that make jobs of tasks, for a whole page at once. */
import { taskBounds } from '#domain/bounds/task.ts';
import type { Context } from '#engine/store/context.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { transaction } from '#engine/store/transaction.ts';
import type { Uses } from '#engine/workflow/load-task-workflows.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** Which schedules that have not ended make jobs of them, by task id. */
export async function loadTaskSchedules(context: Context, taskIds: readonly string[]): Promise<Map<string, Uses>> {
  const rows = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.$queryRaw<(Uses & { taskId: string })[]>(Prisma.sql`/* load_task_schedules */
      select t.id as "taskId", coalesce(u.ids[1:${taskBounds.usesShownMax}::int], '{}') as ids, u.count
      from unnest(${uuidArray([...new Set(taskIds)])}::text::uuid[]) as t (id)
      cross join lateral (
        select array_agg(id order by name) as ids, count(*)::int as count
        from (
          select id, name
          from schedules
          where tenant_id = ${tenantId}::uuid and task_id = t.id and state <> 'ENDED'
          limit ${taskBounds.usesCountMax}
        ) found
      ) u`),
  );
  return new Map(rows.map(({ taskId, ids, count }) => [taskId, { ids, count }]));
}
