/** A run that is over, as a rerun needs it: its row, and which job tells of each of its steps. */
import type { RunState } from '#domain/machines.ts';
import { isFinal } from '#domain/run/branches.ts';
import { stepCodes } from '#domain/run/step-codes.ts';
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';
import type { KeptStep } from '#engine/run/advance/run-work.ts';
import type { Statements } from '#engine/store/database.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** `progress` holds the end of every step; how it came there stands in `readStepsLeft`. */
export type EndedRunRow = {
  id: string;
  state: RunState;
  workflowId: string;
  versionId: string;
  progress: Uint8Array;
  edges: Uint8Array | null;
  inputs: JsonObject;
  variables: JsonObject;
  correlationId: string | null;
};

/** The run; undefined when the tenant has none of this id. */
export async function readEndedRun(
  client: Statements,
  { tenantId, runId }: { tenantId: string; runId: string },
): Promise<EndedRunRow | undefined> {
  const run = await client.run.findUnique({ where: { tenantId_id: { tenantId, id: runId } } });
  if (run === null) return undefined;
  const { id, state, workflowId, versionId, progress, edges, correlationId } = run;
  return {
    id,
    state,
    workflowId,
    versionId,
    progress,
    edges,
    inputs: objectOf(run.inputs),
    variables: objectOf(run.variables),
    correlationId,
  };
}

/** Where the end of each step is stored, and which steps the end of the run swept away before they could start. */
export type StepsLeft = { jobs: ReadonlyMap<number, KeptStep>; swept: ReadonlySet<number> };

type Row = { step: number; fromRunId: string; jobId: string | null; reasonCode: string | null };

// What a run that stops says of steps that it never came to.
const sweepingCodes = ['RUN_FAILED', 'RUN_CANCELLED'];

/** Reads it of the jobs of the run, and of those that it kept itself from runs before it. */
export async function readStepsLeft(
  client: Statements,
  { tenantId, run }: { tenantId: string; run: EndedRunRow },
): Promise<StepsLeft> {
  const rows = await client.$queryRaw<Row[]>(Prisma.sql`/* read_steps_left */
    select step, run_id as "fromRunId", id as "jobId", reason_code as "reasonCode"
    from jobs
    where tenant_id = ${tenantId}::uuid and run_id = ${run.id}::uuid
    union all
    select k.step, k.from_run_id, j.id, j.reason_code
    from kept_steps k
    left join jobs j on j.tenant_id = k.tenant_id and j.id = k.job_id
    where k.tenant_id = ${tenantId}::uuid and k.run_id = ${run.id}::uuid`);
  const jobs = new Map(rows.map(({ step, fromRunId, jobId }) => [step, { step, fromRunId, jobId }]));
  const reasons = new Map(rows.map(({ step, reasonCode }) => [step, reasonCode]));
  const swept = new Set<number>();
  for (const [step, code] of run.progress.entries()) {
    const reason = reasons.get(step) ?? null;
    // A step that the end of its run swept away in passing has no job.
    const isSwept = code === stepCodes.SKIPPED && (reason === null || sweepingCodes.includes(reason));
    if (isSwept || !isFinal(code)) swept.add(step);
  }
  return { jobs, swept };
}

function objectOf(stored: unknown): JsonObject {
  const value: unknown = JSON.parse(JSON.stringify(stored));
  return isJsonObject(value) ? value : {};
}
