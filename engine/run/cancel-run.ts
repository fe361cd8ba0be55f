/** Cancels a run: what is open ends CANCELLED, what has not started is skipped, workers are told to stop; then what it ends with comes. */
import { runMoves } from '#domain/machines.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { checkText } from '#domain/value/input-checks.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { closeRuns } from '#engine/run/advance/close-runs.ts';
import { lockRuns } from '#engine/run/advance/lock-runs.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';

/** Cancels a run that is not over. After this returns, no step of it starts but those that it ends with. */
export async function cancelRun(
  context: Context,
  input: { id: string; reason?: string | null },
): Promise<Outcome<{ id: string }>> {
  const forbidden = refuseUnless(context, 'run.operate');
  if (forbidden !== undefined) return forbidden;
  const unfit = checkText({ value: input.reason, path: ['reason'] });
  if (unfit.length > 0) return refuseAll(unfit);
  return await hintedCommand(context, ['stop', 'work', 'news'], async (tx) => {
    const [run] = await lockRuns(tx.client, [{ tenantId: tx.tenantId, runId: input.id }]);
    if (run === undefined) return refuse('NOT_FOUND', 'there is no such run', ['id']);
    if (runMoves[run.state].CANCELLED === undefined)
      return refuse('ILLEGAL_TRANSITION', `the run is ${run.state} already`, ['id']);
    if (run.ending !== null) {
      const message = 'the run is ending already: cancel the jobs of its last steps to end it at once';
      return refuse('ILLEGAL_TRANSITION', message, ['id']);
    }
    await closeRuns(tx.client, [run], {
      to: 'CANCELLED',
      now: tx.now,
      actor: actorName(context.actor),
      reasonCode: 'RUN_CANCELLED',
      reason: input.reason ?? `cancelled by ${context.actor.name}`,
    });
    return done({ id: input.id });
  });
}
