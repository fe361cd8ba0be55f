/** Gives a settled job another life, by an operator's hand: a fresh budget of attempts, the history kept. */
import { jobMoves, sourcesOf } from '#domain/machines.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access.ts';
import { hintedCommand } from '#engine/command.ts';
import { actorName, type Context } from '#engine/context.ts';
import { moveJob } from '#engine/statements/move-job.ts';

/** Retries a FAILED, DEAD or CANCELLED stand-alone job. A step is retried with its run. */
export async function retryJob(
  context: Context,
  input: { id: string; reason?: string | null },
): Promise<Outcome<{ id: string }>> {
  const forbidden = refuseUnless(context, 'job.operate');
  if (forbidden !== undefined) return forbidden;
  return await hintedCommand(context, ['work', 'news'], async (tx) => {
    const job = await tx.client.job.findUnique({
      where: { tenantId_id: { tenantId: tx.tenantId, id: input.id } },
      select: { state: true, runId: true },
    });
    if (job === null) return refuse('NOT_FOUND', 'there is no such job', ['id']);
    if (job.runId !== null) return refuse('ILLEGAL_TRANSITION', 'this job is a step: retry its run', ['id']);
    const moved = await moveJob(tx, {
      id: input.id,
      to: 'PENDING',
      sources: sourcesOf(jobMoves, 'PENDING').filter((state) => state !== 'RUNNING' && state !== 'SCHEDULED'),
      reasonCode: null,
      reason: input.reason ?? `retried by ${context.actor.name}`,
      type: 'job.requeued',
      actor: actorName(context.actor),
    });
    if (moved === undefined)
      return refuse(
        'ILLEGAL_TRANSITION',
        `a ${job.state} job cannot be retried: only FAILED, DEAD and CANCELLED ones can`,
        ['id'],
      );
    return done({ id: input.id });
  });
}
