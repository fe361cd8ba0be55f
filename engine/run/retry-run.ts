/** Runs a run again: a new run of the same version, with its inputs or with edited ones. */

import { isSettledRun } from '#domain/machines.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { isJsonObject, type JsonObject, unfitJson } from '#domain/value/json.ts';
import { resolveVariables } from '#domain/workflow/variables.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { loadPlans } from '#engine/workflow/plan-cache.ts';
import { insertRuns } from './start-runs.ts';

export type RetryRunInput = {
  run: string;
  from?: 'START' | 'FAILED' | 'STEP' | null;
  step?: string | null;
  variables?: JsonObject | null;
};

/** Starts the new run. Only `from: START` is carried out so far; the others are refused, not guessed. */
export async function retryRun(context: Context, input: RetryRunInput): Promise<Outcome<{ runId: string }>> {
  const forbidden = refuseUnless(context, 'run.operate');
  if (forbidden !== undefined) return forbidden;
  if ((input.from ?? 'START') !== 'START')
    return refuse('UNSUPPORTED', 'a run can be retried from its start only', ['from']);
  if (input.step !== undefined && input.step !== null)
    return refuse('BAD_INPUT', 'a step is given only with from: STEP', ['step']);
  const unfit = unfitJson(input.variables ?? {});
  if (unfit !== undefined) return refuse('BAD_INPUT', `the variables ${unfit}`, ['variables']);
  return await hintedCommand(context, ['work', 'news'], async (tx) => {
    const run = await tx.client.run.findUnique({ where: { tenantId_id: { tenantId: tx.tenantId, id: input.run } } });
    if (run === null) return refuse('NOT_FOUND', 'there is no such run', ['run']);
    if (!isSettledRun(run.state))
      return refuse('ILLEGAL_TRANSITION', `the run is ${run.state}: cancel it first or let it end`, ['run']);
    const loaded = (await loadPlans(tx.client, [{ tenantId: tx.tenantId, versionId: run.versionId }])).get(
      run.versionId,
    );
    if (loaded === undefined) throw new Error('broken invariant: a run has a version');
    const stored = JSON.parse(JSON.stringify(run.inputs));
    const inputs = resolveVariables(loaded.definition, { ...(isJsonObject(stored) ? stored : {}), ...input.variables });
    if (!inputs.ok) return inputs;
    const runId = newId();
    const startedBy = actorName(context.actor);
    const made = {
      tenantId: tx.tenantId,
      id: runId,
      workflowId: run.workflowId,
      versionId: run.versionId,
      inputs: inputs.value,
      startedBy,
      replayOf: run.id,
    };
    await insertRuns(tx.client, [made], { now: tx.now, actor: startedBy });
    return done({ runId });
  });
}
