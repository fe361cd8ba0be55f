/** How full gates are, for whoever decides about jobs under the claim lock of their tenant. */
import { gateBounds } from '#domain/bounds/gate.ts';
import type { GateRoom } from '#domain/gate/admit.ts';
import type { Need } from '#domain/gate/need.ts';
import { type Rate, readRate } from '#domain/rate/rate.ts';
import type { Slice, Starts } from '#domain/rate/starts.ts';
import { rateRoom } from '#domain/rate/starts.ts';
import type { Json } from '#domain/value/json.ts';
import { asideBy } from '#engine/queue/place-in-line.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { amountNeeded, gateCapacity, gateHeld, gateRate } from './gate-capacity.ts';

type Row = {
  id: string;
  capacity: number | null;
  held: number;
  first_rank: number | null;
  first_id: string | null;
  rate: Json;
  seen_ms: number | null;
  slices: readonly Slice[] | null;
  now_ms: number;
};

/** A gate, and what started lately when it is a rate. */
export type GateView = GateRoom & { rate?: { rate: Rate; starts: Starts | null; nowMs: number } };

/**
 * By id. A mutex or a key that is gone, because nobody used it for long, is made again first; another one that is not
 * there is absent. The caller holds the claim lock of the tenant, under which they are removed.
 */
export async function openGates(
  client: Asking,
  { tenantId, needs }: { tenantId: string; needs: readonly Need[] },
): Promise<Map<string, GateView>> {
  const asked = { tenantId, gateIds: needs.map(({ gate }) => gate) };
  const gates = await readGates(client, asked);
  const gone = needs.filter(({ gate, kind }) => kind !== undefined && !gates.has(gate));
  if (gone.length === 0) return gates;
  const rows = [...new Map(gone.map((need) => [need.gate, need])).values()];
  await client.$executeRaw(Prisma.sql`/* make_gates_again */
    insert into gates (tenant_id, id, kind, key, owner_id, capacity, is_named)
    select ${tenantId}::uuid, gate, kind, key, owner, 1, true
    from json_to_recordset(${JSON.stringify(rows)}::json) as n (gate uuid, kind text, key text, owner uuid)
    order by gate
    on conflict do nothing`);
  return await readGates(client, asked);
}

/**
 * By id; one that is not there is absent. First in the line of a gate is whoever stands there and could ever be let in:
 * a job that needs more than there is holds nobody up.
 */
async function readGates(
  client: Asking,
  { tenantId, gateIds }: { tenantId: string; gateIds: readonly string[] },
): Promise<Map<string, GateView>> {
  if (gateIds.length === 0) return new Map();
  const rows = await client.$queryRaw<Row[]>(Prisma.sql`/* read_gates */
    with asked as materialized (
      select g.tenant_id, g.id, ${gateCapacity} as capacity, ${gateHeld} as held, ${gateRate} as rate
      from gates g
      where g.tenant_id = ${tenantId}::uuid and g.id = any(${uuidArray([...new Set(gateIds)])}::text::uuid[])
    )
    select g.id, g.capacity, g.held, (f.rank - ${asideBy})::float8 as first_rank, f.id as first_id,
      g.rate, s.seen_ms, s.slices, (extract(epoch from now()) * 1000)::float8 as now_ms
    from asked g
    left join rate_starts s on g.rate is not null and s.tenant_id = g.tenant_id and s.owner_id = g.id
    left join lateral (
      select j.id, j.rank
      from (
        select id, rank, needs
        from jobs
        where tenant_id = g.tenant_id and gate_id = g.id
        order by rank, id
        limit ${gateBounds.waitingLookedAtMax}
      ) j
      where ${amountNeeded} <= coalesce(g.capacity, 2147483647)
      order by j.rank, j.id
      limit 1
    ) f on true`);
  return new Map(rows.map((row) => [row.id, viewOf(row)]));
}

function viewOf({ capacity, held, first_rank: rank, first_id: firstId, ...row }: Row): GateView {
  const firstWaiting = rank === null || firstId === null ? null : { rank, id: firstId };
  const rate = readRate(row.rate);
  if (rate === null) return { capacity, held, firstWaiting };
  const starts = row.seen_ms === null ? null : { seenMs: row.seen_ms, slices: row.slices ?? [] };
  const { room } = rateRoom(rate, starts, row.now_ms);
  return { capacity: rate.max, held: rate.max - room, firstWaiting, rate: { rate, starts, nowMs: row.now_ms } };
}
