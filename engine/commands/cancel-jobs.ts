/** Cancels a job. A running one ends at once: its worker is told to stop, and its late answer is refused by the fence. */
import { isSettled, jobMoves, sourcesOf } from '#domain/machines.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access.ts';
import { hintedCommand } from '#engine/command.ts';
import { actorName, type Context } from '#engine/context.ts';
import { advanceRuns } from '#engine/runs/advance-runs.ts';
import { lockRuns } from '#engine/runs/lock-runs.ts';
import { moveJob } from '#engine/statements/move-job.ts';
import type { Transaction } from '#engine/transaction.ts';

/** Cancels one job that is not settled. A step's run goes on as its definition says. */
export async function cancelJob(
  context: Context,
  input: { id: string; reason?: string | null },
): Promise<Outcome<{ id: string }>> {
  const forbidden = refuseUnless(context, 'job.operate');
  if (forbidden !== undefined) return forbidden;
  return await hintedCommand(context, ['stop', 'work', 'news'], (tx) => cancel(tx, context, input));
}

async function cancel(
  tx: Transaction,
  context: Context,
  input: { id: string; reason?: string | null },
): Promise<Outcome<{ id: string }>> {
  const job = await tx.client.job.findUnique({
    where: { tenantId_id: { tenantId: tx.tenantId, id: input.id } },
    select: { runId: true, step: true, stepKey: true },
  });
  if (job === null) return refuse('NOT_FOUND', 'there is no such job', ['id']);
  // The run's row first, as everybody who touches steps does.
  const [run] = job.runId === null ? [] : await lockRuns(tx.client, [{ tenantId: tx.tenantId, runId: job.runId }]);
  const actor = actorName(context.actor);
  const moved = await moveJob(tx, {
    id: input.id,
    to: 'CANCELLED',
    sources: sourcesOf(jobMoves, 'CANCELLED'),
    reasonCode: 'CANCELLED',
    reason: input.reason ?? `cancelled by ${context.actor.name}`,
    type: 'job.cancelled',
    actor: run === undefined ? actor : null,
  });
  if (moved === undefined) return await refuseMove(tx, input.id);
  if (run !== undefined && job.step !== null) {
    const move = {
      step: job.step,
      stepKey: job.stepKey,
      jobId: input.id,
      eventId: moved.eventId,
      type: 'job.cancelled',
      from: moved.from,
      to: 'CANCELLED',
      attempt: null,
      reason: 'CANCELLED',
    };
    await advanceRuns(tx.client, { now: tx.now, actor, runs: [{ run, moves: [move] }] });
  }
  return done({ id: input.id });
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
