/** Room for the jobs that the planner is about to make, of many tenants at once: taken in memory, stored when it is known how much. */
import { assert } from '#domain/unreachable.ts';
import type { Statements } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { countRoom, shareQueuedCaps, takeRoom } from './queued-room.ts';

/** Takes one place in the tenant's cap; false when there is none left. */
export type TakeRoom = (tenantId: string) => boolean;

export type PlannedRoom = {
  take: TakeRoom;
  /** Stores what was taken. */
  store: () => Promise<void>;
};

/** Has the room of those tenants in hand that have a cap; the others have room for everything. `wanted`: how much each may need. */
export async function openPlannedRoom(client: Statements, wanted: ReadonlyMap<string, number>): Promise<PlannedRoom> {
  const left = new Map<string, number>();
  const taken = new Map<string, number>();
  const tenantIds = [...wanted.keys()].toSorted();
  await shareQueuedCaps(client, tenantIds);
  for (const { tenantId, room } of await readRooms(client, tenantIds)) {
    const isEnough = room >= (wanted.get(tenantId) ?? 0);
    left.set(tenantId, isEnough ? room : (await countRoom(client, tenantId)).room);
  }
  return {
    take: (tenantId) => {
      const room = left.get(tenantId);
      if (room === undefined) return true;
      if (room <= 0) return false;
      left.set(tenantId, room - 1);
      taken.set(tenantId, (taken.get(tenantId) ?? 0) + 1);
      return true;
    },
    store: async () => {
      for (const [tenantId, more] of taken)
        assert((await takeRoom(client, tenantId, more)).isTaken, 'room that is in hand is there');
    },
  };
}

/** How much room capped tenants have, in hand of this transaction. */
async function readRooms(
  client: Statements,
  tenantIds: readonly string[],
): Promise<{ tenantId: string; room: number }[]> {
  // Two statements: what the second one reads is younger than every lock that was waited for. Room that is made meanwhile is
  // in nobody's hand.
  const held = await client.$queryRaw<{ tenantId: string }[]>(Prisma.sql`/* lock_queued_rooms */
    select tenant_id as "tenantId" from queued_room where tenant_id = any(${uuidArray(tenantIds)}::text::uuid[]) order by tenant_id, part for update`);
  return await client.$queryRaw<{ tenantId: string; room: number }[]>(Prisma.sql`/* read_queued_rooms */
    select t.id as "tenantId", coalesce(sum(q.room), 0)::int as room
    from tenants t
    left join queued_room q on q.tenant_id = t.id and q.cap = t.max_queued_jobs
      and q.tenant_id = any(${uuidArray([...new Set(held.map(({ tenantId }) => tenantId))])}::text::uuid[])
    where t.id = any(${uuidArray(tenantIds)}::text::uuid[]) and t.max_queued_jobs is not null
    group by t.id
    order by t.id`);
}
