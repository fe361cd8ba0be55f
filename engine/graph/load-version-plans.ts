/** Compiled plans of versions, for what is told of a definition beyond its drawing. */
import type { Plan } from '#domain/workflow/plan.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { loadPlans } from '#engine/workflow/plan-cache.ts';

/** Plans by version id. */
export async function loadVersionPlans(context: Context, versionIds: readonly string[]): Promise<Map<string, Plan>> {
  const { tenantId } = context;
  const loaded = await transaction(context.database, tenantId, ({ client }) =>
    loadPlans(
      client,
      versionIds.map((versionId) => ({ tenantId, versionId })),
    ),
  );
  return new Map([...loaded].map(([id, { plan }]) => [id, plan]));
}
