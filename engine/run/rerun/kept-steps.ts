/** The steps that runs keep from earlier ones: written with the run, read with its steps, never changed. */
import type { KeptStep } from '#engine/run/advance/run-work.ts';
import type { Statements } from '#engine/store/database.ts';
import { newId } from '#engine/store/id.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

type Keeping = { tenantId: string; id: string; rerun?: { of: string; kept: readonly KeptStep[] } };

/** Stores what new runs keep, in one statement, and holds the jobs that they name in id order. Their first event says how much it is. */
export async function insertKeptSteps(client: Statements, runs: readonly Keeping[]): Promise<void> {
  const rows = runs.flatMap(({ tenantId, id, rerun }) =>
    (rerun?.kept ?? []).map(({ step, fromRunId, jobId }) => ({
      tenant_id: tenantId,
      run_id: id,
      step,
      from_run_id: fromRunId,
      job_id: jobId,
    })),
  );
  if (rows.length === 0) return;
  await client.$executeRaw(Prisma.sql`/* insert_kept_steps */
    insert into kept_steps (tenant_id, run_id, step, from_run_id, job_id)
    select tenant_id, run_id, step, from_run_id, job_id
    from json_to_recordset(${JSON.stringify(rows)}::json) as k (tenant_id uuid, run_id uuid, step int, from_run_id uuid, job_id uuid)
    order by job_id`);
  await copyWaits(client, runs);
}

// What a step left that never had a job stands in the run itself, so it is there when the earlier run is gone.
async function copyWaits(client: Statements, runs: readonly Keeping[]): Promise<void> {
  const rows = runs.flatMap(({ tenantId, id, rerun }) =>
    (rerun?.kept ?? []).flatMap(({ step, waitId = null }) =>
      waitId === null ? [] : [{ tenant_id: tenantId, of: rerun?.of, wait_id: waitId, run_id: id, step, id: newId() }],
    ),
  );
  if (rows.length === 0) return;
  await client.$executeRaw(Prisma.sql`/* copy_kept_waits */
    insert into run_steps (tenant_id, id, run_id, step, step_key, kind, state, reason_code, reason, ask, signal, due_at, opened_at, finished_at,
      result, error, decided_by)
    select k.tenant_id, k.id, k.run_id, k.step, s.step_key, s.kind, s.state, s.reason_code, s.reason, s.ask, s.signal, s.due_at, s.opened_at,
      s.finished_at, s.result, s.error, s.decided_by
    from json_to_recordset(${JSON.stringify(rows)}::json) as k (tenant_id uuid, of uuid, wait_id uuid, run_id uuid, step int, id uuid)
    join run_steps s on s.tenant_id = k.tenant_id and s.run_id = k.of and s.id = k.wait_id`);
}

/** The kept steps of runs of one tenant. */
export async function readKeptSteps(
  client: Statements,
  { tenantId, runIds }: { tenantId: string; runIds: readonly string[] },
): Promise<(KeptStep & { runId: string })[]> {
  if (runIds.length === 0) return [];
  return await client.$queryRaw<(KeptStep & { runId: string })[]>(Prisma.sql`/* load_kept_steps */
    select run_id as "runId", step, from_run_id as "fromRunId", job_id as "jobId"
    from kept_steps
    where tenant_id = ${tenantId}::uuid and run_id = any(${uuidArray(runIds)}::text::uuid[])`);
}
