/** Cancels jobs. A running one ends at once: its worker is told to stop, and its late answer is refused by the fence. */
import { isSettled, jobMoves, sourcesOf } from '#domain/machines.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import type { MovedJob } from '#engine/job/move-jobs.ts';
import type { LockedRun } from '#engine/run/advance/lock-runs.ts';
import { lockRunsInBulk, lockRunsOfJobs, moveJobsWithRuns, refuseHeavy } from '#engine/run/advance/runs-of-jobs.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { actOnJobs, type BulkInput, type BulkOutcome } from './bulk-jobs.ts';
import { type JobAct, operateInBulk, operateOnJob } from './operate-jobs.ts';

const topics = ['stop', 'work', 'news'] as const;
const instead = 'cancel the runs, or narrow the filter';

/** Cancels one job that is not settled. A step's run goes on as its definition says. */
export async function cancelJob(context: Context, { id, reason }: JobAct): Promise<Outcome<{ id: string }>> {
  return await operateOnJob(context, { reason, topics }, async (tx) => {
    const runs = await lockRunsOfJobs(tx, [id]);
    const moved = await cancel(tx, context, { ids: [id], runs, reason });
    return moved.length === 0 ? await refuseMove(tx, id) : done({ id });
  });
}

/**
 * Cancels every job of the filter that is not settled, in one transaction: all of them or, after a fault, none. A
 * step's run goes on as its definition says.
 */
export async function cancelJobs(context: Context, input: BulkInput): Promise<Outcome<BulkOutcome>> {
  const work = async (tx: Transaction) => {
    let runs: LockedRun[] = [];
    return await actOnJobs(tx, input, {
      prepare: async (jobIds, isDry) => {
        const locked = await lockRunsInBulk(tx, { jobIds, isDry, instead });
        if (locked.ok) runs = locked.value;
        return locked;
      },
      skips: ({ state }) => (isSettled(state) ? `already ${state}` : undefined),
      change: (ids) => refuseHeavy(() => cancel(tx, context, { ids, runs, reason: input.reason }), instead),
    });
  };
  return await operateInBulk(context, { dryRun: input.dryRun, topics }, work);
}

type Cancelling = { ids: readonly string[]; runs: readonly LockedRun[]; reason?: string | null | undefined };

async function cancel(tx: Transaction, context: Context, { ids, runs, reason }: Cancelling): Promise<MovedJob[]> {
  const move = {
    ids,
    to: 'CANCELLED',
    sources: sourcesOf(jobMoves, 'CANCELLED'),
    reasonCode: 'CANCELLED',
    reason: reason ?? `cancelled by ${context.actor.name}`,
    type: 'job.cancelled',
    actor: actorName(context.actor),
  } as const;
  return await moveJobsWithRuns(tx, { move, runs, stepReason: reason ?? 'CANCELLED' });
}

async function refuseMove(tx: Transaction, id: string): Promise<Outcome<never>> {
  const job = await tx.client.job.findUnique({
    where: { tenantId_id: { tenantId: tx.tenantId, id } },
    select: { state: true },
  });
  if (job === null) return refuse('NOT_FOUND', 'there is no such job', ['id']);
  return refuse(
    'ILLEGAL_TRANSITION',
    isSettled(job.state) ? `the job is ${job.state} already` : `a ${job.state} job cannot be cancelled`,
    ['id'],
  );
}
