/** Pauses a run: steps that run may finish, none starts. What has begun to wait for a worker waits on. */

import { runMoves } from '#domain/machines.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { checkText } from '#domain/value/input-checks.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { lockRuns } from '#engine/run/advance/lock-runs.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { switchRuns } from './switch-runs.ts';

/** Pauses a running run. After this returns no step of it starts: a claim needs the same row. */
export async function pauseRun(
  context: Context,
  input: { id: string; reason?: string | null },
): Promise<Outcome<{ id: string }>> {
  const { id, reason } = input;
  const forbidden = refuseUnless(context, 'run.operate');
  if (forbidden !== undefined) return forbidden;
  const unfit = checkText({ value: reason, path: ['reason'] });
  if (unfit.length > 0) return refuseAll(unfit);
  return await hintedCommand(context, ['news'], async (tx) => {
    const [run] = await lockRuns(tx.client, [{ tenantId: tx.tenantId, runId: id }]);
    if (run === undefined) return refuse('NOT_FOUND', 'there is no such run', ['id']);
    if (runMoves[run.state].PAUSED === undefined)
      return refuse('ILLEGAL_TRANSITION', `the run is ${run.state}: only a RUNNING one can be paused`, ['id']);
    const actor = actorName(context.actor);
    await switchRuns(tx.client, [run], { to: 'PAUSED', actor, reason: reason ?? `paused by ${context.actor.name}` });
    return done({ id });
  });
}
