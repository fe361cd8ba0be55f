/**
 * Claims what must be counted, or holds something while it runs: under the locks of the tenants, so that a limit holds at
 * every instant. Three steps, each a statement with a snapshot of its own: the locks, a look, and the taking of what the
 * domain admits; the first two go in one packet. A tenant whose lock is in other
 * hands is left for the next claim: nobody waits, so there is no circle.
 */
import { admit } from '#domain/gate/admit.ts';
import { parkJobs } from '#engine/gate/park-jobs.ts';
import { openGates } from '#engine/gate/read-gates.ts';
import { type GateOf, wakeGates } from '#engine/gate/wake-gates.ts';
import { tryTenantClaims } from '#engine/queue/lock-tenant-claims.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import type { Database } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { afterRaces } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { LaneClaimed } from './claim-jobs.ts';
import { type ClaimedJob, readClaimed } from './claimed-job.ts';
import type { LaneAnswer, LaneAsk } from './lane-asks.ts';
import { findSuspects, type LaneView, type LookedAt, lookAtLanes, type Offer } from './look-at-lanes.ts';
import { holdsOfTaken, takeChosen, takenJobs } from './take-jobs.ts';

export type CarefulClaim = {
  workerId: string;
  queues: readonly string[];
  /** The tenant of each is known. */
  asks: readonly (LaneAsk & { tenantId: string })[];
};

/** Claims from the lanes as far as there is room in their queue, in their tenant and at the gates that they need. */
export async function claimCarefully(database: Database, claim: CarefulClaim): Promise<LaneClaimed> {
  const { parkedAt, ...claimed } = await afterRaces(() => claimOnce(database, claim));
  // Whoever held a gate may have ended just before a job was sent to wait at it: it is looked at once more.
  const { queueIds } = await wakeGates(database.client, parkedAt);
  for (const lane of claimed.lanes) if (queueIds.includes(lane.queueId)) lane.hasReady = true;
  return claimed;
}

async function claimOnce(
  database: Database,
  { asks, queues, workerId }: CarefulClaim,
): Promise<LaneClaimed & { parkedAt: GateOf[] }> {
  return await database.inPackets(async (client, commit) => {
    // In one packet: the look is a statement of its own, and so younger than the locks. What it says of tenants whose lock
    // is in other hands is not used.
    const [locked, seen] = await Promise.all([
      tryTenantClaims(client, tenantsOf(asks)),
      lookAtLanes(client, { asks, queues }),
    ]);
    const look = {
      lanes: seen.lanes.filter(({ facts }) => locked.has(facts.shape.tenantId)),
      candidates: seen.candidates.filter(({ tenantId }) => locked.has(tenantId)),
    };
    const { admitted, parked, left } = await admitAll(client, look);
    const [jobs] = await Promise.all([take(client, workerId, admitted), park(client, parked), commit()]);
    const known = asks.filter(({ tenantId }) => locked.has(tenantId));
    return {
      jobs,
      lanes: answersOf({ asks: known, look, jobs, left }),
      leftBusy: known.length < asks.length || jobs.length < admitted.length,
      parkedAt: [...new Map(parked.map(({ tenantId, gateId }) => [gateId, { tenantId, gateId }])).values()],
    };
  });
}

function tenantsOf(of: readonly { tenantId: string }[]): string[] {
  return [...new Set(of.map(({ tenantId }) => tenantId))].sort();
}

// Suspects that are looked at for one that may run.
const suspectsLookedAtMax = 20;

/** Claims one of the jobs that have killed workers: the oldest for which there is room. */
export async function claimSuspect(
  database: Database,
  { workerId, queues }: Omit<CarefulClaim, 'asks'>,
): Promise<LaneClaimed> {
  const claim = async (client: Asking, commit: () => Promise<unknown>) => {
    const suspects = await findSuspects(client, { queues, limit: suspectsLookedAtMax });
    const asks = [...new Set(suspects.map(({ queueId }) => queueId))].map(
      (queueId): LaneAsk => ({ queueId, count: 0, isReady: false, isDue: false, isKnown: true }),
    );
    const [locked, { lanes }] = await Promise.all([
      tryTenantClaims(client, tenantsOf(suspects)),
      lookAtLanes(client, { asks, queues }),
    ]);
    const candidates = suspects.filter(({ tenantId }) => locked.has(tenantId));
    const { admitted } = await admitAll(client, { lanes, candidates });
    const [jobs] = await Promise.all([take(client, workerId, admitted.slice(0, 1)), commit()]);
    return { jobs, lanes: [], leftBusy: candidates.length < suspects.length };
  };
  return await afterRaces(() => database.inPackets(claim));
}

