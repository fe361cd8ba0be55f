/** The runs that repeat others. */
import { runBounds } from '#domain/bounds/run.ts';
import { type RunRow, runColumns } from '#engine/run/run-rows.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** The latest runs that repeat these, the newest first, by the id of the run that is repeated. */
export async function loadReruns(context: Context, runIds: readonly string[]): Promise<Map<string, RunRow[]>> {
  const reruns = new Map<string, RunRow[]>(runIds.map((id) => [id, []]));
  const rows = await transaction(context.database, context.tenantId, (tx) =>
    tx.client.$queryRaw<RunRow[]>(Prisma.sql`/* load_reruns */
      select r.*
      from unnest(${[...reruns.keys()]}::uuid[]) as w (id)
      cross join lateral (
        select ${runColumns}
        from runs
        where tenant_id = ${tx.tenantId}::uuid and replay_of = w.id
        order by id desc
        limit ${runBounds.rerunsShownMax}
      ) r`),
  );
  for (const run of rows) reruns.get(run.replayOf ?? '')?.push(run);
  return reruns;
}
