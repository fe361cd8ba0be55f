/**
 * What cancelling, retrying and running now every job of a filter have in common. All of it happens in one transaction, or nothing:
 * a fault half-way leaves every job as it was, and the call may be repeated.
 */
import { jobBounds } from '#domain/bounds/job.ts';
import { isEveryJob, type JobConditions, type JobFilter, readJobFilter } from '#domain/job/job-filter.ts';
import { type JobState, jobStates } from '#domain/machines.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { findJobIds, selectJobs } from '#engine/job/job-selection.ts';
import { arrayOf, uuidArray } from '#engine/store/sql/sql-arrays.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type BulkSkip, countReasons, refuseUnexpected, unfitOrder } from './bulk-order.ts';

/** What to do to which jobs. `expectedCount`: how many the caller was told would change. */
export type BulkInput = {
  filter: JobFilter;
  expectedCount?: number | null;
  dryRun?: boolean | null;
  reason?: string | null;
};

/** How many jobs changed, or would have; `jobIds` are the newest of them. */
export type BulkOutcome = { count: number; jobIds: string[]; skipped: BulkSkip[] };

/** A job that matches, as it stands under its lock. */
export type BulkJob = { id: string; state: JobState; runId: string | null };

/** What a bulk command does with the jobs that match. */
export type BulkAct = {
  /** Looks at what else the jobs touch, and takes the locks that come before theirs unless it is a dry run. */
  prepare?: (jobIds: readonly string[], isDry: boolean) => Promise<Outcome<unknown>>;
  /** Why this job is left as it is; undefined when it will change. */
  skips: (job: BulkJob) => string | undefined;
  /** Changes the jobs, each of which is locked and may be changed. */
  change: (jobIds: readonly string[]) => Promise<Outcome<unknown>>;
};

/** Finds the jobs, says which would change, and changes them unless it is a dry run. */
export async function actOnJobs(tx: Transaction, input: BulkInput, act: BulkAct): Promise<Outcome<BulkOutcome>> {
  const { expectedCount, reason } = input;
  const unfit = unfitOrder({ reason, expectedCount }, jobBounds.bulkJobsMax);
  if (unfit.length > 0) return refuseAll(unfit);
  const found = await findJobs(tx, input.filter);
  if (!found.ok) return found;
  const { ids, conditions } = found.value;
  const isDry = input.dryRun === true;
  const prepared = await act.prepare?.(ids, isDry);
  if (prepared?.ok === false) return prepared;
  const jobs = await readJobs(tx, { ids, states: conditions.states ?? jobStates, isLocking: !isDry });
  const skips = new Map(jobs.map((job) => [job.id, act.skips(job)]));
  const changing = ids.filter((id) => skips.has(id) && skips.get(id) === undefined);
  const unexpected = refuseUnexpected({ expectedCount, count: changing.length, one: 'job' });
  if (unexpected !== undefined) return unexpected;
  if (!isDry && changing.length > 0) {
    const changed = await act.change(changing);
    if (!changed.ok) return changed;
  }
  return done({
    count: changing.length,
    jobIds: changing.slice(0, jobBounds.bulkJobsShownMax),
    skipped: countReasons([...skips.values()]),
  });
}

async function findJobs(
  tx: Transaction,
  given: JobFilter,
): Promise<Outcome<{ ids: string[]; conditions: JobConditions }>> {
  const filter = readJobFilter(given, tx.now.getTime(), ['filter']);
  if (!filter.ok) return filter;
  const conditions = filter.value;
  if (isEveryJob(conditions))
    return refuse('BAD_INPUT', 'name at least one condition: every job of the tenant is never meant', ['filter']);
  const parts = await selectJobs(tx, conditions);
  const ids = await findJobIds(tx, { parts, take: jobBounds.bulkJobsMax + 1 });
  if (ids.length > jobBounds.bulkJobsMax)
    return refuse(
      'TOO_LARGE',
      `more than ${jobBounds.bulkJobsMax.toLocaleString('en')} jobs match: narrow the filter, for example by state or time`,
      ['filter'],
    );
  return done({ ids, conditions });
}

// In id order, which the sorted list and a nested loop keep. The state is asked for again under the lock: a job that left the states of the filter meanwhile is not meant any more.
async function readJobs(
  tx: Transaction,
  { ids, states, isLocking }: { ids: readonly string[]; states: readonly JobState[]; isLocking: boolean },
): Promise<BulkJob[]> {
  return await tx.client.$queryRaw<BulkJob[]>(Prisma.sql`/* read_bulk_jobs */
    select j.id, j.state::text as state, j.run_id as "runId"
    from unnest(${uuidArray([...ids].sort())}::text::uuid[]) as w (id)
    cross join lateral (
      select id, state, run_id
      from jobs
      where tenant_id = ${tx.tenantId}::uuid and id = w.id and state = any(${arrayOf(states)}::text::job_state[])
      ${isLocking ? Prisma.sql`for update` : Prisma.sql`limit 1`}
    ) j`);
}
