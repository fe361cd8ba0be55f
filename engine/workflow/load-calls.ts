/** Which workflows run which as steps, as their latest versions say. */
import { subflowBounds } from '#domain/bounds/subflow.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** Ids of workflows, by the names of these. */
export type WorkflowCalls = { calls: string[]; calledBy: string[] };

export async function loadCalls(context: Context, workflowIds: readonly string[]): Promise<Map<string, WorkflowCalls>> {
  const rows = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.$queryRaw<({ id: string } & WorkflowCalls)[]>(Prisma.sql`/* load_calls */
      select w.id,
        array(
          select o.id from workflow_calls c
          join workflows o on o.tenant_id = c.tenant_id and o.id = c.callee_id
          where c.tenant_id = ${tenantId}::uuid and c.workflow_id = w.id
          order by o.name
          limit ${subflowBounds.shownMax}::int
        ) as calls,
        array(
          select o.id from workflow_calls c
          join workflows o on o.tenant_id = c.tenant_id and o.id = c.workflow_id
          where c.tenant_id = ${tenantId}::uuid and c.callee_id = w.id
          order by o.name
          limit ${subflowBounds.shownMax}::int
        ) as "calledBy"
      from unnest(${[...workflowIds]}::uuid[]) as w (id)`),
  );
  return new Map(rows.map(({ id, ...calls }) => [id, calls]));
}
