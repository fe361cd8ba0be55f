/** Every attempt of jobs: the earlier ones have rows of their own, the latest one is told by the job itself. */
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import type { Json } from '#domain/value/json.ts';
import { workerAlias } from '#domain/worker/worker-alias.ts';
import type { JobRow } from '#engine/job/job-rows.ts';
import type { Context } from '#engine/store/context.ts';
import { storedJson } from '#engine/store/sql/stored-json.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

// Attempts of all jobs of one question: a run of 5,000 steps that were each tried ten times.
const attemptsShownMax = 50_000;

/** An attempt; RELEASED ones were given back unfinished and do not count, LOST ones ended with their worker. */
export type AttemptRow = {
  jobId: string;
  number: number;
  fence: number;
  state: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'RELEASED' | 'LOST' | 'CANCELLED';
  startedAt: Date;
  finishedAt: Date | null;
  workerId: string | null;
  /** The worker's name, or its alias for whoever is not of the platform; null when the worker is forgotten. */
  worker: string | null;
  error: Json;
  decision: string | null;
};

type Stored = Omit<AttemptRow, 'error'> & { error: unknown };

/** Attempts by job id, the first one first. */
export async function loadAttempts(
  context: Context,
  jobs: readonly JobRow[],
): Promise<Outcome<Map<string, AttemptRow[]>>> {
  const begun = jobs.filter((job) => job.startedAt !== null);
  const attempts = new Map<string, AttemptRow[]>(jobs.map((job) => [job.id, []]));
  if (begun.length === 0) return done(attempts);
  const ids = begun.map((job) => job.id);
  const stored = await transaction(context.database, context.tenantId, (tx) =>
    tx.client.$queryRaw<Stored[]>(Prisma.sql`/* load_attempts */
      select a.job_id as "jobId", a.number, a.fence, ${endOf('a.state')} as state, a.started_at as "startedAt", a.finished_at as "finishedAt",
        a.worker_id as "workerId", w.name as worker, ${errorOf('a')} as error, nullif(a.decision, '') as decision
      from attempts a
      left join workers w on w.id = a.worker_id
      where a.tenant_id = ${tx.tenantId}::uuid and a.job_id = any(${ids}::uuid[])
      union all
      select j.id, j.attempt, j.fence,
        ${endOf('j.state::text')}, j.started_at, j.finished_at, j.last_worker_id, w.name, ${errorOf('j')}, nullif(j.reason, '')
      from jobs j
      left join workers w on w.id = j.last_worker_id
      where j.tenant_id = ${tx.tenantId}::uuid and j.id = any(${ids}::uuid[]) and j.started_at is not null
        and j.state in ('RUNNING', 'SUCCEEDED', 'FAILED', 'DEAD', 'CANCELLED')
        -- A job that was given back and then cancelled has told its latest attempt already.
        and not exists (select from attempts a where a.tenant_id = j.tenant_id and a.job_id = j.id and a.fence = j.fence)
      order by fence
      limit ${attemptsShownMax + 1}`),
  );
  if (stored.length > attemptsShownMax)
    return refuse(
      'TOO_LARGE',
      `the jobs that were asked for have more than ${attemptsShownMax} attempts together; ask for fewer jobs with \`first\``,
    );
  const seesNames = context.actor.permissions.has('platform.manage');
  for (const { error, ...attempt } of stored)
    attempts
      .get(attempt.jobId)
      ?.push({ ...attempt, worker: seesNames ? attempt.worker : aliasOf(attempt), error: storedJson(error) });
  return done(attempts);
}

// Both sides of the union say it alike, so that an attempt is told the same after its job got another life.
function endOf(state: 'a.state' | 'j.state::text'): Prisma.Sql {
  return Prisma.sql`case when ${Prisma.raw(state)} = 'DEAD' then 'FAILED' else ${Prisma.raw(state)} end`;
}

// A job that runs or was cancelled still holds the error of the attempt before.
function errorOf(row: 'a' | 'j'): Prisma.Sql {
  const [state, error] = [Prisma.raw(`${row}.state::text`), Prisma.raw(`${row}.error`)];
  return Prisma.sql`case when ${state} in ('FAILED', 'DEAD') then ${error} end`;
}

function aliasOf({ worker, workerId }: Pick<AttemptRow, 'worker' | 'workerId'>): string | null {
  return worker === null || workerId === null ? null : workerAlias(workerId);
}
