/**
 * Puts the first of those that wait at gates back in the line of their queues, as many as there is room for. Needs no
 * lock: who is let in is decided by the claim, and who was woken in vain waits again where they stood.
 */
import { gateBounds } from '#domain/bounds/gate.ts';
import { rankInLine } from '#engine/queue/place-in-line.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { amountNeeded, gateCapacity, gateHeld } from './gate-capacity.ts';

export type GateOf = { tenantId: string; gateId: string };

// Said so that PostgreSQL finds the jobs by their ids: of an index over all that wait it would believe that it is short.
const isAtGate = Prisma.sql`(j.gate_id is not null) is true`;

/** The queues in which jobs stand again, and how many. */
export type Woken = { jobs: number; queueIds: string[] };

/**
 * Looks at as many as there is room for; a thorough look also finds those behind jobs that need more than there will ever
 * be. Nobody is put before somebody who waits at the same gate for longer, unless that one needs more than there is.
 */
export async function wakeGates(
  client: Asking,
  gates: readonly GateOf[],
  { isThorough = false }: { isThorough?: boolean } = {},
): Promise<Woken> {
  if (gates.length === 0) return { jobs: 0, queueIds: [] };
  const rows = await client.$queryRaw<{ queue_id: string }[]>(Prisma.sql`/* wake_gates */
    with asked as materialized (
      select g.tenant_id, g.id, ${gateCapacity} as capacity, ${gateHeld} as held
      from rows from (
        unnest(${uuidArray(gates.map(({ tenantId }) => tenantId))}::text::uuid[]),
        unnest(${uuidArray(gates.map(({ gateId }) => gateId))}::text::uuid[])
      ) as w (tenant_id, id)
      join gates g on g.tenant_id = w.tenant_id and g.id = w.id
    ),
    fitting as (
      select g.tenant_id, f.id, g.capacity - g.held as room, sum(f.amount) over (partition by g.id order by f.rank, f.id) as wanted
      from asked g
      cross join lateral (
        select j.id, j.rank, ${amountNeeded} as amount
        from (
          select id, rank, needs
          from jobs
          where tenant_id = g.tenant_id and gate_id = g.id
          order by rank, id
          limit ${isThorough ? gateBounds.thoroughLookMax : Prisma.sql`least(${gateBounds.wakesPerGateMax}::int, coalesce(g.capacity - g.held, ${gateBounds.wakesPerGateMax}::int))`}
        ) j
      ) f
      where f.amount <= coalesce(g.capacity, f.amount) and (g.capacity is null or g.held < g.capacity)
    ),
    woken as materialized (
      select o.tenant_id, o.id
      from (select * from fitting where room is null or wanted <= room order by tenant_id, id) f
      cross join lateral (
        select tenant_id, id
        from jobs j
        where tenant_id = f.tenant_id and id = f.id and ${isAtGate}
        for update skip locked
      ) o
    )
    update jobs j
    set rank = ${rankInLine}, gate_id = null, reason_code = null, reason = null
    from woken w
    where j.tenant_id = w.tenant_id and j.id = w.id and ${isAtGate}
    returning j.queue_id`);
  return { jobs: rows.length, queueIds: [...new Set(rows.map((row) => row.queue_id))] };
}
