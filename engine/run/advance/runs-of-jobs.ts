/** The runs of jobs that an operator moves: locked before the jobs, and told what became of their steps. */
import { runBounds } from '#domain/bounds/run.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { type JobMove, type MovedJob, moveJobs } from '#engine/job/move-jobs.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { advanceRuns, HeavyPass } from './advance-runs.ts';
import { type LockedRun, lockRuns } from './lock-runs.ts';
import type { StepMove } from './run-work.ts';

// What the runs of one call of a person may take together: it is done whole or not at all, and holds the locks of its runs all the while.
export const bulkCostMax = 2_000_000;

/** Locks the runs of the jobs that are not settled: their rows first, as everybody who touches steps does. */
export async function lockRunsOfJobs(tx: Transaction, jobIds: readonly string[]): Promise<LockedRun[]> {
  return await lockAll(tx, await findRuns(tx, jobIds));
}

/** The same for every job of a filter, refused when it is about too many runs; a dry run locks none. */
export async function lockRunsInBulk(
  tx: Transaction,
  { jobIds, isDry, instead }: { jobIds: readonly string[]; isDry: boolean; instead: string },
): Promise<Outcome<LockedRun[]>> {
  const runIds = await findRuns(tx, jobIds);
  if (runIds.length > runBounds.bulkRunsMax)
    return refuse(
      'TOO_LARGE',
      `steps of more than ${runBounds.bulkRunsMax.toLocaleString('en')} runs match: ${instead}`,
      ['filter'],
    );
  return done(isDry ? [] : await lockAll(tx, runIds));
}

/** Moves the jobs, and moves on the runs of those that are steps. `stepReason` is what the event of a step says. */
export async function moveJobsWithRuns(
  tx: Transaction,
  { move, runs, stepReason }: { move: JobMove; runs: readonly LockedRun[]; stepReason: string | null },
): Promise<MovedJob[]> {
  const moved = await moveJobs(tx, move);
  const moves = new Map<string, StepMove[]>(runs.map((run) => [run.id, []]));
  for (const { id, from, eventId, step } of moved) {
    if (step === null) continue;
    moves.get(step.runId)?.push({
      step: step.index,
      stepKey: step.key,
      jobId: id,
      eventId,
      type: move.type,
      from,
      to: move.to,
      attempt: null,
      reason: stepReason,
    });
  }
  const advancing = runs.map((run) => ({ run, moves: moves.get(run.id) ?? [] })).filter((one) => one.moves.length > 0);
  const { actor } = move;
  if (advancing.length > 0) await advanceRuns(tx.client, { now: tx.now, actor, runs: advancing, costMax: bulkCostMax });
  return moved;
}

/** Does what a bulk call does to jobs and their runs; refused when the runs take too much for one transaction. */
export async function refuseHeavy<T>(work: () => Promise<T>, instead: string): Promise<Outcome<T>> {
  try {
    return done(await work());
  } catch (fault) {
    if (!(fault instanceof HeavyPass)) throw fault;
    return refuse('TOO_LARGE', `what follows in these runs is too much for one call: ${instead}`, ['filter']);
  }
}

async function findRuns(tx: Transaction, jobIds: readonly string[]): Promise<string[]> {
  const rows = await tx.client.$queryRaw<{ run_id: string }[]>(Prisma.sql`/* find_runs_of_jobs */
    select distinct j.run_id
    from unnest(${uuidArray(jobIds)}::text::uuid[]) as w (id)
    cross join lateral (
      select run_id from jobs where tenant_id = ${tx.tenantId}::uuid and id = w.id and finished_at is null limit 1
    ) j
    where j.run_id is not null`);
  return rows.map((row) => row.run_id);
}

async function lockAll(tx: Transaction, runIds: readonly string[]): Promise<LockedRun[]> {
  if (runIds.length === 0) return [];
  return await lockRuns(
    tx.client,
    runIds.map((runId) => ({ tenantId: tx.tenantId, runId })),
  );
}
