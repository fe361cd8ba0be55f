/** Compiled plans by workflow version. Versions are immutable, so a plan never grows stale. */
import type { Json } from '#domain/json.ts';
import { type Definition, parseDefinition } from '#domain/workflow/definition.ts';
import { compilePlan, type Plan } from '#domain/workflow/plan.ts';
import type { Statements } from '#engine/database.ts';

export type LoadedPlan = { definition: Definition; plan: Plan; workflowId: string; number: number };

// A plan of 500 steps takes about a megabyte; a process that runs more versions than this at once compiles some anew.
const plansMax = 200;

const plans = new Map<string, LoadedPlan>();

/** The plans of these versions; compiles what is not held yet. */
export async function loadPlans(
  client: Statements,
  versions: readonly { tenantId: string; versionId: string }[],
): Promise<Map<string, LoadedPlan>> {
  const found = new Map<string, LoadedPlan>();
  const missing = new Map<string, string>();
  for (const { tenantId, versionId } of versions) {
    const held = plans.get(`${tenantId} ${versionId}`);
    if (held === undefined) missing.set(versionId, tenantId);
    else found.set(versionId, held);
  }
  if (missing.size > 0) {
    const rows = await client.workflowVersion.findMany({
      where: { OR: [...missing].map(([id, tenantId]) => ({ id, tenantId })) },
      select: { id: true, tenantId: true, workflowId: true, number: true, definition: true },
    });
    for (const row of rows) {
      const loaded = compileStored(row);
      found.set(row.id, loaded);
      if (plans.size >= plansMax) dropOldest();
      plans.set(`${row.tenantId} ${row.id}`, loaded);
    }
  }
  return found;
}

/** Compiles a stored definition: it was checked when it was published, so a fault here is a bug. */
export function compileStored(version: { workflowId: string; number: number; definition: unknown }): LoadedPlan {
  const text: Json = JSON.parse(JSON.stringify(version.definition));
  const parsed = parseDefinition({ definition: text });
  if (!parsed.ok) throw new Error(`broken invariant: a published definition parses: ${parsed.problems[0]?.message}`);
  return {
    definition: parsed.definition,
    plan: compilePlan(parsed.definition),
    workflowId: version.workflowId,
    number: version.number,
  };
}

function dropOldest(): void {
  for (const key of plans.keys()) {
    plans.delete(key);
    return;
  }
}
