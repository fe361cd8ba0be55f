/** Since when runs are paused, by whom and why: the log of events knows. */
import type { Pause } from '#engine/queue/pause.ts';
import type { Context } from '#engine/store/context.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** The pauses by run id; runs that are not paused are absent. */
export async function loadRunPauses(context: Context, ids: readonly string[]): Promise<Map<string, Pause>> {
  const rows = await transaction(context.database, context.tenantId, (tx) => readRunPauses(tx, ids));
  return new Map(rows.map(({ id, since, by, reason }) => [id, { since, by, reason }]));
}

/** The pauses of those of the runs that are paused, each with the name of its workflow. */
export async function readRunPauses(
  tx: Transaction,
  runIds: readonly string[],
): Promise<(Pause & { id: string; workflow: string })[]> {
  return await tx.client.$queryRaw<(Pause & { id: string; workflow: string })[]>(Prisma.sql`/* read_run_pauses */
    select r.id, w.name as workflow, e.at as since, e.actor as by, r.reason
    from runs r
    join workflows w on w.tenant_id = r.tenant_id and w.id = r.workflow_id
    left join lateral (
      select at, actor from events where run_id = r.id and type = 'run.paused' order by seq desc limit 1
    ) e on true
    where r.tenant_id = ${tx.tenantId}::uuid and r.id = any(${uuidArray(runIds)}::text::uuid[]) and r.state = 'PAUSED'`);
}
