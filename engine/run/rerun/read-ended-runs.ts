/** Runs that are over, as reruns need them: their rows, and which job tells of each of their steps. */
import type { RunState } from '#domain/machines.ts';
import { isFinal } from '#domain/run/branches.ts';
import { readSuperseded, type Superseded } from '#domain/run/change/superseded.ts';
import { stepCodes } from '#domain/run/step-codes.ts';
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';
import type { KeptStep } from '#engine/run/advance/run-work.ts';
import type { Statements } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type LoopLeft, readLoopsLeft } from './kept-items.ts';

/** `progress` holds the end of every step; how it came there stands in `readStepsLeft`. */
export type EndedRunRow = {
  id: string;
  state: RunState;
  workflowId: string;
  versionId: string;
  definitionId: string | null;
  progress: Uint8Array;
  edges: Uint8Array | null;
  inputs: JsonObject;
  variables: JsonObject;
  superseded: Superseded | null;
  correlationId: string | null;
};

/** The runs that the tenant has, by id. */
export async function readEndedRuns(
  client: Statements,
  { tenantId, runIds }: { tenantId: string; runIds: readonly string[] },
): Promise<Map<string, EndedRunRow>> {
  const runs = await client.run.findMany({
    where: { tenantId, id: { in: [...runIds] } },
    select: {
      id: true,
      state: true,
      workflowId: true,
      versionId: true,
      definitionId: true,
      progress: true,
      edges: true,
      inputs: true,
      variables: true,
      superseded: true,
      correlationId: true,
    },
  });
  return new Map(
    runs.map(({ inputs, variables, superseded, ...run }) => [
      run.id,
      {
        ...run,
        inputs: objectOf(inputs),
        variables: objectOf(variables),
        superseded: readSuperseded(objectOf(superseded)),
      },
    ]),
  );
}

/** Where the end of each step is stored, which steps the end of the run swept away before they could start, and what loops left. */
export type StepsLeft = {
  jobs: ReadonlyMap<number, KeptStep>;
  swept: ReadonlySet<number>;
  loops: ReadonlyMap<number, LoopLeft>;
};

type Row = {
  runId: string;
  step: number;
  fromRunId: string;
  jobId: string | null;
  waitId: string | null;
  reasonCode: string | null;
};

// What a run that stops says of steps that it never came to.
const sweepingCodes = ['RUN_FAILED', 'RUN_CANCELLED'];

/** Reads it of the jobs of the runs, and of those that they kept themselves from runs before them; by the run's id. */
export async function readStepsLeft(
  client: Statements,
  { tenantId, runs }: { tenantId: string; runs: readonly EndedRunRow[] },
): Promise<Map<string, StepsLeft>> {
  if (runs.length === 0) return new Map();
  const runIds = uuidArray(runs.map(({ id }) => id));
  const rows = await client.$queryRaw<Row[]>(Prisma.sql`/* read_steps_left */
    select run_id as "runId", step, run_id as "fromRunId", id as "jobId", null::uuid as "waitId", reason_code as "reasonCode"
    from jobs
    where tenant_id = ${tenantId}::uuid and run_id = any(${runIds}::text::uuid[]) and item is null
    union all
    select k.run_id, k.step, k.from_run_id, j.id, s.id, coalesce(j.reason_code, s.reason_code)
    from kept_steps k
    left join jobs j on j.tenant_id = k.tenant_id and j.id = k.job_id
    left join run_steps s on s.tenant_id = k.tenant_id and s.run_id = k.run_id and s.step = k.step
    where k.tenant_id = ${tenantId}::uuid and k.run_id = any(${runIds}::text::uuid[])
    union all
    select s.run_id, s.step, s.run_id, null, s.id, s.reason_code
    from run_steps s
    where s.tenant_id = ${tenantId}::uuid and s.run_id = any(${runIds}::text::uuid[])
      and not exists (select from kept_steps k where k.tenant_id = s.tenant_id and k.run_id = s.run_id and k.step = s.step)`);
  const byRun = Map.groupBy(rows, ({ runId }) => runId);
  const loops = await readLoopsLeft(client, { tenantId, runIds: runs.map(({ id }) => id) });
  return new Map(
    runs.map((run) => [
      run.id,
      { ...stepsLeftOf(run, byRun.get(run.id) ?? []), loops: loops.get(run.id) ?? new Map() },
    ]),
  );
}

function stepsLeftOf({ progress }: EndedRunRow, rows: readonly Row[]): Omit<StepsLeft, 'loops'> {
  const jobs = new Map(rows.map(({ step, fromRunId, jobId, waitId }) => [step, { step, fromRunId, jobId, waitId }]));
  const reasons = new Map(rows.map(({ step, reasonCode }) => [step, reasonCode]));
  const swept = new Set<number>();
  for (const [step, code] of progress.entries()) {
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
