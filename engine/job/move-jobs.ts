/** Moves jobs by an operator's hand: guarded by the move table, with their events. */
import type { EventPayload, JobEventType } from '#domain/event-catalogue.ts';
import type { JobState } from '#domain/machines.ts';
import { rankAtOnce, rankInLine } from '#engine/queue/place-in-line.ts';
import { arrayOf, uuidArray } from '#engine/store/sql/sql-arrays.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
// Entities that share one row of the event log.
export const entitiesPerEventMax = 500;

export type JobMove = {
  ids: readonly string[];
  to: Extract<JobState, 'CANCELLED' | 'PENDING'>;
  /** True for another life: a fresh budget of attempts, and the attempt that ended the last one kept among the earlier. */
  isFresh?: boolean;
  sources: readonly JobState[];
  reasonCode: string | null;
  reason: string | null;
  type: JobEventType;
  actor: string;
  /** What the event says of each of the jobs beside the move. */
  tells?: EventPayload<JobEventType> | null;
};

/** A job that was moved. The event of a step is drawn but not written: whoever numbers its run's events writes it. */
export type MovedJob = {
  id: string;
  from: JobState;
  eventId: string;
  step: { runId: string; index: number; key: string | null } | null;
};

type Row = {
  id: string;
  from_state: JobState;
  event_id: bigint;
  run_id: string | null;
  step: number | null;
  step_key: string | null;
};

/**
 * The jobs that were in one of the source states, in id order; the others are left as they are. They are locked in that
 * order, which the sorted list and a nested loop keep.
 */
export async function moveJobs(tx: Transaction, move: JobMove): Promise<MovedJob[]> {
  const isFresh = move.isFresh === true;
  const isWaiting = move.to === 'PENDING';
  const tells = JSON.stringify(move.tells ?? null);
  const rows = await tx.client.$queryRaw<Row[]>(Prisma.sql`/* move_jobs */
    with before as materialized (
      select j.*
      from unnest(${uuidArray([...move.ids].sort())}::text::uuid[]) as w (id)
      cross join lateral (
        select tenant_id, id, state, run_id, fence, attempt, last_worker_id, started_at, finished_at, error, reason
        from jobs
        where tenant_id = ${tx.tenantId}::uuid and id = w.id and state = any(${arrayOf(move.sources)}::text::job_state[])
        for update
      ) j
    ),
    numbered as materialized (
      select o.*, max(drawn) over (partition by run_id, state, part) as event_id
      from (
        select n.*, nth / ${entitiesPerEventMax}::int as part,
          case when nth % ${entitiesPerEventMax}::int = 0 then nextval('events_id_seq') end as drawn
        from (select b.*, row_number() over (partition by run_id, state order by id) - 1 as nth from before b) n
      ) o
    ),
    kept as (
      insert into attempts (tenant_id, job_id, fence, number, state, worker_id, started_at, finished_at, error, decision)
      select tenant_id, id, fence, attempt, state::text, last_worker_id, started_at, finished_at, error, coalesce(reason, '')
      from before
      where ${isFresh} and started_at is not null and finished_at is not null
      on conflict do nothing
    ),
    moved as (
      update jobs j
      set state = ${move.to}::job_state, worker_id = null, run_at = null,
        finished_at = case when ${isWaiting} then null else now() end,
        due_at = case when ${isFresh} then now() when ${isWaiting} and j.started_at is null then least(j.due_at, now()) else j.due_at end,
        rank = case when ${isFresh} then ${rankAtOnce} else ${rankInLine} end, gate_id = null,
        attempt = case when ${isFresh} then 0 else j.attempt end,
        crashes = case when ${isFresh} then 0 else j.crashes end,
        error = case when ${isFresh} then null else j.error end,
        reason_code = ${move.reasonCode}, reason = ${move.reason},
        sla_at = case
          when ${isFresh || !isWaiting} then null
          -- Before its first attempt a job is watched for its start, which counts from the instant it is due.
          when j.started_at is null then j.sla_at - (j.due_at - least(j.due_at, now()))
          else j.sla_at
        end,
        event_ids = j.event_ids || n.event_id
      from numbered n
      where j.tenant_id = n.tenant_id and j.id = n.id
      returning j.id, n.state::text as from_state, n.event_id, j.run_id, j.step, j.step_key
    ),
    logged as (
      insert into events (id, tenant_id, type, from_state, to_state, reason, actor, entity_ids, payloads)
      select event_id, ${tx.tenantId}::uuid, ${move.type}, from_state, ${move.to}, ${move.reason}, ${move.actor}, array_agg(id order by id),
        case when json_typeof(${tells}::json) = 'object' then json_agg(${tells}::json) end
      from moved
      where run_id is null
      group by event_id, from_state
    )
    select id, from_state, event_id, run_id, step, step_key from moved order by id`);
  return rows.map(({ id, from_state: from, event_id: eventId, run_id: runId, step, step_key: key }) => ({
    id,
    from,
    eventId: String(eventId),
    step: runId === null || step === null ? null : { runId, index: step, key },
  }));
}
