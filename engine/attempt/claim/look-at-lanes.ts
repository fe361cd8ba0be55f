/**
 * What the lanes of locked tenants have to offer and what there is room for: counted from the rows themselves, because a
 * counter could drift and a count cannot.
 */
import { readRate } from '#domain/rate/rate.ts';
import { noId } from '#domain/value/ids.ts';
import type { Json } from '#domain/value/json.ts';
import { isSuspect } from '#engine/queue/crash-suspects.ts';
import { isInLine } from '#engine/queue/place-in-line.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { candidatesOf, isOfNoPausedRun, laneFacts, namedLanes, nextDue } from './claim-statement.ts';
import { type RateView, readStarts } from './count-starts.ts';
import { type LaneAsk, type LaneFacts, readFacts } from './lane-asks.ts';

export type LookedAt = {
  lanes: LaneView[];
  /** In the order of their lanes, and in each in the order of the line. */
  candidates: Offer[];
};

export type LaneView = {
  queueId: string;
  facts: LaneFacts;
  /** How many more of it may run; null when it has no cap. */
  room: number | null;
  tenantRoom: number | null;
  /** Its rate and the one of its tenant; null where there is none. */
  rate: RateView | null;
  tenantRate: RateView | null;
  nextDueInMs: number | null;
};

/** A job that may be taken if there is room for it. */
export type Offer = {
  id: string;
  tenantId: string;
  queueId: string;
  rank: number;
  needs: { gate: string; amount: number }[];
};

type Row = {
  lanes: string | null;
  offers: string | null;
  rooms: string | null;
  tenant_rooms: string | null;
  rates: string | null;
  now_ms: number;
};
type RateRow = [tenantId: string, ownerId: string, rate: Json, seenMs: number | null, slices: Json];
type OfferRow = [id: string, tenantId: string, queueId: string, rank: number, needs: Offer['needs'] | null];
type LaneRow = [queueId: string, facts: Json, nextDueInMs: number | null];

/** Looks at the lanes; the caller holds the claim locks of their tenants. */
export async function lookAtLanes(
  client: Asking,
  { asks, queues }: { asks: readonly LaneAsk[]; queues: readonly string[] },
): Promise<LookedAt> {
  const [row] = await client.$queryRaw<Row[]>(Prisma.sql`/* look_at_lanes */
    with asked as materialized (
      ${namedLanes(asks)}
    ),
    shared as materialized (
      select q.id, q.tenant_id, q.rate, a.count, a.is_ready, a.is_due, q.concurrency - case when q.concurrency is null then 0 else (
        select count(*)
        from (select from jobs where tenant_id = q.tenant_id and queue_id = q.id and state = 'RUNNING' limit q.concurrency) j
      ) end as room
      from asked a
      join queues q on q.id = a.queue_id
      where not q.paused and (${queues.length} = 0 or q.name = any(${[...queues]}::text[]))
    ),
    tenant_rooms as materialized (
      select t.id, t.max_running_jobs - (
        select count(*)
        from (select from jobs where tenant_id = t.id and state = 'RUNNING' limit t.max_running_jobs) j
      ) as room
      from tenants t
      where t.id in (select tenant_id from shared) and t.max_running_jobs is not null
    ),
    roomy as materialized (
      select s.id, s.tenant_id, s.is_ready, s.is_due,
        least(s.count, s.room, (select t.room from tenant_rooms t where t.id = s.tenant_id))::int as count
      from shared s
    ),
    offers as (
      select l.tenant_id, l.id as queue_id, j.*
      from roomy l
      cross join lateral (${candidatesOf(true)}) j
      where l.count > 0
    )
    select
      (select json_agg(json_build_array(j.id, j.tenant_id, o.queue_id, o.rank, j.needs))::text from offers o join jobs j on j.ctid = o.place) as offers,
      (select json_agg(json_build_array(a.queue_id, ${laneFacts(queues)}, ${nextDue}))::text from asked a) as lanes,
      (select json_agg(json_build_array(id, room))::text from shared) as rooms,
      (select json_agg(json_build_array(id, room))::text from tenant_rooms) as tenant_rooms,
      (select json_agg(json_build_array(r.tenant_id, r.owner_id, r.rate, s.seen_ms, s.slices))::text
        from (
          select tenant_id, id as owner_id, rate from shared where rate is not null
          union all
          select id, id, rate from tenants where id in (select tenant_id from shared) and rate is not null
        ) r
        left join rate_starts s on s.tenant_id = r.tenant_id and s.owner_id = r.owner_id) as rates,
      (extract(epoch from now()) * 1000)::float8 as now_ms`);
  const lanes: LaneRow[] = JSON.parse(row?.lanes ?? '[]');
  const offers: OfferRow[] = JSON.parse(row?.offers ?? '[]');
  const rooms = new Map<string, number | null>(JSON.parse(row?.rooms ?? '[]'));
  const tenantRooms = new Map<string, number>(JSON.parse(row?.tenant_rooms ?? '[]'));
  const rates = readRates(JSON.parse(row?.rates ?? '[]'), row?.now_ms ?? 0);
  return {
    lanes: lanes.flatMap(([queueId, told, nextDueInMs]) => {
      const facts = readFacts(told);
      if (facts === null) return [];
      const { tenantId } = facts.shape;
      const room = rooms.get(queueId) ?? null;
      const tenantRoom = tenantRooms.get(tenantId) ?? null;
      const [rate, tenantRate] = [rates.get(queueId) ?? null, rates.get(tenantId) ?? null];
      return [{ queueId, facts, room, tenantRoom, rate, tenantRate, nextDueInMs }];
    }),
    candidates: offers.map(readOffer),
  };
}

function readRates(rows: readonly RateRow[], nowMs: number): Map<string, RateView> {
  return new Map(
    rows.flatMap(([tenantId, ownerId, stored, seenMs, slices]) => {
      const rate = readRate(stored);
      if (rate === null) return [];
      const kind = ownerId === tenantId ? ('TENANT' as const) : ('QUEUE' as const);
      return [[ownerId, { tenantId, ownerId, kind, rate, starts: readStarts(seenMs, slices), nowMs }] as const];
    }),
  );
}

function readOffer([id, tenantId, queueId, rank, needs]: OfferRow): Offer {
  return { id, tenantId, queueId, rank, needs: needs ?? [] };
}

/** The oldest jobs behind this one that have killed workers, of the queues that are served and open. */
export async function findSuspects(
  client: Asking,
  { queues, after = noId, limit }: { queues: readonly string[]; after?: string | undefined; limit: number },
): Promise<Offer[]> {
  const [row] = await client.$queryRaw<Pick<Row, 'offers'>[]>(Prisma.sql`/* find_suspects */
    select json_agg(json_build_array(id, tenant_id, queue_id, rank, needs) order by id)::text as offers
    from (
      select j.id, j.tenant_id, j.queue_id, j.rank, j.needs
      from jobs j
      join queues q on q.id = j.queue_id
      where j.state = 'PENDING' and j.${isSuspect} and j.id > ${after}::uuid and j.${isInLine} and not q.paused
        and (${queues.length} = 0 or q.name = any(${[...queues]}::text[]))
        and ${isOfNoPausedRun}
      order by j.id
      limit ${limit}
    ) s`);
  const offers: OfferRow[] = JSON.parse(row?.offers ?? '[]');
  return offers.map(readOffer);
}
