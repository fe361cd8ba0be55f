/** What tasks have been doing: their latest settled jobs, for a whole page at once. */
import { taskBounds } from '#domain/bounds/task.ts';
import type { Context } from '#engine/store/context.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type JobRow, jobColumns, jobRow, type StoredJob } from './job-rows.ts';

// Of a branch that is hardly ever taken most jobs are skipped: then fewer are shown than are asked for.
const settledLookedAtMax = 100;

/** The latest settled jobs of tasks, skipped ones aside, at most `first` of each, the latest made first, by task id. */
export async function loadRecentJobs(
  context: Context,
  taskIds: readonly string[],
  first: number,
): Promise<Map<string, JobRow[]>> {
  const jobs = new Map<string, JobRow[]>(taskIds.map((id) => [id, []]));
  const rows = await transaction(context.database, context.tenantId, (tx) =>
    tx.client.$queryRaw<StoredJob[]>(Prisma.sql`/* load_recent_jobs */
      select j.*
      from unnest(${uuidArray([...jobs.keys()])}::text::uuid[]) as t (id)
      cross join lateral (
        select *
        from (
          select ${jobColumns}
          from jobs
          where tenant_id = ${tx.tenantId}::uuid and task_id = t.id and finished_at is not null
          order by id desc
          limit ${settledLookedAtMax}
        ) latest
        where state <> 'SKIPPED'
        order by id desc
        limit ${Math.min(first, taskBounds.recentJobsMax)}
      ) j`),
  );
  for (const row of rows) jobs.get(row.taskId)?.push(jobRow(row));
  return jobs;
}
