/** Where waiting jobs stand in the lines of their queues, and what competes with those. */

import { jobBounds } from '#domain/bounds/job.ts';
import type { ChainFacts } from '#domain/job/wait-chain.ts';
import { isNoSuspect } from '#engine/queue/crash-suspects.ts';
import { isInLine } from '#engine/queue/place-in-line.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** How many jobs stand before each, by job id. A step of a paused run lets all others pass, so it is not counted. */
export async function readPlaces(
  tx: Transaction,
  jobIds: readonly string[],
): Promise<Map<string, ChainFacts['place']>> {
  const lookedAt = jobBounds.lineCountMax + 1;
  const rows = await tx.client.$queryRaw<
    { id: string; ahead: number; seen: number }[]
  >(Prisma.sql`/* read_places_in_line */
    with paused as materialized (
      select id from runs where tenant_id = ${tx.tenantId}::uuid and state = 'PAUSED'
    )
    select j.id, count(b.*) filter (where (b.run_id in (select id from paused)) is not true)::int as ahead,
      count(b.*)::int as seen
    from jobs j
    left join lateral (
      (
        select run_id
        from jobs
        where queue_id = j.queue_id and state = 'PENDING' and ${isNoSuspect} and ${isInLine}
          and (rank, id) < (j.rank, j.id)
        limit ${lookedAt}
      )
      union all
      (
        select run_id
        from jobs
        where queue_id = j.queue_id and state = 'SCHEDULED' and run_at <= ${tx.now} and (rank, id) < (j.rank, j.id)
        limit ${lookedAt}
      )
    ) b on true
    where j.tenant_id = ${tx.tenantId}::uuid and j.id = any(${uuidArray(jobIds)}::text::uuid[])
    group by j.id`);
  return new Map(
    rows.map(({ id, ahead, seen }) => [
      id,
      { ahead: Math.min(ahead, jobBounds.lineCountMax), isExact: seen <= jobBounds.lineCountMax },
    ]),
  );
}

export type Competition = Pick<ChainFacts, 'hasFreeSlot' | 'share'> & { lastHeard: Date | null };

/** Who serves queues and who competes with them, by queue id. */
export async function readCompetition(tx: Transaction, queueIds: readonly string[]): Promise<Map<string, Competition>> {
  type Row = ChainFacts['share'] & { id: string; hasFreeSlot: boolean; lastHeard: Date | null };
  const rows = await tx.client.$queryRaw<Row[]>(Prisma.sql`/* read_competition */
    with waiting as materialized (
      select q.id, q.name, q.priority, q.weight
      from queues q
      where q.tenant_id = ${tx.tenantId}::uuid and not q.paused
        and exists (select from jobs j where j.queue_id = q.id and j.state = 'PENDING' and j.${isNoSuspect} and j.${isInLine})
    )
    select q.id, q.weight, o.weights, o.higher, o.first, w."lastHeard", coalesce(w."hasFreeSlot", false) as "hasFreeSlot"
    from queues q
    cross join lateral (
      select q.weight + coalesce(sum(weight) filter (where priority = q.priority and id <> q.id), 0)::int as weights,
        count(*) filter (where priority > q.priority)::int as higher,
        (array_agg(name order by priority desc, name) filter (where priority > q.priority))[1] as first
      from waiting
    ) o
    cross join lateral (
      select max(last_seen_at) as "lastHeard",
        bool_or(state = 'LIVE' and lease_until > ${tx.now} and running < slots) as "hasFreeSlot"
      from workers
      where cardinality(queues) = 0 or q.name = any(queues)
    ) w
    where q.tenant_id = ${tx.tenantId}::uuid and q.id = any(${uuidArray(queueIds)}::text::uuid[])`);
  return new Map(rows.map(({ id, hasFreeSlot, lastHeard, ...share }) => [id, { hasFreeSlot, lastHeard, share }]));
}
