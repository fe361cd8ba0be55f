/** Compiled plans by workflow version. Versions and the definitions of runs are immutable, so a plan never grows stale. */
import { compileParts } from '#domain/expression/expressions.ts';
import type { Json } from '#domain/value/json.ts';
import { type Definition, definitionInParts } from '#domain/workflow/definition.ts';
import { compileOnce } from '#domain/workflow/expressions/expression-checks.ts';
import { expressionTexts, type Plan, planInParts } from '#domain/workflow/plan.ts';
import { inTurns, isTurnOver, nextTurn } from '#engine/store/batch/turns.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

export type LoadedPlan = { definition: Definition; plan: Plan; workflowId: string; number: number };

type Row = { tenant_id: string; id: string; workflow_id: string; number: number; definition: unknown };

// A plan of 500 steps takes about a megabyte; a process that runs more than these at once compiles some anew.
const stepsHeldMax = 100_000;

const plans = new Map<string, LoadedPlan>();
let stepsHeld = 0;

/** The plans of these versions, and of definitions that belong to runs; compiles what is not held yet. */
export async function loadPlans(
  client: Asking,
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
    const rows = await client.$queryRaw<Row[]>(Prisma.sql`/* load_plans */
      select v.tenant_id, v.id, v.workflow_id, v.number, v.definition
      from unnest(${uuidArray([...missing.values()])}::text::uuid[], ${uuidArray([...missing.keys()])}::text::uuid[]) as w (tenant_id, id)
      cross join lateral (
        select * from workflow_versions where tenant_id = w.tenant_id and id = w.id limit 1
      ) v`);
    rows.push(...(await readOwnDefinitions(client, missing, rows)));
    for (const row of rows) {
      const loaded = await compileStored(row);
      found.set(row.id, loaded);
      hold(`${row.tenant_id} ${row.id}`, loaded);
    }
  }
  return found;
}

// Few runs follow a definition of their own: it is looked for only when there is no such version.
async function readOwnDefinitions(client: Asking, wanted: ReadonlyMap<string, string>, found: Row[]): Promise<Row[]> {
  const versions = new Set(found.map(({ id }) => id));
  const ids = [...wanted.keys()].filter((id) => !versions.has(id));
  if (ids.length === 0) return [];
  return await client.$queryRaw<Row[]>(Prisma.sql`/* load_own_definitions */
    select d.tenant_id, d.id, d.workflow_id, d.number, d.definition
    from unnest(${uuidArray(ids.map((id) => wanted.get(id) ?? ''))}::text::uuid[], ${uuidArray(ids)}::text::uuid[]) as w (tenant_id, id)
    cross join lateral (
      select * from run_definitions where tenant_id = w.tenant_id and id = w.id limit 1
    ) d`);
}

/**
 * Compiles a stored definition, in turns: thousands of expressions take a second. It was checked when it was published,
 * so a fault here is a bug.
 */
async function compileStored(version: Row): Promise<LoadedPlan> {
  const text: Json = JSON.parse(JSON.stringify(version.definition));
  const parsed = await inTurns(definitionInParts({ definition: text }));
  if (!parsed.ok) throw new Error(`broken invariant: a published definition parses: ${parsed.problems[0]?.message}`);
  const compile = compileOnce();
  for (const { text: expression, isTemplate } of expressionTexts(parsed.definition)) {
    if (isTurnOver()) await nextTurn();
    if (isTemplate) compileParts(expression, { path: [], compile });
    else compile(expression);
  }
  return {
    definition: parsed.definition,
    plan: await inTurns(planInParts(parsed.definition, compile)),
    workflowId: version.workflow_id,
    number: version.number,
  };
}

function hold(key: string, loaded: LoadedPlan): void {
  const before = plans.get(key);
  if (before !== undefined) stepsHeld -= before.plan.steps.length;
  plans.delete(key);
  plans.set(key, loaded);
  stepsHeld += loaded.plan.steps.length;
  for (const [oldest, { plan }] of plans) {
    if (stepsHeld <= stepsHeldMax || oldest === key) return;
    plans.delete(oldest);
    stepsHeld -= plan.steps.length;
  }
}
