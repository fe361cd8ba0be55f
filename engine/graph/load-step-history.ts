/** How long the steps of workflows took of late: told from the latest runs of each and no more. */
import { graphBounds } from '#domain/bounds/graph.ts';
import type { StepHistory } from '#domain/graph/analysis/analysis.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

type Row = { workflowId: string; stepKey: string; runs: number; p50: number; p95: number };

/**
 * By workflow id and by step: the latest attempts of what succeeded, as what failed at once would pass for fast. Steps go
 * by their ids, so that a version published today has the history of those before it.
 */
export async function loadStepHistory(
  context: Context,
  workflowIds: readonly string[],
): Promise<Map<string, Map<string, StepHistory>>> {
  const histories = new Map<string, Map<string, StepHistory>>(workflowIds.map((id) => [id, new Map()]));
  const rows = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.$queryRaw<Row[]>(Prisma.sql`/* load_step_history */
      select w.id as "workflowId", j.step_key as "stepKey", count(distinct r.id)::int as runs,
        percentile_cont(0.5) within group (order by j.took_ms) as p50,
        percentile_cont(0.95) within group (order by j.took_ms) as p95
      from unnest(${[...histories.keys()]}::uuid[]) as w (id)
      cross join lateral (
        select step_count
        from workflow_versions
        where tenant_id = ${tenantId}::uuid and workflow_id = w.id
        order by number desc
        limit 1
      ) v
      cross join lateral (
        select id
        from runs
        where tenant_id = ${tenantId}::uuid and workflow_id = w.id
        order by id desc
        limit least(${graphBounds.historyRunsMax}::int, greatest(1, ${graphBounds.historyStepsMax}::int / greatest(1, v.step_count)))
      ) r
      cross join lateral (
        select step_key, (extract(epoch from finished_at - started_at) * 1000)::float8 as took_ms
        from jobs
        where tenant_id = ${tenantId}::uuid and run_id = r.id and state = 'SUCCEEDED' and started_at is not null
        limit ${graphBounds.historyStepsMax}::int
      ) j
      group by 1, 2`),
  );
  for (const { workflowId, stepKey, runs, p50, p95 } of rows)
    histories.get(workflowId)?.set(stepKey, { p50Ms: p50, p95Ms: p95, runs });
  return histories;
}
