/**
 * The part that every claim ends with: it takes the jobs that were chosen, numbers their events and writes them. The
 * common table `chosen` in front of it has the places of their rows. It never waits: what another transaction holds is
 * left. Steps are taken only when their run's row is free, because their events are numbered under it.
 */
import { Prisma } from '#prisma/generated/client.ts';
import { claimedColumns, claimedText } from './claimed-job.ts';

/** Whoever lost its lease takes nothing more. */
export function isLiveWorker(workerId: string): Prisma.Sql {
  return Prisma.sql`exists (select from workers w where w.id = ${workerId}::uuid and w.state = 'LIVE' and w.lease_until > now())`;
}

/** How the row `j` of a job that starts is written; `n` has its event. */
export function startedColumns(workerId: string): Prisma.Sql {
  return Prisma.sql`state = 'RUNNING', worker_id = ${workerId}::uuid, last_worker_id = ${workerId}::uuid,
        fence = j.fence + 1, attempt = j.attempt + 1, started_at = now(), run_at = null, reason_code = null, reason = null,
        sla_at = case when j.sla_at <= now() then j.sla_at else now() + j.sla_max_duration_ms * interval '1 millisecond' end,
        event_ids = j.event_ids || n.event_id`;
}

/** Common tables `locked`, `moved` and those in between; a comma is to stand before it. */
export function takeChosen({ workerId, slots }: { workerId: string; slots: number }): Prisma.Sql {
  return Prisma.sql`locked as materialized (
      select j.*
      from chosen c
      cross join lateral (
        select x.ctid as place, x.tenant_id, x.state, x.attempt, x.run_id
        from jobs x
        where x.ctid = c.place and (x.state = 'PENDING' or (x.state = 'SCHEDULED' and x.run_at <= now()))
        for update skip locked
      ) j
      where ${isLiveWorker(workerId)}
      limit ${slots}
    ),
    held_runs as (
      select h.id
      from (select distinct tenant_id, run_id from locked where run_id is not null) l
      cross join lateral (
        select r.id from runs r where r.tenant_id = l.tenant_id and r.id = l.run_id and (r.state = 'RUNNING') is true for update skip locked
      ) h
    ),
    numbered as (
      select place, state, min(drawn) over (partition by tenant_id, run_id, state, attempt) as event_id
      from (
        select *, nextval('events_id_seq') as drawn
        from locked
        where run_id is null or run_id in (select id from held_runs)
      ) drawn
    ),
    moved as (
      update jobs j
      set ${startedColumns(workerId)}
      from numbered n
      where j.ctid = n.place
      returning ${claimedColumns}, j.needs, n.state as from_state, n.event_id
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
      select g.event_id, g.tenant_id, 'job.started', g.from_state::text, 'RUNNING', ${`worker:${workerId}`}, g.attempt, g.run_id,
        1 + (select n.base from run_numbers n where n.id = g.run_id)
          + coalesce(sum(g.entries) over (partition by g.run_id order by g.event_id rows between unbounded preceding and 1 preceding), 0),
        g.ids, g.payloads
      from grouped g
    )`;
}

/**
 * A common table that writes down what the jobs that were taken hold: gone again with their attempt, whatever ends it. The
 * gate is asked for by its key, one by one: of `exists` PostgreSQL would make a join, every job against every gate.
 */
export const holdsOfTaken = Prisma.sql`held as (
      insert into holds (tenant_id, job_id, gate_id, amount, since)
      select m.tenant_id, m.id, n.gate, n.amount, now()
      from moved m
      cross join lateral json_to_recordset(m.needs) as n (gate uuid, amount int)
      where m.needs is not null and (select g.kind <> 'RATE' from gates g where g.tenant_id = m.tenant_id and g.id = n.gate)
    )`;

/** What was taken, as `readClaimed` reads it. */
export const takenJobs = Prisma.sql`(select '[' || string_agg(${claimedText}, ',' order by event_id, id) || ']' from moved) as jobs,
      (extract(epoch from now()) * 1000)::float8 as now_ms`;
