/** What became of the dependencies of runs: read off the bytes of their progress, whatever their steps left. */
import { type EdgeView, edgeViews } from '#domain/run/edges-of-run.ts';
import { planIdOf } from '#engine/run/run-rows.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { loadPlans } from '#engine/workflow/plan-cache.ts';

/** Every dependency of runs, in the order of the graph of their version, by run id. */
export async function loadRunEdges(context: Context, runIds: readonly string[]): Promise<Map<string, EdgeView[]>> {
  const { tenantId } = context;
  return await transaction(context.database, tenantId, async ({ client }) => {
    const runs = await client.run.findMany({
      where: { tenantId, id: { in: [...new Set(runIds)] } },
      select: { id: true, versionId: true, definitionId: true, progress: true, edges: true },
    });
    const plans = await loadPlans(
      client,
      runs.map((run) => ({ tenantId, versionId: planIdOf(run) })),
    );
    return new Map(
      runs.map((run) => {
        const { id, progress, edges } = run;
        const plan = plans.get(planIdOf(run))?.plan;
        return [id, plan === undefined ? [] : edgeViews({ plan, progress, edges })];
      }),
    );
  });
}
