/** Lets jobs that have a time start at once: those that are delayed, and those that wait for their next attempt. */
import { isSettled, type JobState, jobMoves, sourcesOf } from '#domain/machines.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import type { MovedJob } from '#engine/job/move-jobs.ts';
import type { LockedRun } from '#engine/run/advance/lock-runs.ts';
import { lockRunsInBulk, lockRunsOfJobs, moveJobsWithRuns, refuseHeavy } from '#engine/run/advance/runs-of-jobs.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { actOnJobs, type BulkInput, type BulkOutcome } from './bulk-jobs.ts';
import { type JobAct, operateInBulk, operateOnJob } from './operate-jobs.ts';

const topics = ['work', 'news'] as const;
const instead = 'narrow the filter, for example by task';

// The other ways into PENDING give a job back or give it another life.
const waitingForTheirTime: readonly JobState[] = sourcesOf(jobMoves, 'PENDING').filter(
  (state) => !isSettled(state) && state !== 'RUNNING',
);

/** Lets a SCHEDULED job start as soon as a worker has room. Its attempts count on; a step of a paused run waits on. */
export async function runJobNow(context: Context, { id, reason }: JobAct): Promise<Outcome<{ id: string }>> {
  return await operateOnJob(context, { reason, topics }, async (tx) => {
    const runs = await lockRunsOfJobs(tx, [id]);
    const moved = await expedite(tx, context, { ids: [id], runs, reason });
    return moved.length === 0 ? await refuseMove(tx, id) : done({ id });
  });
}

/** Lets every SCHEDULED job of the filter start, in one transaction: all of them or, after a fault, none. */
export async function runJobsNow(context: Context, input: BulkInput): Promise<Outcome<BulkOutcome>> {
  const work = async (tx: Transaction) => {
    let runs: LockedRun[] = [];
    return await actOnJobs(tx, input, {
      prepare: async (jobIds, isDry) => {
        const locked = await lockRunsInBulk(tx, { jobIds, isDry, instead });
        if (locked.ok) runs = locked.value;
        return locked;
      },
      skips: ({ state }) => {
        if (waitingForTheirTime.includes(state)) return undefined;
        return isSettled(state) ? `already ${state}` : `${state}, waits for no time`;
      },
      change: (ids) => refuseHeavy(() => expedite(tx, context, { ids, runs, reason: input.reason }), instead),
    });
  };
  return await operateInBulk(context, { dryRun: input.dryRun, topics }, work);
}

type Expediting = { ids: readonly string[]; runs: readonly LockedRun[]; reason?: string | null | undefined };

async function expedite(tx: Transaction, context: Context, { ids, runs, reason }: Expediting): Promise<MovedJob[]> {
  const why = reason ?? `asked for now by ${context.actor.name}`;
  const move = {
    ids,
    to: 'PENDING',
    sources: waitingForTheirTime,
    reasonCode: null,
    reason: why,
    type: 'job.expedited',
    actor: actorName(context.actor),
  } as const;
  return await moveJobsWithRuns(tx, { move, runs, stepReason: why });
}

async function refuseMove(tx: Transaction, id: string): Promise<Outcome<never>> {
  const job = await tx.client.job.findUnique({
    where: { tenantId_id: { tenantId: tx.tenantId, id } },
    select: { state: true },
  });
  if (job === null) return refuse('NOT_FOUND', 'there is no such job', ['id']);
  return refuse('ILLEGAL_TRANSITION', `a ${job.state} job has no time to wait for: only a SCHEDULED one has`, ['id']);
}
