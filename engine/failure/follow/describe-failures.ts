/** What failed, as its rows tell it: the jobs and runs that events name, each with its error and its kind. */
import { failureBounds } from '#domain/bounds/failure.ts';
import type { Prints } from '#domain/failure/choose-detail.ts';
import { type FailedSubject, type FailureKind, kindOf } from '#domain/failure/fingerprint.ts';
import { printsOf } from '#engine/failure/print-failures.ts';
import type { Database } from '#engine/store/database.ts';
import { arrayOf, uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** One time that something failed. `failedAt` is written as PostgreSQL writes it. */
export type SeenFailure = {
  tenantId: string;
  /** The job; the run when no step of it failed. */
  subjectId: string;
  failedAt: string;
  runId: string | null;
  isDead: boolean;
  taskId: string | null;
  workflowId: string | null;
  stepKey: string | null;
  kind: FailureKind;
  prints: Prints;
  /** How long its last attempt had waited for; null when it was not tried before. */
  retriedAfterMs: number | null;
};

/** Whose failure is asked for: a job that ended at an instant, or a run. */
export type Ended = { tenantId: string; id: string; at: string; isDead?: boolean; attempt: number | null };

type Row = {
  nth: number;
  subject_id: string;
  failed_at: string;
  run_id: string | null;
  is_dead: boolean;
  task_id: string | null;
  workflow_id: string | null;
  step_key: string | null;
  error_type: string | null;
  message: string | null;
  waited_ms: number | null;
};

const messageMax = Prisma.raw(String(failureBounds.messageReadMax));

// An error is an object with a type and a message, or null where the engine alone knows why.
function errorParts(error: string, code: string, sentence: string): Prisma.Sql {
  const [value, reasonCode, reason] = [Prisma.raw(error), Prisma.raw(code), Prisma.raw(sentence)];
  return Prisma.sql`coalesce(${value}->>'type', ${reasonCode}) as error_type, left(coalesce(${value}->>'message', ${reason}), ${messageMax}) as message`;
}

// The wait before the attempt that came last: that of the one before it in the same life of its job.
function waitedBefore(job: string, attempt: string): Prisma.Sql {
  const [id, tenant, number] = [Prisma.raw(`${job}.id`), Prisma.raw(`${job}.tenant_id`), Prisma.raw(attempt)];
  return Prisma.sql`
      select b.delay_ms::float8 as waited_ms, b.error
      from attempts b
      where b.tenant_id = ${tenant} and b.job_id = ${id} and b.state = 'FAILED' and b.number = ${number} - 1
      order by b.fence desc
      limit 1`;
}

/** Jobs that stand alone. One that was retried meanwhile has its error among its attempts. */
export async function describeJobs(
  { client }: Pick<Database, 'client'>,
  jobs: readonly Ended[],
): Promise<SeenFailure[]> {
  if (jobs.length === 0) return [];
  const rows = await client.$queryRaw<Row[]>(Prisma.sql`/* describe_failed_jobs */
    select w.nth::int, j.id as subject_id, w.at as failed_at, null::uuid as run_id, w.is_dead, j.task_id, null::uuid as workflow_id,
      null::text as step_key, ${errorParts('e.error', 'e.reason_code', 'e.reason')}, p.waited_ms
    from unnest(${uuidArray(jobs.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(jobs.map(({ id }) => id))}::text::uuid[],
      ${jobs.map(({ at }) => at)}::text[], ${arrayOf(jobs.map(({ isDead = false }) => (isDead ? 't' : 'f')))}::text::bool[],
      ${arrayOf(jobs.map(({ attempt }) => attempt ?? 0))}::text::int[]) with ordinality as w (tenant_id, id, at, is_dead, attempt, nth)
    join jobs j on j.tenant_id = w.tenant_id and j.id = w.id
    left join lateral (
      select a.error, a.state as reason_code, a.decision as reason
      from attempts a
      where a.tenant_id = j.tenant_id and a.job_id = j.id and a.finished_at = w.at::timestamptz(3)
      order by a.fence desc
      limit 1
    ) a on j.finished_at is distinct from w.at::timestamptz(3)
    cross join lateral (
      select case when j.finished_at = w.at::timestamptz(3) then j.error else a.error end as error,
        case when j.finished_at = w.at::timestamptz(3) then j.reason_code else a.reason_code end as reason_code,
        case when j.finished_at = w.at::timestamptz(3) then j.reason else a.reason end as reason
    ) e
    left join lateral (${waitedBefore('j', 'w.attempt')}) p on w.attempt > 1
    order by w.nth`);
  return rows.map((row) => seenOf(row, jobs));
}

/** Runs, each with its failed step, or the first item of it that failed; one of which no step failed tells for itself. */
export async function describeRuns(
  { client }: Pick<Database, 'client'>,
  runs: readonly Pick<Ended, 'tenantId' | 'id'>[],
): Promise<SeenFailure[]> {
  if (runs.length === 0) return [];
  const rows = await client.$queryRaw<Row[]>(Prisma.sql`/* describe_failed_runs */
    select w.nth::int, coalesce(j.id, r.id) as subject_id, r.finished_at::text as failed_at, r.id as run_id, coalesce(j.state = 'DEAD', false) as is_dead,
      j.task_id, r.workflow_id, j.step_key,
      ${errorParts('j.error', 'coalesce(j.reason_code, r.reason_code)', 'coalesce(j.reason, r.reason)')}, p.waited_ms
    from unnest(${uuidArray(runs.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(runs.map(({ id }) => id))}::text::uuid[])
      with ordinality as w (tenant_id, id, nth)
    join runs r on r.tenant_id = w.tenant_id and r.id = w.id and r.state = 'FAILED'
    left join lateral (
      select s.*
      from jobs s
      where s.tenant_id = r.tenant_id and s.run_id = r.id and s.step_key = r.failed_step and s.state in ('FAILED', 'DEAD')
      order by s.item
      limit 1
    ) j on r.failed_step is not null
    left join lateral (${waitedBefore('j', 'j.attempt')}) p on j.attempt > 1
    order by w.nth`);
  return rows.map((row) => seenOf(row, runs));
}

/** A retry that worked: of what kind the attempt before was, and how long was waited. */
export type WorkedRetry = { tenantId: string; prints: Prints; waitedMs: number };

/** Jobs that succeeded at a later attempt, with the failure of the attempt before. */
export async function describeWorkedRetries(
  { client }: Pick<Database, 'client'>,
  jobs: readonly Ended[],
): Promise<WorkedRetry[]> {
  if (jobs.length === 0) return [];
  const rows = await client.$queryRaw<Row[]>(Prisma.sql`/* describe_worked_retries */
    select w.nth::int, j.id as subject_id, '' as failed_at, j.run_id, false as is_dead, j.task_id, r.workflow_id, j.step_key,
      ${errorParts('p.error', 'null', 'null')}, p.waited_ms
    from unnest(${uuidArray(jobs.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(jobs.map(({ id }) => id))}::text::uuid[],
      ${arrayOf(jobs.map(({ attempt }) => attempt ?? 0))}::text::int[]) with ordinality as w (tenant_id, id, attempt, nth)
    join jobs j on j.tenant_id = w.tenant_id and j.id = w.id
    left join runs r on r.tenant_id = j.tenant_id and r.id = j.run_id
    cross join lateral (${waitedBefore('j', 'w.attempt')}) p
    order by w.nth`);
  return rows.flatMap((row) => {
    const { tenantId, prints } = seenOf(row, jobs);
    return row.waited_ms === null ? [] : [{ tenantId, prints, waitedMs: row.waited_ms }];
  });
}

function seenOf(row: Row, asked: readonly { tenantId: string }[]): SeenFailure {
  const kind = kindOf(subjectOf(row), { type: row.error_type ?? '', message: row.message ?? '' });
  return {
    tenantId: asked[row.nth - 1]?.tenantId ?? '',
    subjectId: row.subject_id,
    failedAt: row.failed_at,
    runId: row.run_id,
    isDead: row.is_dead,
    taskId: row.task_id,
    workflowId: row.workflow_id,
    stepKey: row.step_key,
    kind,
    prints: printsOf(kind),
    retriedAfterMs: row.waited_ms,
  };
}

function subjectOf({ task_id: taskId, workflow_id: workflowId, step_key: stepKey }: Row): FailedSubject {
  if (workflowId !== null) return stepKey === null ? { of: 'run', workflowId } : { of: 'step', workflowId, stepKey };
  return { of: 'task', taskId: taskId ?? '' };
}
