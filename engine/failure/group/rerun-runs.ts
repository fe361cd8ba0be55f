/**
 * Runs failed runs again, many in the transaction of their caller. The one place that says from where: from the start,
 * of the same version, with the variables that each was started with.
 */
import { isJsonObject, type Json } from '#domain/value/json.ts';
import { resolveVariables } from '#domain/workflow/variables.ts';
import type { BulkSkip } from '#engine/bulk/bulk-jobs.ts';
import { insertRuns, type NewRun } from '#engine/run/start-runs.ts';
import { newId } from '#engine/store/id.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { loadPlans } from '#engine/workflow/plan-cache.ts';

/** The runs to be, by the id of the run that each does again, and why some are not to be. */
export type Reruns = { made: Map<string, NewRun>; skipped: BulkSkip[] };

/** Plans new runs of these; nothing is stored. */
export async function planReruns(tx: Transaction, runIds: readonly string[], startedBy: string): Promise<Reruns> {
  const { client, tenantId } = tx;
  const runs = await client.run.findMany({
    where: { tenantId, id: { in: [...runIds] } },
    select: { id: true, workflowId: true, versionId: true, inputs: true },
  });
  const plans = await loadPlans(
    client,
    runs.map(({ versionId }) => ({ tenantId, versionId })),
  );
  const made = new Map<string, NewRun>();
  for (const { id, workflowId, versionId, inputs } of runs) {
    const definition = plans.get(versionId)?.definition;
    const given: Json = JSON.parse(JSON.stringify(inputs));
    const resolved = definition && resolveVariables(definition, isJsonObject(given) ? given : {});
    if (resolved?.ok !== true) continue;
    const own = { tenantId, id: newId(), workflowId, versionId, startedBy, replayOf: id };
    made.set(id, { ...own, inputs: resolved.value });
  }
  const refused = runIds.length - made.size;
  const reason = 'a run whose variables its version no longer takes';
  return { made, skipped: refused === 0 ? [] : [{ reason, count: refused }] };
}

/** Starts the planned runs. */
export async function startReruns(tx: Transaction, { made }: Reruns, actor: string): Promise<void> {
  await insertRuns(tx.client, [...made.values()], { now: tx.now, actor });
}