type Admitted = {
  admitted: Offer[];
  parked: { tenantId: string; jobId: string; gateId: string }[];
  /** Those for which queue or tenant have no room. */
  left: ReadonlySet<string>;
};

async function admitAll(client: Asking, { candidates, lanes }: LookedAt): Promise<Admitted> {
  const priorityOf = new Map(lanes.map(({ queueId, facts }) => [queueId, facts.shape.priority]));
  const queueRoom = new Map(lanes.flatMap(({ queueId, room }) => (room === null ? [] : [[queueId, room] as const])));
  const tenantRooms = new Map(lanes.map(({ facts, tenantRoom }) => [facts.shape.tenantId, tenantRoom]));
  const all: Admitted & { left: Set<string> } = { admitted: [], parked: [], left: new Set() };
  for (const [tenantId, unsorted] of Map.groupBy(candidates, (offer) => offer.tenantId)) {
    const inOrder = unsorted.sort((a, b) => {
      const byPriority = (priorityOf.get(b.queueId) ?? 0) - (priorityOf.get(a.queueId) ?? 0);
      return byPriority || a.rank - b.rank || (a.id < b.id ? -1 : 1);
    });
    const gates = await openGates(client, { tenantId, needs: inOrder.flatMap((offer) => offer.needs) });
    const tenantRoom = tenantRooms.get(tenantId) ?? Number.POSITIVE_INFINITY;
    const { taken, parked, left } = admit({ candidates: inOrder, tenantRoom, queueRoom, gates });
    const isTaken = new Set(taken);
    all.admitted.push(...inOrder.filter(({ id }) => isTaken.has(id)));
    all.parked.push(...parked.map((one) => ({ tenantId, ...one })));
    for (const id of left) all.left.add(id);
  }
  return all;
}

// All in one go: the commit goes with them.
async function park(client: Asking, parked: Admitted['parked']): Promise<void> {
  const byTenant = Map.groupBy(parked, (one) => one.tenantId);
  await Promise.all([...byTenant].map(([tenantId, jobs]) => parkJobs(client, { tenantId, jobs })));
}

type Row = { jobs: string | null; now_ms: number };

async function take(client: Asking, workerId: string, admitted: readonly Offer[]): Promise<ClaimedJob[]> {
  if (admitted.length === 0) return [];
  const [row] = await client.$queryRaw<Row[]>(Prisma.sql`/* claim_admitted_jobs */
    with chosen as materialized (
      select j.ctid as place
      from rows from (
        unnest(${uuidArray(admitted.map(({ tenantId }) => tenantId))}::text::uuid[]),
        unnest(${uuidArray(admitted.map(({ id }) => id))}::text::uuid[])
      ) as w (tenant_id, id)
      join jobs j on j.tenant_id = w.tenant_id and j.id = w.id
    ),
    ${takeChosen({ workerId, slots: admitted.length })}${admitted.some(({ needs }) => needs.length > 0) ? Prisma.sql`, ${holdsOfTaken}` : Prisma.empty}
    select ${takenJobs}`);
  if (row === undefined || row.jobs === null) return [];
  return readClaimed(row.jobs, { workerId, claimedAtMs: row.now_ms });
}

type Answering = {
  asks: CarefulClaim['asks'];
  look: LookedAt;
  jobs: readonly ClaimedJob[];
  left: ReadonlySet<string>;
};

function answersOf({ asks, look, jobs, left }: Answering): LaneAnswer[] {
  const views = new Map(look.lanes.map((lane) => [lane.queueId, lane]));
  const offers = Map.groupBy(look.candidates, ({ queueId }) => queueId);
  const taken = Map.groupBy(jobs, ({ queueId }) => queueId);
  return asks.map((ask) => {
    const view = views.get(ask.queueId);
    const offered = offers.get(ask.queueId) ?? [];
    const count = taken.get(ask.queueId)?.length ?? 0;
    const isShut = view !== undefined && hasNoRoom(view, count);
    const hasMore = isShut || offered.length >= ask.count || count < offered.length;
    return {
      queueId: ask.queueId,
      facts: view?.facts ?? null,
      taken: count,
      hasReady: ask.isReady && hasMore,
      hasDue: ask.isDue && hasMore,
      nextDueInMs: view?.nextDueInMs ?? null,
      // A lane that offers nothing this time is looked at with care again.
      isCareful:
        view?.facts.isLimited === true || offered.length === 0 || offered.some(({ needs }) => needs.length > 0),
      isFull: isShut || offered.some(({ id }) => left.has(id)),
    };
  });
}

function hasNoRoom({ room, tenantRoom }: LaneView, taken: number): boolean {
  return (room !== null && room <= taken) || (tenantRoom !== null && tenantRoom <= taken);
}
