/** Moves one job by an operator's hand: guarded by the move table, with its event. */
import type { JobState } from '#domain/machines.ts';
import { arrayOf } from '#engine/sql-arrays.ts';
import type { Transaction } from '#engine/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

export type JobMove = {
  id: string;
  to: Extract<JobState, 'CANCELLED' | 'PENDING'>;
  sources: readonly JobState[];
  reasonCode: string | null;
  reason: string | null;
  type: string;
  /** Null when the event is written by whoever numbers the run's events. */
  actor: string | null;
};

/** Undefined when the job was in none of the source states: nothing changed. */
export async function moveJob(
  tx: Transaction,
  move: JobMove,
): Promise<{ from: JobState; eventId: string } | undefined> {
  const isRetry = move.to === 'PENDING';
  const [row] = await tx.client.$queryRaw<{ from_state: JobState; event_id: bigint }[]>(Prisma.sql`/* move_job */
    with before as materialized (
      select tenant_id, id, state, fence, attempt, last_worker_id, started_at, finished_at, error, reason, nextval('events_id_seq') as event_id
      from jobs
      where tenant_id = ${tx.tenantId}::uuid and id = ${move.id}::uuid and state = any(${arrayOf(move.sources)}::text::job_state[])
      for update
    ),
    kept as (
      insert into attempts (tenant_id, job_id, fence, number, state, worker_id, started_at, finished_at, error, decision)
      select tenant_id, id, fence, attempt, state::text, last_worker_id, started_at, finished_at, error, coalesce(reason, '')
      from before
      where ${isRetry} and started_at is not null and finished_at is not null
      on conflict do nothing
    ),
    moved as (
      update jobs j
      set state = ${move.to}::job_state, worker_id = null, run_at = null,
        finished_at = case when ${isRetry} then null else now() end,
        due_at = case when ${isRetry} then now() else j.due_at end,
        attempt = case when ${isRetry} then 0 else j.attempt end,
        crashes = case when ${isRetry} then 0 else j.crashes end,
        error = case when ${isRetry} then null else j.error end,
        reason_code = ${move.reasonCode}, reason = ${move.reason}, sla_at = null, event_ids = j.event_ids || b.event_id
      from before b
      where j.tenant_id = b.tenant_id and j.id = b.id
      returning b.state as from_state, b.event_id
    ),
    logged as (
      insert into events (id, tenant_id, type, from_state, to_state, reason, actor, entity_ids)
      select event_id, ${tx.tenantId}::uuid, ${move.type}, from_state::text, ${move.to}, ${move.reason}, ${move.actor}, array[${move.id}::uuid]
      from moved
      where ${move.actor}::text is not null
    )
    select from_state, event_id from moved`);
  return row === undefined ? undefined : { from: row.from_state, eventId: String(row.event_id) };
}
