/**
 * The hottest statement of the product: takes the next due jobs for a worker, in one round trip.
 * It never waits: what another transaction holds is left for the next claim.
 */
import { isInLine } from '#engine/job/place-in-line.ts';
import { isNoSuspect, isSuspect } from '#engine/queue/crash-suspects.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { claimedColumns, claimedText } from './claimed-job.ts';

export type ClaimRequest = {
  workerId: string;
  /** How many jobs the worker has room for. */
  slots: number;
  /** Names of the queues it serves; none means all. */
  queues: readonly string[];
  /** True when it may take one job that has already killed workers: such jobs run one at a time. */
  mayTakeSuspect: boolean;
};

// Left out from the start: what a paused run has ready would else stand before all others of its queue.
const isOfNoPausedRun = Prisma.sql`(run_id in (select id from paused_runs)) is not true`;

/**
 * Candidates are found through the ready and due indexes of every queue that has any, put in order of queue priority,
 * job priority and age, and locked by their place in the table. Steps are taken only when their run's row is free,
 * because their events are numbered under it; nobody waits for a claim and a claim waits for nobody.
 * `limited` claims only queues with a cap (the caller holds the claim lock), else only queues without one. Those are
 * shared until the claim commits, as they stand at that moment: a change of a queue waits for the claims that began
 * before it, and a claim that read the queue before the change leaves it alone.
 */
export function claimJobsStatement(request: ClaimRequest, limited: boolean) {
  // One more than there is room for tells whether anything is left.
  const candidates = request.slots + 1;
  return Prisma.sql`${limited ? Prisma.sql`/* claim_limited_jobs */` : Prisma.sql`/* claim_jobs */`}
    with recursive ready (queue_id) as (
      (select queue_id from jobs where state = 'PENDING' and ${isNoSuspect} order by queue_id limit 1)
      union all
      select (select j.queue_id from jobs j where j.state = 'PENDING' and j.${isNoSuspect} and j.queue_id > r.queue_id order by j.queue_id limit 1)
      from ready r
      where r.queue_id is not null
    ),
    due (queue_id) as (
      (select queue_id from jobs where state = 'SCHEDULED' order by queue_id limit 1)
      union all
      select (select j.queue_id from jobs j where j.state = 'SCHEDULED' and j.queue_id > d.queue_id order by j.queue_id limit 1)
      from due d
      where d.queue_id is not null
    ),
    open_queues as materialized (
      select q.id, q.tenant_id, q.priority, q.limited, q.concurrency
      from queues q
      where q.id in (select queue_id from ready union select queue_id from due union select queue_id from jobs where state = 'PENDING' and ${isSuspect})
        and not q.paused
        and (${request.queues.length} = 0 or q.name = any(${[...request.queues]}::text[]))
    ),
    paused_runs as materialized (
      select id from runs where state = 'PAUSED'
    ),
    ${limited ? limitedLanes(candidates) : freeLanes(candidates)},
    candidates as (
      select *
      from (
        select l.tenant_id, l.id as queue_id, l.room, l.tenant_room, l.priority as queue_priority, j.*
        from lanes l
        cross join lateral (
          select ctid as place, id, rank
          from jobs
          where queue_id = l.id and state = 'PENDING' and ${isNoSuspect} and ${isInLine} and ${isOfNoPausedRun}
          order by rank, id
          limit l.room
        ) j
        union all
        select l.tenant_id, l.id, l.room, l.tenant_room, l.priority, j.*
        from lanes l
        cross join lateral (
          select ctid, id, rank
          from jobs
          where queue_id = l.id and state = 'SCHEDULED' and run_at <= now() and ${isOfNoPausedRun}
          order by run_at, id
          limit l.room
        ) j
        ${request.mayTakeSuspect ? suspects() : Prisma.empty}
      ) c
      order by queue_priority desc, rank, id
      limit ${candidates}
    ),
    locked as (
      select j.*
      from (${limited ? withinRoom() : Prisma.sql`select place from candidates`}) c
      cross join lateral (
        select x.ctid as place, x.tenant_id, x.state, x.attempt, x.run_id
        from jobs x
        where x.ctid = c.place and x.state = any(array['PENDING', 'SCHEDULED']::job_state[])
        for update skip locked
      ) j
      where exists (select from workers w where w.id = ${request.workerId}::uuid and w.state = 'LIVE' and w.lease_until > now())
      limit ${request.slots}
    ),
    held_runs as (
      select h.id
      from (select distinct tenant_id, run_id from locked where run_id is not null) l
      cross join lateral (
        select r.id from runs r where r.tenant_id = l.tenant_id and r.id = l.run_id and (r.state = 'RUNNING') is true for update skip locked
      ) h
    ),
    numbered as (
      select place, state, max(drawn) over (partition by tenant_id, run_id, state, attempt) as event_id
      from (
        select *, case when nth = 1 then nextval('events_id_seq') end as drawn
        from (
          select *, row_number() over (partition by tenant_id, run_id, state, attempt) as nth
          from locked
          where run_id is null or run_id in (select id from held_runs)
        ) grouped
      ) drawn
    ),
    moved as (
      update jobs j
      set state = 'RUNNING', worker_id = ${request.workerId}::uuid, last_worker_id = ${request.workerId}::uuid,
        fence = j.fence + 1, attempt = j.attempt + 1, started_at = now(), run_at = null, reason_code = null, reason = null,
        sla_at = case when j.sla_at <= now() then j.sla_at else now() + j.sla_max_duration_ms * interval '1 millisecond' end,
        event_ids = j.event_ids || n.event_id
      from numbered n
      where j.ctid = n.place
      returning ${claimedColumns}, n.state as from_state, n.event_id
    ),
    grouped as (
      select event_id, tenant_id, from_state, attempt, run_id, count(*) as entries, array_agg(id order by id) as ids,
        case when run_id is not null then json_agg(json_build_object('stepKey', step_key) order by id) end as payloads
      from moved
      group by event_id, tenant_id, from_state, attempt, run_id
    ),
    run_numbers as (
      update runs r
      set event_seq = r.event_seq + c.entries
      from (select tenant_id, run_id, sum(entries) as entries from grouped where run_id is not null group by tenant_id, run_id) c
      where r.tenant_id = c.tenant_id and r.id = c.run_id
      returning r.id, r.event_seq - c.entries as base
    ),
    logged as (
      insert into events (id, tenant_id, type, from_state, to_state, actor, attempt, run_id, seq, entity_ids, payloads)
      select g.event_id, g.tenant_id, 'job.started', g.from_state::text, 'RUNNING', ${`worker:${request.workerId}`}, g.attempt, g.run_id,
        1 + (select n.base from run_numbers n where n.id = g.run_id)
          + coalesce(sum(g.entries) over (partition by g.run_id order by g.event_id rows between unbounded preceding and 1 preceding), 0),
        g.ids, g.payloads
      from grouped g
    )
    select
      (select '[' || string_agg(${claimedText}, ',' order by event_id, id) || ']' from moved) as jobs,
      (select count(*)::int from candidates) as candidates,
      (select count(*)::int from locked) as locked,
      (select count(*)::int from moved) as moved,
      exists (select from open_queues where limited) as limited_waiting,
      (select min(extract(epoch from j.run_at - now()) * 1000)::float8
        from due d cross join lateral (select run_at from jobs where queue_id = d.queue_id and state = 'SCHEDULED' and run_at > now() order by run_at limit 1) j
      ) as next_due_in_ms,
      (extract(epoch from now()) * 1000)::float8 as now_ms`;
}

