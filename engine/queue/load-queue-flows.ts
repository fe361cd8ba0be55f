/** What came into queues, what ended in them and how, lately; and which tasks their jobs are of. */
import { queueBounds } from '#domain/bounds/queue.ts';
import type { Context } from '#engine/store/context.ts';
import { firstIdOf } from '#engine/store/reading/id-span.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { isNoSuspect } from './crash-suspects.ts';

/** What happened in the last so many minutes. `isExact` is false when there may be more than was counted. */
export type QueueFlow = { minutes: number; made: number; succeeded: number; failed: number; isExact: boolean };

/** The jobs of one task in a queue: those in line and those that run, and what ended of them in the last hour. */
export type QueueTask = {
  queueId: string;
  taskId: string;
  waiting: number;
  running: number;
  oldestWaitingAt: Date | null;
  succeeded: number;
  failed: number;
};

const { flowMinutes, activityLookBackMs, activitySamplesMax, tasksLookedAtMax } = queueBounds;
const [shortMinutes, longMinutes] = flowMinutes;
const minuteMs = 60_000;

type Sums = {
  id: string;
  madeShort: number;
  made: number;
  succeededShort: number;
  succeeded: number;
  failedShort: number;
  failed: number;
  isExact: boolean;
};

/** The flows of queues by id, the shortest span first: the tenant's latest jobs, and the latest that ended in each queue. */
export async function loadQueueFlows(context: Context, ids: readonly string[]): Promise<Map<string, QueueFlow[]>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await transaction(context.database, context.tenantId, (tx) => readSums(tx, wanted));
  return new Map(
    rows.map(({ id, isExact, ...sums }) => [
      id,
      [
        {
          minutes: shortMinutes,
          made: sums.madeShort,
          succeeded: sums.succeededShort,
          failed: sums.failedShort,
          isExact,
        },
        { minutes: longMinutes, made: sums.made, succeeded: sums.succeeded, failed: sums.failed, isExact },
      ],
    ]),
  );
}

async function readSums(tx: Transaction, wanted: readonly string[]): Promise<Sums[]> {
  const { shortAt, longAt, madeFrom, endedFrom } = spansOf(tx.now);
  const take = Math.max(1, Math.floor(activitySamplesMax / wanted.length));
  return await tx.client.$queryRaw<Sums[]>(Prisma.sql`/* load_queue_flows */
    with latest as materialized (
      select queue_id, created_at
      from jobs
      where tenant_id = ${tx.tenantId}::uuid and id >= ${madeFrom}::uuid
      order by id desc
      limit ${activitySamplesMax}
    )
    select q.id, m.made, m."madeShort", e.succeeded, e."succeededShort", e.failed, e."failedShort",
      e.seen < ${take} and (select count(*) from latest) < ${activitySamplesMax} as "isExact"
    from unnest(${uuidArray(wanted)}::text::uuid[]) as q (id)
    cross join lateral (
      select count(*) filter (where created_at >= ${longAt})::int as made,
        count(*) filter (where created_at >= ${shortAt})::int as "madeShort"
      from latest
      where queue_id = q.id
    ) m
    cross join lateral (
      select count(*)::int as seen,
        count(*) filter (where state = 'SUCCEEDED' and finished_at >= ${longAt})::int as succeeded,
        count(*) filter (where state = 'SUCCEEDED' and finished_at >= ${shortAt})::int as "succeededShort",
        count(*) filter (where state in ('FAILED', 'DEAD') and finished_at >= ${longAt})::int as failed,
        count(*) filter (where state in ('FAILED', 'DEAD') and finished_at >= ${shortAt})::int as "failedShort"
      from (
        select state, finished_at
        from jobs
        where tenant_id = ${tx.tenantId}::uuid and queue_id = any(array[q.id]) and finished_at is not null and id >= ${endedFrom}::uuid
        order by queue_id desc, id desc
        limit ${take}
      ) ended
    ) e`);
}

/** The tasks of the jobs of queues by queue id, the one with most jobs in line and at work first. */
export async function loadQueueTasks(context: Context, ids: readonly string[]): Promise<Map<string, QueueTask[]>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await transaction(context.database, context.tenantId, (tx) => readTasks(tx, wanted));
  const byQueue = Map.groupBy(rows, ({ queueId }) => queueId);
  return new Map(wanted.map((id) => [id, byQueue.get(id) ?? []]));
}

async function readTasks(tx: Transaction, wanted: readonly string[]): Promise<QueueTask[]> {
  const { longAt, endedFrom } = spansOf(tx.now);
  const take = Math.max(1, Math.floor(tasksLookedAtMax / wanted.length));
  return await tx.client.$queryRaw<QueueTask[]>(Prisma.sql`/* load_queue_tasks */
    select q.id as "queueId", j.task_id as "taskId",
      count(*) filter (where state = 'PENDING')::int as waiting,
      count(*) filter (where state = 'RUNNING')::int as running,
      min(due_at) filter (where state = 'PENDING') as "oldestWaitingAt",
      count(*) filter (where state = 'SUCCEEDED' and finished_at >= ${longAt})::int as succeeded,
      count(*) filter (where state in ('FAILED', 'DEAD') and finished_at >= ${longAt})::int as failed
    from unnest(${uuidArray(wanted)}::text::uuid[]) as q (id)
    cross join lateral (
      (
        select task_id, state, due_at, finished_at
        from jobs
        where tenant_id = ${tx.tenantId}::uuid and queue_id = q.id and state = 'PENDING' and ${isNoSuspect}
        order by rank, id
        limit ${take}
      )
      union all
      (
        select task_id, state, due_at, finished_at
        from jobs
        where tenant_id = ${tx.tenantId}::uuid and queue_id = q.id and state = 'RUNNING'
        limit ${take}
      )
      union all
      (
        select task_id, state, due_at, finished_at
        from jobs
        where tenant_id = ${tx.tenantId}::uuid and queue_id = any(array[q.id]) and finished_at is not null and id >= ${endedFrom}::uuid
        order by queue_id desc, id desc
        limit ${take}
      )
    ) j
    group by q.id, j.task_id
    having count(*) filter (
      where state in ('PENDING', 'RUNNING') or (state in ('SUCCEEDED', 'FAILED', 'DEAD') and finished_at >= ${longAt})
    ) > 0
    order by q.id, count(*) filter (where state in ('PENDING', 'RUNNING')) desc, j.task_id
    limit ${queueBounds.tasksShownMax * wanted.length}`);
}

// What ends within the span was made within a day before it, or it is late work that the list of jobs tells of.
function spansOf(now: Date) {
  const nowMs = now.getTime();
  const longMs = nowMs - longMinutes * minuteMs;
  return {
    shortAt: new Date(nowMs - shortMinutes * minuteMs),
    longAt: new Date(longMs),
    madeFrom: firstIdOf(longMs),
    endedFrom: firstIdOf(longMs - activityLookBackMs),
  };
}
