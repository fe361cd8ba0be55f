/** Resumes a paused run: what became ready meanwhile starts. */
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { advanceRuns } from '#engine/run/advance/advance-runs.ts';
import { lockRuns } from '#engine/run/advance/lock-runs.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { switchRuns } from './switch-runs.ts';

/** Resumes a paused run. Its maxExecutionTime went on during the pause. */
export async function resumeRun(context: Context, input: { id: string }): Promise<Outcome<{ id: string }>> {
  const { id } = input;
  const forbidden = refuseUnless(context, 'run.operate');
  if (forbidden !== undefined) return forbidden;
  return await hintedCommand(context, ['work', 'news'], async (tx) => {
    const [run] = await lockRuns(tx.client, [{ tenantId: tx.tenantId, runId: id }]);
    if (run === undefined) return refuse('NOT_FOUND', 'there is no such run', ['id']);
    if (run.state !== 'PAUSED')
      return refuse('ILLEGAL_TRANSITION', `the run is ${run.state}: only a PAUSED one can be resumed`, ['id']);
    const actor = actorName(context.actor);
    const reason = `resumed by ${context.actor.name}`;
    const resumed = await switchRuns(tx.client, [run], { to: 'RUNNING', actor, reason });
    await advanceRuns(tx.client, { now: tx.now, actor, runs: resumed.map((one) => ({ run: one, moves: [] })) });
    return done({ id });
  });
}
