/** Cancels jobs. A running one ends at once: its worker is told to stop, and its late answer is refused by the fence. */
import { bounds } from '#domain/bounds.ts';
import { checkText } from '#domain/input-checks.ts';
import { isSettled, jobMoves, sourcesOf } from '#domain/machines.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access.ts';
import { actOnJobs, type BulkInput, type BulkOutcome } from '#engine/bulk-jobs.ts';
import { command, hintedCommand } from '#engine/command.ts';
import { actorName, type Context } from '#engine/context.ts';
import { advanceRuns } from '#engine/runs/advance-runs.ts';
import { type LockedRun, lockRuns } from '#engine/runs/lock-runs.ts';
import type { StepMove } from '#engine/runs/run-work.ts';
import { uuidArray } from '#engine/sql-arrays.ts';
import { type MovedJob, moveJobs } from '#engine/statements/move-jobs.ts';
import type { Transaction } from '#engine/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

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
    const runs = await lockRunsOf(tx, await findRunsOf(tx, [id]));
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
      prepare: async (ids, isDry) => {
        const runIds = await findRunsOf(tx, ids);
        if (runIds.length > bounds.bulkRunsMax)
          return refuse(
            'TOO_LARGE',
            `steps of more than ${bounds.bulkRunsMax.toLocaleString('en')} runs match: cancel the runs, or narrow the filter`,
            ['filter'],
          );
        if (!isDry) runs = await lockRunsOf(tx, runIds);
        return done(runs);
      },
      skips: ({ state }) => (isSettled(state) ? `already ${state}` : undefined),
      change: async (ids) => done(await cancel(tx, context, { ids, runs, reason: input.reason })),
    });
  };
  return input.dryRun === true ? await command(context, work) : await hintedCommand(context, topics, work);
}

type Cancelling = { ids: readonly string[]; runs: readonly LockedRun[]; reason?: string | null | undefined };

async function cancel(tx: Transaction, context: Context, { ids, runs, reason }: Cancelling): Promise<MovedJob[]> {
  const actor = actorName(context.actor);
  const moved = await moveJobs(tx, {
    ids,
    to: 'CANCELLED',
    sources: sourcesOf(jobMoves, 'CANCELLED'),
    reasonCode: 'CANCELLED',
    reason: reason ?? `cancelled by ${context.actor.name}`,
    type: 'job.cancelled',
    actor,
  });
  const moves = new Map<string, StepMove[]>(runs.map((run) => [run.id, []]));
  for (const job of moved) if (job.step !== null) moves.get(job.step.runId)?.push(stepMove(job, job.step, reason));
  const advancing = runs.map((run) => ({ run, moves: moves.get(run.id) ?? [] })).filter((one) => one.moves.length > 0);
  if (advancing.length > 0) await advanceRuns(tx.client, { now: tx.now, actor, runs: advancing });
  return moved;
}

function stepMove(job: MovedJob, step: NonNullable<MovedJob['step']>, reason: string | null | undefined): StepMove {
  return {
    step: step.index,
    stepKey: step.key,
    jobId: job.id,
    eventId: job.eventId,
    type: 'job.cancelled',
    from: job.from,
    to: 'CANCELLED',
    attempt: null,
    reason: reason ?? 'CANCELLED',
  };
}

async function findRunsOf(tx: Transaction, jobIds: readonly string[]): Promise<string[]> {
  const rows = await tx.client.$queryRaw<{ run_id: string }[]>(Prisma.sql`/* find_runs_of_jobs */
    select distinct j.run_id
    from unnest(${uuidArray(jobIds)}::text::uuid[]) as w (id)
    cross join lateral (
      select run_id from jobs where tenant_id = ${tx.tenantId}::uuid and id = w.id and finished_at is null limit 1
    ) j
    where j.run_id is not null`);
  return rows.map((row) => row.run_id);
}

// The runs' rows first, as everybody who touches steps does.
async function lockRunsOf(tx: Transaction, runIds: readonly string[]): Promise<LockedRun[]> {
  if (runIds.length === 0) return [];
  return await lockRuns(
    tx.client,
    runIds.map((runId) => ({ tenantId: tx.tenantId, runId })),
  );
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