function freeLanes(candidates: number) {
  return Prisma.sql`lanes as (
      select q.id, q.tenant_id, q.priority, ${candidates}::bigint as room, null::bigint as tenant_room
      from queues q
      where q.id in (select id from open_queues where not limited) and not q.limited and not q.paused
      for share of q skip locked
    )`;
}

// Running jobs are counted from the rows themselves, under the claim lock: a counter could drift, a count cannot.
// `least` passes over nulls: a lane's room is what queue and tenant leave of the candidates, where they have a cap.
function limitedLanes(candidates: number) {
  return Prisma.sql`counted as (
      select q.id, q.tenant_id, q.priority,
        q.concurrency - (select count(*) from jobs j where j.queue_id = q.id and j.state = 'RUNNING') as queue_room,
        t.max_running_jobs - (
          select count(*)
          from jobs j
          join queues o on o.id = j.queue_id
          where o.tenant_id = q.tenant_id and j.state = 'RUNNING'
        ) as tenant_room
      from open_queues q
      join tenants t on t.id = q.tenant_id
      where q.limited
    ),
    lanes as (
      select id, tenant_id, priority, greatest(0, least(${candidates}::bigint, queue_room, tenant_room)) as room, tenant_room
      from counted
    )`;
}

// Waiting and due jobs were looked for side by side: together they keep to the room of their queue, then of their tenant.
function withinRoom() {
  return Prisma.sql`
        select place
        from (
          select *, row_number() over (partition by tenant_id order by queue_priority desc, rank, id) as nth_of_tenant
          from (
            select *, row_number() over (partition by queue_id order by rank, id) as nth_of_queue
            from candidates
          ) of_queue
          where nth_of_queue <= room
        ) ranked
        where tenant_room is null or nth_of_tenant <= tenant_room
        order by queue_priority desc, rank, id`;
}

// Before everything else of its lane, or a suspect would wait for ever behind a long queue.
function suspects() {
  return Prisma.sql`
        union all
        select * from (
          select l.tenant_id, l.id as queue_id, l.room, l.tenant_room, 2147483647, j.ctid, j.id, j.rank
          from jobs j
          join lanes l on l.id = j.queue_id
          where j.state = 'PENDING' and j.${isSuspect} and l.room > 0 and ${isOfNoPausedRun}
          order by j.id
          limit 1
        ) s`;
}
