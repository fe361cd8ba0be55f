/** What of a failure still stands failed: neither retried, by whichever way, nor discarded. Jobs that stand alone, and runs. */

import { failureBounds } from '#domain/bounds/failure.ts';
import { jobBounds } from '#domain/bounds/job.ts';
import type { BulkSkip } from '#engine/bulk/bulk-order.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** A job, or the run with its failed step. `failedAt` is written as PostgreSQL writes it. */
export type StandingWork = { subjectId: string; failedAt: string; runId: string | null };

export type Standing = { jobs: StandingWork[]; runs: StandingWork[]; skipped: BulkSkip[] };

// Beyond those that one call takes, so many are counted.
const beyondMax = jobBounds.bulkJobsMax;

/** The newest of them, as many as go into one call, and how many more there are. With `isLocking` the jobs are held. */
export async function findStandingWork(
  tx: Transaction,
  { failureId, isLocking }: { failureId: string; isLocking: boolean },
): Promise<Standing> {
  // A run may be run again without its failure: by itself, or in a batch.
  const found = await tx.client.$queryRaw<StandingWork[]>(Prisma.sql`/* find_standing_work */
    select g.subject_id as "subjectId", g.failed_at::text as "failedAt", g.run_id as "runId"
    from failure_jobs g
    left join jobs j on g.run_id is null and j.tenant_id = g.tenant_id and j.id = g.subject_id
    left join runs r on r.tenant_id = g.tenant_id and r.id = g.run_id
    where g.tenant_id = ${tx.tenantId}::uuid and g.failure_id = ${failureId}::uuid and g.retried_at is null and g.outcome is null
      and case when g.run_id is null then j.state in ('FAILED', 'DEAD') and j.finished_at = g.failed_at else r.state = 'FAILED' end
      and not exists (select from runs a where a.tenant_id = g.tenant_id and a.replay_of = g.run_id)
    order by g.failed_at desc, g.subject_id
    limit ${jobBounds.bulkJobsMax + failureBounds.runsPerRerunMax + beyondMax}`);
  const alone = found.filter(({ runId }) => runId === null);
  const ofRuns = found.filter(({ runId }) => runId !== null);
  const jobs = alone.slice(0, jobBounds.bulkJobsMax);
  const runs = ofRuns.slice(0, failureBounds.runsPerRerunMax);
  return {
    jobs: isLocking ? await lockStanding(tx, jobs) : jobs,
    runs,
    skipped: [
      ...leftFor('jobs', alone.length - jobs.length, jobBounds.bulkJobsMax),
      ...leftFor('runs', ofRuns.length - runs.length, failureBounds.runsPerRerunMax),
    ],
  };
}

function leftFor(what: string, count: number, most: number): BulkSkip[] {
  if (count <= 0) return [];
  return [{ reason: `for another call: ${most.toLocaleString('en')} ${what} go into one`, count }];
}

// In id order, which the sorted list and a nested loop keep; what moved meanwhile is not meant any more.
async function lockStanding(tx: Transaction, jobs: readonly StandingWork[]): Promise<StandingWork[]> {
  const rows = await tx.client.$queryRaw<{ id: string }[]>(Prisma.sql`/* lock_standing_jobs */
    select j.id
    from unnest(${uuidArray(jobs.map(({ subjectId }) => subjectId).toSorted())}::text::uuid[]) as w (id)
    cross join lateral (
      select id from jobs where tenant_id = ${tx.tenantId}::uuid and id = w.id and state in ('FAILED', 'DEAD') for update
    ) j`);
  const held = new Set(rows.map(({ id }) => id));
  return jobs.filter(({ subjectId }) => held.has(subjectId));
}

/** What was done with standing work. */
export type Noting = { works: readonly StandingWork[]; retryRuns?: ReadonlyMap<string, string>; isDiscarded?: boolean };

/** Notes that the work was retried, or discarded: it stands no more. */
export async function noteStanding(tx: Transaction, { works, retryRuns, isDiscarded = false }: Noting): Promise<void> {
  if (works.length === 0) return;
  const rows = works.map(({ subjectId, failedAt, runId }) => ({
    subject_id: subjectId,
    failed_at: failedAt,
    retry_run_id: (runId === null ? undefined : retryRuns?.get(runId)) ?? null,
  }));
  await tx.client.$executeRaw(Prisma.sql`/* note_standing_work */
    update failure_jobs g
    set retried_at = case when ${isDiscarded} then g.retried_at else now() end, retry_run_id = n.retry_run_id,
      outcome = case when ${isDiscarded} then 'DISCARDED' end
    from json_to_recordset(${JSON.stringify(rows)}::json) as n (subject_id uuid, failed_at timestamptz, retry_run_id uuid)
    where g.tenant_id = ${tx.tenantId}::uuid and g.subject_id = n.subject_id and g.failed_at = n.failed_at`);
}
