/** The waiting jobs of queues: the first in line, and what all of them wait for. */

import { jobBounds } from '#domain/bounds/job.ts';
import { sumWaits, type WaitSum } from '#domain/job/sum-waits.ts';
import { waitReason } from '#domain/job/wait-reason.ts';
import { type JobRow, jobColumns, jobRow, type StoredJob } from '#engine/job/job-rows.ts';
import { isNoSuspect, isSuspect } from '#engine/queue/crash-suspects.ts';
import type { Context } from '#engine/store/context.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { readWaitFacts } from './wait-facts.ts';

/** What was asked of a queue: of so many waiting jobs, these were asked. */
export type QueueWaits = { lookedAt: number; isExact: boolean; sums: WaitSum<JobRow>[] };

/** The jobs that are due and first in line, at most `first` of each queue, by queue id. */
export async function loadQueueLines(
  context: Context,
  queueIds: readonly string[],
  first: number,
): Promise<Map<string, JobRow[]>> {
  const take = Math.min(Math.max(1, first), jobBounds.lineShownMax);
  const rows = await transaction(context.database, context.tenantId, (tx) => readLine(tx, queueIds, take));
  const lines = Map.groupBy(rows, ({ queueId }) => queueId);
  return new Map(queueIds.map((id) => [id, lines.get(id) ?? []]));
}

/** What the waiting jobs of queues wait for, by queue id. */
export async function loadQueueWaits(context: Context, queueIds: readonly string[]): Promise<Map<string, QueueWaits>> {
  return await transaction(context.database, context.tenantId, async (tx) => {
    const most = Math.max(1, Math.floor(jobBounds.waitsLookedAtMax / Math.max(1, queueIds.length)));
    const rows = await readWaiting(tx, queueIds, most + 1);
    const lines = Map.groupBy(rows, ({ queueId }) => queueId);
    const factsOf = await readWaitFacts(tx, rows);
    return new Map(
      queueIds.map((id): [string, QueueWaits] => {
        const found = lines.get(id) ?? [];
        const asked = found.slice(0, most);
        const sums = sumWaits(asked.map((of) => ({ of, reason: waitReason(factsOf(of), tx.now.getTime()) })));
        return [id, { lookedAt: asked.length, isExact: found.length <= most, sums }];
      }),
    );
  });
}

async function readLine(tx: Transaction, queueIds: readonly string[], take: number): Promise<JobRow[]> {
  const rows = await tx.client.$queryRaw<StoredJob[]>(Prisma.sql`/* read_queue_lines */
    select j.*
    from unnest(${uuidArray(queueIds)}::text::uuid[]) as q (id)
    cross join lateral (
      select ${jobColumns}
      from (
        (select * from jobs where queue_id = q.id and state = 'PENDING' and ${isNoSuspect} order by rank, id limit ${take})
        union all
        (
          select *
          from jobs
          where queue_id = q.id and state = 'SCHEDULED' and run_at <= ${tx.now}
          order by run_at, id
          limit ${take}
        )
      ) due
      where tenant_id = ${tx.tenantId}::uuid
      order by rank, id
      limit ${take}
    ) j`);
  return rows.map(jobRow);
}

async function readWaiting(tx: Transaction, queueIds: readonly string[], take: number): Promise<JobRow[]> {
  const rows = await tx.client.$queryRaw<StoredJob[]>(Prisma.sql`/* read_queue_waits */
    select j.*
    from unnest(${uuidArray(queueIds)}::text::uuid[]) as q (id)
    cross join lateral (
      select ${jobColumns}
      from (
        (select * from jobs where queue_id = q.id and state = 'PENDING' and ${isNoSuspect} order by rank, id limit ${take})
        union all
        (select * from jobs where queue_id = q.id and state = 'PENDING' and ${isSuspect} limit ${take})
        union all
        (select * from jobs where queue_id = q.id and state = 'SCHEDULED' order by run_at, id limit ${take})
      ) waiting
      where tenant_id = ${tx.tenantId}::uuid
      limit ${take}
    ) j`);
  return rows.map(jobRow);
}
