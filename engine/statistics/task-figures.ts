/**
 * How tasks have been doing in the last week. Told from the latest jobs of each and no more, so that a page of tasks
 * costs the same however much they work.
 */
import { taskBounds } from '#domain/bounds/task.ts';
import type { Context } from '#engine/store/context.ts';
import { firstIdOf } from '#engine/store/reading/id-span.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** `jobs` counts those that succeeded, failed or died; `isWhole` is false when there are more than are looked at. */
export type TaskFigures = {
  from: Date;
  jobs: number;
  isWhole: boolean;
  succeeded: number;
  successPercent: number | null;
  durationP50Ms: number | null;
  durationP95Ms: number | null;
};

/** One part of the week; the same figures of the jobs that were made in it. */
export type TaskSpan = Pick<TaskFigures, 'jobs' | 'succeeded' | 'durationP50Ms' | 'durationP95Ms'> & { at: Date };

type Row = { id: string; seen: number; jobs: number; succeeded: number; p50: number | null; p95: number | null };

/** The figures of tasks by task id. */
export async function loadTaskFigures(context: Context, taskIds: readonly string[]): Promise<Map<string, TaskFigures>> {
  return await transaction(context.database, context.tenantId, async (tx) => {
    const from = weekBefore(tx.now);
    const most = taskBounds.figuresJobsMax;
    const rows = await tx.client.$queryRaw<Row[]>(Prisma.sql`/* load_task_figures */
      select t.id, ${figures}
      from ${latestJobs(tx, { taskIds, from, most })}
      group by t.id`);
    return new Map(
      rows.map(({ id, seen, jobs, succeeded, p50, p95 }) => [
        id,
        {
          from,
          jobs,
          succeeded,
          isWhole: seen < most,
          successPercent: jobs === 0 ? null : (100 * succeeded) / jobs,
          durationP50Ms: p50,
          durationP95Ms: p95,
        },
      ]),
    );
  });
}

/** The week of tasks in equal parts, the earliest first, by task id. */
export async function loadTaskHistory(context: Context, taskIds: readonly string[]): Promise<Map<string, TaskSpan[]>> {
  return await transaction(context.database, context.tenantId, async (tx) => {
    const { historyJobsMax: most, historySpans: spans, figuresWindowMs } = taskBounds;
    const from = weekBefore(tx.now);
    const spanMs = figuresWindowMs / spans;
    const rows = await tx.client.$queryRaw<(Row & { span: number })[]>(Prisma.sql`/* load_task_history */
      select t.id, least(${spans - 1}, greatest(0, floor(extract(epoch from j.created_at - ${from}::timestamptz) * 1000 / ${spanMs})))::int as span,
        ${figures}
      from ${latestJobs(tx, { taskIds, from, most })}
      where j.state is not null
      group by 1, 2`);
    const found = new Map(rows.map((row) => [`${row.id} ${row.span}`, row]));
    return new Map(
      taskIds.map((id) => [
        id,
        Array.from({ length: spans }, (_, n): TaskSpan => {
          const { jobs, succeeded, p50, p95 } = found.get(`${id} ${n}`) ?? nothing;
          const at = new Date(from.getTime() + n * spanMs);
          return { at, jobs, succeeded, durationP50Ms: p50, durationP95Ms: p95 };
        }),
      ]),
    );
  });
}

const nothing = { jobs: 0, succeeded: 0, p50: null, p95: null };

function weekBefore(now: Date): Date {
  return new Date(now.getTime() - taskBounds.figuresWindowMs);
}

const judged = Prisma.sql`j.state in ('SUCCEEDED', 'FAILED', 'DEAD')`;
// Of the latest attempt, where it ended well: what failed at once would pass for fast.
const tookMs = Prisma.sql`(extract(epoch from j.finished_at - j.started_at) * 1000)::float8`;
const took = Prisma.sql`filter (where j.state = 'SUCCEEDED' and j.started_at is not null)`;
const figures = Prisma.sql`count(j.state)::int as seen, count(*) filter (where ${judged})::int as jobs,
  count(*) filter (where j.state = 'SUCCEEDED')::int as succeeded,
  percentile_disc(0.5) within group (order by ${tookMs}) ${took} as p50,
  percentile_disc(0.95) within group (order by ${tookMs}) ${took} as p95`;

type Wanted = { taskIds: readonly string[]; from: Date; most: number };

function latestJobs({ tenantId }: Transaction, { taskIds, from, most }: Wanted): Prisma.Sql {
  return Prisma.sql`unnest(${uuidArray([...new Set(taskIds)])}::text::uuid[]) as t (id)
      left join lateral (
        select state, created_at, started_at, finished_at
        from jobs
        where tenant_id = ${tenantId}::uuid and task_id = t.id and finished_at is not null and id >= ${firstIdOf(from.getTime())}::uuid
        order by id desc
        limit ${most}
      ) j on true`;
}
