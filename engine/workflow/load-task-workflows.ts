/** The workflows whose latest version names tasks, for a whole page at once. */
import { taskBounds } from '#domain/bounds/task.ts';
import type { Context } from '#engine/store/context.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** The ids of the first ones by name, and how many there are; counting stops at a bound. */
export type Uses = { ids: string[]; count: number };

/** Which workflows name them, by task id. */
export async function loadTaskWorkflows(context: Context, taskIds: readonly string[]): Promise<Map<string, Uses>> {
  const rows = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.$queryRaw<(Uses & { taskId: string })[]>(Prisma.sql`/* load_task_workflows */
      select t.id as "taskId", coalesce(u.ids[1:${taskBounds.usesShownMax}::int], '{}') as ids, u.count
      from unnest(${uuidArray([...new Set(taskIds)])}::text::uuid[]) as t (id)
      cross join lateral (
        select array_agg(id order by name) as ids, count(*)::int as count
        from (
          select w.id, w.name
          from workflow_tasks wt
          join workflows w on w.tenant_id = wt.tenant_id and w.id = wt.workflow_id
          where wt.tenant_id = ${tenantId}::uuid and wt.task_id = t.id
          limit ${taskBounds.usesCountMax}
        ) found
      ) u`),
  );
  return new Map(rows.map(({ taskId, ids, count }) => [taskId, { ids, count }]));
}
