/** How many more jobs may wait in tenants with a cap: what the planner asks before it makes some. */
import type { Statements } from '#engine/store/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { isNoSuspect } from './crash-suspects.ts';

/** Takes one place in the tenant's cap; false when there is none left. */
export type TakeRoom = (tenantId: string) => boolean;

/** Counts the room of those tenants that have a cap; the others have room for everything. */
export async function readQueuedRoom(client: Statements, tenantIds: readonly string[]): Promise<TakeRoom> {
  const rows = await client.$queryRaw<{ id: string; room: number }[]>(Prisma.sql`/* read_queued_room */
    select t.id, (t.max_queued_jobs - coalesce(sum(w.waiting), 0))::int as room
    from unnest(${[...tenantIds]}::uuid[]) as wanted (id)
    join tenants t on t.id = wanted.id and t.max_queued_jobs is not null
    left join queues q on q.tenant_id = t.id
    left join lateral (
      select (select count(*) from jobs j where j.queue_id = q.id and j.state = 'PENDING' and ${isNoSuspect})
        + (select count(*) from jobs j where j.queue_id = q.id and j.state = 'SCHEDULED') as waiting
    ) w on true
    group by t.id`);
  const room = new Map(rows.map((row) => [row.id, row.room]));
  return (tenantId) => {
    const left = room.get(tenantId);
    if (left === undefined) return true;
    room.set(tenantId, left - 1);
    return left > 0;
  };
}
