/** Skips jobs of steps that no worker has begun. The caller holds the rows of their runs. */
import { jobMoves, sourcesOf } from '#domain/machines.ts';
import { rankInLine } from '#engine/queue/place-in-line.ts';
import type { StepMove } from '#engine/run/advance/run-work.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import { arrayOf } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

type Row = { id: string; step: number; step_key: string | null; event_id: bigint };
type Skipping = { tenantId: string; runId: string; steps: readonly number[]; reason: string };

/**
 * The moves of those that are skipped. One that a claim holds this very moment is waited for, and is absent when the
 * claim has it: the claim never waits for a run, so there is no circle.
 */
export async function skipJobs(client: Asking, { tenantId, runId, steps, reason }: Skipping): Promise<StepMove[]> {
  if (steps.length === 0) return [];
  const rows = await client.$queryRaw<Row[]>(Prisma.sql`/* skip_jobs */
    with open as materialized (
      select j.tenant_id, j.id
      from jobs j
      where j.tenant_id = ${tenantId}::uuid and j.run_id = ${runId}::uuid and j.step = any(${[...steps]}::int[]) and j.item is null
        and j.state = any(${arrayOf(sourcesOf(jobMoves, 'SKIPPED'))}::text::job_state[]) and j.fence = 0
      order by j.id
      for update of j
    ),
    numbered as (
      select open.*, max(drawn) over () as event_id
      from (select open.*, case when row_number() over () = 1 then nextval('events_id_seq') end as drawn from open) open
    )
    update jobs j
    set state = 'SKIPPED', run_at = null, finished_at = now(), reason_code = 'SKIPPED_BY_HAND', reason = ${reason}, sla_at = null,
      rank = ${rankInLine}, gate_id = null, event_ids = j.event_ids || n.event_id
    from numbered n
    where j.tenant_id = n.tenant_id and j.id = n.id
    returning j.id, j.step, j.step_key, n.event_id`);
  return rows.map((row) => ({
    step: row.step,
    stepKey: row.step_key,
    jobId: row.id,
    eventId: String(row.event_id),
    type: 'job.skipped' as const,
    from: 'PENDING',
    to: 'SKIPPED',
    attempt: null,
    reason: 'SKIPPED_BY_HAND',
  }));
}
