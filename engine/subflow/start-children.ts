/** Makes the runs that steps ask for: of the newest version of their workflow, with the params as variables, within what their tenant may use. */
import { subflowBounds } from '#domain/bounds/subflow.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';
import { sayCount } from '#domain/value/say-count.ts';
import { resolveVariables } from '#domain/workflow/variables.ts';
import { openPlannedQuota } from '#engine/quota/planned-quota.ts';
import type { NewRun } from '#engine/run/insert-runs.ts';
import type { Statements } from '#engine/store/database.ts';
import { newId } from '#engine/store/id.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { loadPlans } from '#engine/workflow/plan-cache.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { RunningStep } from './running-steps.ts';

export type RefusedStart = { code: string; message: string };

export type Starts = {
  /** The runs to be stored. */
  runs: NewRun[];
  /** Adds a run; says why it cannot start, if so. */
  start: (step: RunningStep, child: { item: number | null; params: Json }) => RefusedStart | undefined;
  /** Stores what was taken of quotas. */
  store: () => Promise<void>;
};

type Target = { tenantId: string; name: string; workflowId: string; versionId: string };

/** What is needed to start runs for these steps, read at once for all of them. */
export async function openStarts(client: Statements, steps: readonly RunningStep[], now: Date): Promise<Starts> {
  const runs: NewRun[] = [];
  const quota = await openPlannedQuota(
    client,
    steps.map(({ tenantId }) => tenantId),
    now,
  );
  const targets = await findTargets(client, steps);
  const plans = await loadPlans(client, [...targets.values()]);
  const start: Starts['start'] = (step, { item, params }) => {
    const { tenantId, runId, workflow, depth, startedBy, correlationId, stepKey } = step;
    const target = targets.get(`${tenantId} ${workflow}`);
    const loaded = plans.get(target?.versionId ?? '');
    if (target === undefined || loaded === undefined)
      return { code: 'UNKNOWN_WORKFLOW', message: `there is no workflow "${workflow}"` };
    if (depth + 1 >= subflowBounds.depthMax) {
      const message = `${workflow} would be the ${depth + 2}th run of a chain, and ${sayCount(subflowBounds.depthMax, 'run')} are the most that call each other`;
      return { code: 'TOO_DEEP', message };
    }
    const inputs = resolveVariables(loaded.definition, isJsonObject(params) ? params : {});
    if (!inputs.ok) return { code: 'PARAMS_INVALID', message: inputs.refusals[0]?.message ?? 'its params do not fit' };
    const refused = quota.refusal(tenantId);
    if (refused !== undefined) return refused;
    quota.take(tenantId);
    const { workflowId, versionId } = target;
    const parent = { runId, step: step.step, stepKey, item, depth: depth + 1 };
    runs.push({ tenantId, id: newId(), workflowId, versionId, inputs: inputs.value, startedBy, correlationId, parent });
    return undefined;
  };
  return { runs, start, store: () => (runs.length === 0 ? Promise.resolve() : quota.store()) };
}

/** The newest version of each workflow, by `<tenant> <name>`. */
async function findTargets(client: Statements, steps: readonly RunningStep[]): Promise<Map<string, Target>> {
  if (steps.length === 0) return new Map();
  const wanted = new Map(steps.map(({ tenantId, workflow }) => [`${tenantId} ${workflow}`, { tenantId, workflow }]));
  const asked = [...wanted.values()];
  const rows = await client.$queryRaw<Target[]>(Prisma.sql`/* find_called_workflows */
    select w.tenant_id as "tenantId", w.name, w.id as "workflowId", v.id as "versionId"
    from unnest(${uuidArray(asked.map(({ tenantId }) => tenantId))}::text::uuid[], ${asked.map(({ workflow }) => workflow)}::text[]) as a (tenant_id, name)
    join workflows w on w.tenant_id = a.tenant_id and w.name = a.name
    cross join lateral (
      select id from workflow_versions where tenant_id = w.tenant_id and workflow_id = w.id and number = w.version limit 1
    ) v`);
  return new Map(rows.map((row) => [`${row.tenantId} ${row.name}`, row]));
}
