/**
 * The hottest statement of the product: takes jobs of the lanes that a worker asks for, in one round trip. What it reads
 * is what it was asked for, however many queues, tenants, capped queues or future jobs there are. It never waits: what
 * another transaction holds is left for the next claim.
 */

import { isNoSuspect, isSuspect } from '#engine/queue/crash-suspects.ts';
import { isInLine } from '#engine/queue/place-in-line.ts';
import { arrayOf, uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { LaneAsk } from './lane-asks.ts';
import { takeChosen, takenJobs } from './take-jobs.ts';

export type LaneClaim = {
  workerId: string;
  /** Names of the queues it serves; none means all. */
  queues: readonly string[];
  slots: number;
  asks: readonly LaneAsk[];
  /** True to look at a few lanes besides that nobody has named. */
  isCurious: boolean;
};

// Lanes that a curious claim finds by itself. More than these are found by the sweep.
export const foundLanesMax = 16;

/**
 * Queues are shared until the claim commits, as they stand at that moment: a change of a queue waits for the claims that
 * began before it, and a claim that read the queue before the change leaves it alone. Jobs of queues with a cap, and jobs
 * that hold something while they run, are only reported: they are claimed carefully.
 */
export function claimJobsStatement(claim: LaneClaim): Prisma.Sql {
  const mayBeDue = claim.isCurious || claim.asks.some(({ isDue }) => isDue);
  return Prisma.sql`/* claim_jobs */
    with recursive ${claim.isCurious ? foundLanes(claim.slots) : Prisma.empty}
    asked as materialized (
      ${namedLanes(claim.asks)}
      ${claim.isCurious ? Prisma.sql`union all select queue_id, ${claim.slots}::int, true, true, false from found` : Prisma.empty}
    ),
    shared as materialized (
      select q.id, a.count, a.is_ready, a.is_due
      from asked a
      cross join lateral (
        select id
        from queues
        where id = a.queue_id and not limited and not paused and (${claim.queues.length} = 0 or name = any(${[...claim.queues]}::text[]))
        for share skip locked
      ) q
    ),
    candidates as materialized (
      select l.id as queue_id, j.*
      from shared l
      cross join lateral (${candidatesOf(mayBeDue)}) j
    ),
    chosen as (
      select place from candidates where not is_gated
    ),
    ${takeChosen(claim)}
    select ${takenJobs},
      ${claim.isCurious ? Prisma.sql`exists (select from jobs where state = 'PENDING' and ${isSuspect})` : Prisma.sql`null::bool`} as has_suspects,
      (select json_agg(f)::text from (
        select queue_id as lane, count(*) as found, count(*) filter (where is_gated) as gated, count(*) filter (where is_step) as steps from candidates group by queue_id
      ) f) as found,
      (select json_agg(json_build_array(a.queue_id, ${laneFacts(claim.queues)}))::text
        from asked a
        where not a.is_known or (a.queue_id in (select id from shared)) is not true) as facts,
      ${mayBeDue ? Prisma.sql`(select json_agg(json_build_array(a.queue_id, ${nextDue}))::text from asked a where a.is_due)` : Prisma.sql`null`} as due`;
}

export function namedLanes(asks: readonly LaneAsk[]): Prisma.Sql {
  const flags = (pick: (ask: LaneAsk) => boolean) => arrayOf(asks.map((ask) => (pick(ask) ? 't' : 'f')));
  return Prisma.sql`select *
      from rows from (
        unnest(${uuidArray(asks.map(({ queueId }) => queueId))}::text::uuid[]),
        unnest(${arrayOf(asks.map(({ count }) => count))}::text::int[]),
        unnest(${flags(({ isReady }) => isReady)}::text::bool[]),
        unnest(${flags(({ isDue }) => isDue)}::text::bool[]),
        unnest(${flags(({ isKnown }) => isKnown)}::text::bool[])
      ) as a (queue_id, count, is_ready, is_due, is_known)`;
}

// The first lanes that have anything at all, each found by one step through an index.
function foundLanes(slots: number): Prisma.Sql {
  const steps = Math.min(foundLanesMax, slots);
  return Prisma.sql`waiting (queue_id, nth) as (
      (select queue_id, 1 from jobs where state = 'PENDING' and ${isNoSuspect} order by queue_id limit 1)
      union all
      select (select j.queue_id from jobs j where j.state = 'PENDING' and j.${isNoSuspect} and j.queue_id > w.queue_id order by j.queue_id limit 1), w.nth + 1
      from waiting w
      where w.queue_id is not null and w.nth < ${steps}
    ),
    timed (queue_id, nth) as (
      (select queue_id, 1 from jobs where state = 'SCHEDULED' and ${isInLine} order by queue_id limit 1)
      union all
      select (select j.queue_id from jobs j where j.state = 'SCHEDULED' and j.${isInLine} and j.queue_id > t.queue_id order by j.queue_id limit 1), t.nth + 1
      from timed t
      where t.queue_id is not null and t.nth < ${steps}
    ),
    found as (
      select queue_id from waiting where queue_id is not null union select queue_id from timed where queue_id is not null
    ),`;
}

/** Of the row `j`. What a run had ready when it was paused stands aside; what came later is passed over. */
export const isOfNoPausedRun = Prisma.sql`(j.run_id is null or not exists (
            select from runs r where r.tenant_id = j.tenant_id and r.id = j.run_id and r.state = 'PAUSED'
          ))`;

const ready = Prisma.sql`
        select ctid as place, rank, id, needs is not null as is_gated, run_id is not null as is_step
        from jobs j
        where queue_id = l.id and l.is_ready and state = 'PENDING' and ${isNoSuspect} and ${isInLine} and ${isOfNoPausedRun}
        order by rank, id
        limit l.count`;

const due = Prisma.sql`
        select ctid, rank, id, needs is not null, run_id is not null
        from jobs j
        where queue_id = l.id and l.is_due and state = 'SCHEDULED' and run_at <= now() and ${isInLine} and ${isOfNoPausedRun}
        order by run_at, id
        limit l.count`;

// Waiting and due jobs are looked for side by side: together they keep to what was asked for, in the order of the line.
export function candidatesOf(mayBeDue: boolean): Prisma.Sql {
  if (!mayBeDue) return ready;
  return Prisma.sql`
        select place, rank, id, is_gated, is_step
        from ((${ready}) union all (${due})) both_kinds
        order by rank, id
        limit l.count`;
}

export const nextDue = Prisma.sql`(
            select (extract(epoch from run_at - now()) * 1000)::float8
            from jobs
            where queue_id = a.queue_id and state = 'SCHEDULED' and ${isInLine} and run_at > now()
            order by run_at
            limit 1
          )`;

export function laneFacts(queues: readonly string[]): Prisma.Sql {
  return Prisma.sql`(
            select json_build_array(q.tenant_id, t.weight, q.priority, q.weight,
              not q.paused and (${queues.length} = 0 or q.name = any(${[...queues]}::text[])), q.limited)
            from queues q
            join tenants t on t.id = q.tenant_id
            where q.id = a.queue_id
          )`;
}
