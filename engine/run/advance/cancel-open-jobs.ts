/** Cancels what is still open in runs whose rows the caller has locked. */
import { jobMoves, sourcesOf } from '#domain/machines.ts';
import { rankInLine } from '#engine/queue/place-in-line.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import { arrayOf, uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { StepMove } from './run-work.ts';
import { cancelWaits } from './settle-waits.ts';

type Row = {
  id: string;
  run_id: string;
  step: number;
  step_key: string | null;
  from_state: string;
  attempt: number;
  event_id: bigint;
};

/**
 * Cancels the open jobs of the runs and what waits in them without one, all but the steps spared, and hands back their moves, for the run's
 * events. A job that a claim holds this
 * very moment is waited for: the claim never waits for a run, so there is no circle.
 */
export async function cancelOpenJobs(
  client: Asking,
  runs: readonly { tenantId: string; runId: string; spared?: readonly number[] }[],
  reason: string,
): Promise<(StepMove & { runId: string })[]> {
  if (runs.length === 0) return [];
  const spared = runs.flatMap(({ runId, spared = [] }) => spared.map((step) => ({ runId, step })));
  const rows = await client.$queryRaw<Row[]>(Prisma.sql`/* cancel_open_jobs */
    with open as materialized (
      select j.tenant_id, j.id, j.state, j.run_id
      from unnest(${uuidArray(runs.map((run) => run.tenantId))}::text::uuid[], ${uuidArray(runs.map((run) => run.runId))}::text::uuid[]) as r (tenant_id, run_id)
      join jobs j on j.tenant_id = r.tenant_id and j.run_id = r.run_id
      where j.state = any(${arrayOf(sourcesOf(jobMoves, 'CANCELLED'))}::text::job_state[])
        and not exists (
          select from unnest(${uuidArray(spared.map(({ runId }) => runId))}::text::uuid[], ${spared.map(({ step }) => step)}::int[]) as s (run_id, step)
          where s.run_id = j.run_id and s.step = j.step
        )
      order by j.id
      for update of j
    ),
    numbered as (
      select o.*, max(drawn) over (partition by run_id, state) as event_id
      from (
        select n.*, case when nth = 1 then nextval('events_id_seq') end as drawn
        from (select open.*, row_number() over (partition by run_id, state) as nth from open) n
      ) o
    )
    update jobs j
    set state = 'CANCELLED', worker_id = null, run_at = null, finished_at = now(), reason_code = ${reason}, reason = null, sla_at = null,
      rank = ${rankInLine}, gate_id = null,
      event_ids = j.event_ids || n.event_id
    from numbered n
    where j.tenant_id = n.tenant_id and j.id = n.id
    returning j.id, j.run_id, j.step, j.step_key, n.state::text as from_state, j.attempt, n.event_id`);
  const waits = await cancelWaits(client, runs, reason);
  const jobs = rows.map((row) => ({
    runId: row.run_id,
    step: row.step,
    stepKey: row.step_key,
    jobId: row.id,
    eventId: String(row.event_id),
    type: 'job.cancelled' as const,
    from: row.from_state,
    to: 'CANCELLED',
    attempt: null,
    reason,
  }));
  return [...jobs, ...waits];
}
