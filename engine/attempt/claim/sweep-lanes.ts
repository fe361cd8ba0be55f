/**
 * Looks for all lanes that have work, so that no hint is needed to find it: a step through an index for each queue that
 * has any, however many jobs wait in it.
 */
import type { Json } from '#domain/value/json.ts';
import { isNoSuspect, isSuspect } from '#engine/queue/crash-suspects.ts';
import { isInLine } from '#engine/queue/place-in-line.ts';
import type { Database } from '#engine/store/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { laneFacts } from './claim-statement.ts';
import { type LaneFacts, readFacts } from './lane-asks.ts';

export type SweptLane = { queueId: string; facts: LaneFacts; isReady: boolean; nextDueInMs: number | null };

export type Sweep = {
  lanes: SweptLane[];
  hasSuspects: boolean;
  /** True when other workers live, which may reach for the same jobs. */
  hasOthers: boolean;
  /** What it took the database: the way there and back is no load. */
  tookMs: number;
};

type Row = { took_ms: number; lanes: string | null; last: string | null; has_suspects: boolean; has_others: boolean };
type LaneRow = [queueId: string, facts: Json, isReady: boolean, nextDueInMs: number | null];

// Lanes of one statement: some 50 ms. A worker that knows of more than it can remember finds the rest later.
const pageLanesMax = 5_000;
export const sweptLanesMax = 100_000;
const first = '00000000-0000-0000-0000-000000000000';

/** Sweeps through all queues, a page at a time. */
export async function sweepLanes(
  database: Database,
  { workerId, queues }: { workerId: string; queues: readonly string[] },
): Promise<Sweep> {
  const sweep: Sweep = { lanes: [], hasSuspects: false, hasOthers: false, tookMs: 0 };
  let after: string | null = first;
  while (after !== null && sweep.lanes.length < sweptLanesMax) {
    const row: Row = await sweepPage(database, { workerId, queues, after });
    const told: LaneRow[] = JSON.parse(row.lanes ?? '[]');
    for (const [queueId, facts, isReady, nextDueInMs] of told) {
      const read = readFacts(facts);
      if (read?.isOpen) sweep.lanes.push({ queueId, facts: read, isReady, nextDueInMs });
    }
    sweep.hasSuspects = row.has_suspects;
    sweep.hasOthers = row.has_others;
    sweep.tookMs += row.took_ms;
    after = row.last;
  }
  return sweep;
}

type Page = { workerId: string; queues: readonly string[]; after: string };

async function sweepPage(database: Database, { workerId, queues, after }: Page): Promise<Row> {
  const waiting = Prisma.sql`state = 'PENDING' and ${isNoSuspect}`;
  // One whose instant came and that waits at a gate opens no lane.
  const timed = Prisma.sql`state = 'SCHEDULED' and ${isInLine}`;
  const rows = await database.client.$queryRaw<Row[]>(Prisma.sql`/* sweep_lanes */
    with recursive queued (queue_id, nth) as (
      (select queue_id, 1 from jobs where ${waiting} and queue_id > ${after}::uuid order by queue_id limit 1)
      union all
      select (select j.queue_id from jobs j where ${waiting} and j.queue_id > w.queue_id order by j.queue_id limit 1), w.nth + 1
      from queued w
      where w.queue_id is not null and w.nth < ${pageLanesMax}
    ),
    timed (queue_id, nth) as (
      (select queue_id, 1 from jobs where ${timed} and queue_id > ${after}::uuid order by queue_id limit 1)
      union all
      select (select j.queue_id from jobs j where ${timed} and j.queue_id > t.queue_id order by j.queue_id limit 1), t.nth + 1
      from timed t
      where t.queue_id is not null and t.nth < ${pageLanesMax}
    ),
    ends as (
      select min(last) as last
      from (
        select max(queue_id::text) as last from queued having count(queue_id) >= ${pageLanesMax}
        union all
        select max(queue_id::text) from timed having count(queue_id) >= ${pageLanesMax}
      ) e
    ),
    lanes as materialized (
      select queue_id, bool_or(is_queued) as is_queued, bool_or(is_timed) as is_timed
      from (
        select queue_id, true as is_queued, false as is_timed from queued where queue_id is not null
        union all
        select queue_id, false, true from timed where queue_id is not null
      ) both_kinds
      where queue_id <= coalesce((select last from ends)::uuid, queue_id)
      group by queue_id
    )
    select
      (
        select json_agg(json_build_array(a.queue_id, ${laneFacts(queues)},
          a.is_queued and exists (select from jobs where queue_id = a.queue_id and ${waiting} and ${isInLine}),
          case when a.is_timed then (
            select (extract(epoch from run_at - now()) * 1000)::float8 from jobs where queue_id = a.queue_id and ${timed} order by run_at limit 1
          ) end))::text
        from lanes a
      ) as lanes,
      (select last from ends) as last,
      exists (select from jobs where state = 'PENDING' and ${isSuspect}) as has_suspects,
      exists (select from workers where state = 'LIVE' and lease_until > now() and id <> ${workerId}::uuid) as has_others,
      (extract(epoch from clock_timestamp() - statement_timestamp()) * 1000)::float8 as took_ms`);
  const [row] = rows;
  if (row === undefined) throw new Error('sweep_lanes answered nothing');
  return row;
}
