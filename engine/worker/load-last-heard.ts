/** When queues were last heard of by somebody who serves them, for a whole page at once. */
import type { Context } from '#engine/store/context.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** The last heartbeat of any worker that serves the queue, and whether one of them is live. */
export type LastHeard = { id: string; at: Date; isLive: boolean };

/** By queue id; a queue is left out when nobody remembers a worker that served it. */
export async function loadLastHeard(context: Context, queueIds: readonly string[]): Promise<Map<string, LastHeard>> {
  if (queueIds.length === 0) return new Map();
  const rows = await transaction(context.database, context.tenantId, (tx) =>
    tx.client.$queryRaw<LastHeard[]>(Prisma.sql`/* load_last_heard */
      select q.id, max(w.last_seen_at) as at, bool_or(w.state = 'LIVE' and w.lease_until > ${tx.now}) as "isLive"
      from queues q
      join workers w on w.queues = '{}' or q.name = any(w.queues)
      where q.tenant_id = ${tx.tenantId}::uuid and q.id = any(${uuidArray(queueIds)}::text::uuid[])
      group by q.id`),
  );
  return new Map(rows.map((row) => [row.id, row]));
}
