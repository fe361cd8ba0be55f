/** What queues have done in the last hour: how much ended and how, and how long it took. One statement for all of them. */
import { queueBounds } from '#domain/bounds/queue.ts';
import { type EndedJobs, type QueueActivity, queueActivity } from '#domain/queue/queue-activity.ts';
import type { Context } from '#engine/store/context.ts';
import { firstIdOf } from '#engine/store/reading/id-span.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

type Ended = EndedJobs & { id: string };

/** The last hour of queues, by id. Each part of the hour is a slice of the index of a queue's ended jobs. */
export async function loadQueueActivity(context: Context, ids: readonly string[]): Promise<Map<string, QueueActivity>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  return await transaction(context.database, context.tenantId, async (tx) => {
    const { activityParts: parts, activityPartMs: partMs, activityLookBackMs, activitySamplesMax } = queueBounds;
    const toMs = (Math.floor(tx.now.getTime() / partMs) + 1) * partMs;
    const fromMs = toMs - parts * partMs;
    const edges = [fromMs - activityLookBackMs, ...Array.from({ length: parts + 1 }, (_, n) => fromMs + n * partMs)];
    const take = Math.max(1, Math.floor(activitySamplesMax / wanted.length / (edges.length - 1)));
    const rows = await tx.client.$queryRaw<Ended[]>(Prisma.sql`/* load_queue_activity */
      with slices as materialized (
        select nth, first, beyond
        from (select ${uuidArray(edges.map(firstIdOf))}::text::uuid[] as ids) e
        cross join lateral rows from (unnest(ids[:${edges.length - 1}::int]), unnest(ids[2:])) with ordinality as s (first, beyond, nth)
      ),
      ended as materialized (
        select q.id as queue, nth, x.*, count(*) over (partition by q.id, nth) >= ${take}::int as is_full
        from unnest(${uuidArray(wanted)}::text::uuid[]) as q (id)
        cross join slices
        cross join lateral (
          select state, started_at, finished_at
          from jobs
          where tenant_id = ${tx.tenantId}::uuid and queue_id = any(array[q.id]) and finished_at is not null and id >= first and id < beyond
          order by queue_id desc, id desc
          limit ${take}
        ) x
      )
      select queue as id, part, count(*) filter (where state = 'SUCCEEDED')::int as succeeded,
        count(*) filter (where state in ('FAILED', 'DEAD'))::int as failed,
        percentile_cont(0.95) within group (order by ms) filter (where state in ('SUCCEEDED', 'FAILED', 'DEAD')) as "p95Ms",
        bool_or(is_full) as "isFull"
      from (
        select queue, state, is_full, extract(epoch from finished_at - started_at)::float8 * 1000 as ms,
          floor((extract(epoch from finished_at)::float8 * 1000 - ${fromMs}::float8) / ${partMs}::float8)::int as part
        from ended
        where finished_at >= ${new Date(fromMs)}
      ) e
      group by grouping sets ((queue, part), (queue))`);
    const byQueue = Map.groupBy(rows, ({ id }) => id);
    return new Map(wanted.map((id) => [id, queueActivity(byQueue.get(id) ?? [], { fromMs, partMs, parts })]));
  });
}
