/** Cancels jobs. A running one ends at once: its worker is told to stop, and its late answer is refused by the fence. */
import { checkText } from '#domain/input-checks.ts';
import { isSettled, jobMoves, sourcesOf } from '#domain/machines.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access.ts';
import { actOnJobs, type BulkInput, type BulkOutcome } from '#engine/bulk-jobs.ts';
import { command, hintedCommand } from '#engine/command.ts';
import { actorName, type Context } from '#engine/context.ts';
import type { LockedRun } from '#engine/runs/lock-runs.ts';
import { lockRunsInBulk, lockRunsOfJobs, moveJobsWithRuns } from '#engine/runs/runs-of-jobs.ts';
import type { MovedJob } from '#engine/statements/move-jobs.ts';
import type { Transaction } from '#engine/transaction.ts';

const topics = ['stop', 'work', 'news'] as const;

/** Cancels one job that is not settled. A step's run goes on as its definition says. */
export async function cancelJob(
  context: Context,
  input: { id: string; reason?: string | null },
): Promise<Outcome<{ id: string }>> {
  const { id, reason } = input;
  const forbidden = refuseUnless(context, 'job.operate');
  if (forbidden !== undefined) return forbidden;
  const unfit = checkText({ value: reason, path: ['reason'] });
  if (unfit.length > 0) return refuseAll(unfit);
  return await hintedCommand(context, topics, async (tx) => {
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
  const forbidden = refuseUnless(context, 'job.operate');
  if (forbidden !== undefined) return forbidden;
  const work = async (tx: Transaction) => {
    let runs: LockedRun[] = [];
    return await actOnJobs(tx, input, {
      prepare: async (jobIds, isDry) => {
        const locked = await lockRunsInBulk(tx, { jobIds, isDry, instead: 'cancel the runs, or narrow the filter' });
        if (locked.ok) runs = locked.value;
        return locked;
      },
      skips: ({ state }) => (isSettled(state) ? `already ${state}` : undefined),
      change: async (ids) => done(await cancel(tx, context, { ids, runs, reason: input.reason })),
    });
  };
  return input.dryRun === true ? await command(context, work) : await hintedCommand(context, topics, work);
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
