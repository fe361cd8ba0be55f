/** What stands above runs that steps of other runs started. */
import { subflowBounds } from '#domain/bounds/subflow.ts';
import type { RunRow } from '#engine/run/run-rows.ts';
import { runColumns } from '#engine/run/run-rows.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** The step of a run that started another one: `item` is its place in the list of a step that has one. */
export type ParentStepRow = { run: RunRow; stepKey: string; item: number | null };

type Row = RunRow & { of: string; above: number; stepKey: string; item: number | null };

/** The steps above each run, the outermost first; none for a run that no step started. */
export async function loadParents(context: Context, runIds: readonly string[]): Promise<Map<string, ParentStepRow[]>> {
  const parents = new Map<string, ParentStepRow[]>(runIds.map((id) => [id, []]));
  const rows = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.$queryRaw<Row[]>(Prisma.sql`/* load_parents */
      with recursive up as (
        select r.id as of, r.parent_run_id as parent, r.parent_step as step, r.parent_item as item, 1 as above
        from unnest(${[...parents.keys()]}::uuid[]) as w (id)
        cross join lateral (select * from runs where tenant_id = ${tenantId}::uuid and id = w.id limit 1) r
        where r.parent_run_id is not null
        union all
        select u.of, r.parent_run_id, r.parent_step, r.parent_item, u.above + 1
        from up u
        cross join lateral (select * from runs where tenant_id = ${tenantId}::uuid and id = u.parent limit 1) r
        where r.parent_run_id is not null and u.above < ${subflowBounds.depthMax}
      )
      select u.of, u.above, s.step_key as "stepKey", u.item, r.*
      from up u
      join run_steps s on s.tenant_id = ${tenantId}::uuid and s.run_id = u.parent and s.step = u.step
      cross join lateral (select ${runColumns} from runs where tenant_id = ${tenantId}::uuid and id = u.parent) r
      order by u.above desc`),
  );
  for (const { of, above: _, stepKey, item, ...run } of rows) parents.get(of)?.push({ run, stepKey, item });
  return parents;
}
