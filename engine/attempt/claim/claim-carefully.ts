/**
 * Claims what must be counted, or holds something while it runs: under the locks of the tenants, so that a limit holds at
 * every instant. Three steps, each a statement with a snapshot of its own: the locks, a look, and the taking of what the
 * domain admits; the first two go in one packet. A tenant whose lock is in other
 * hands is left for the next claim: nobody waits, so there is no circle.
 */
import { admit } from '#domain/gate/admit.ts';
import { parkJobs } from '#engine/gate/park-jobs.ts';
import { type GateView, openGates } from '#engine/gate/read-gates.ts';
import { type GateOf, wakeGates } from '#engine/gate/wake-gates.ts';
import { tryTenantClaims } from '#engine/queue/lock-tenant-claims.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import type { Database } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { afterRaces } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type ClaimedJob, readClaimed } from './claimed-job.ts';
import { type RateView, roomUnder, startsCounted } from './count-starts.ts';
import type { LaneAnswer, LaneAsk, LaneClaimed } from './lane-asks.ts';
import { findSuspects, type LaneView, type LookedAt, lookAtLanes, type Offer } from './look-at-lanes.ts';
import { holdsOfTaken, takeChosen, takenJobs } from './take-jobs.ts';

export type CarefulClaim = {
  workerId: string;
  queues: readonly string[];
  /** The tenant of each is known. */
  asks: readonly (LaneAsk & { tenantId: string })[];
};

/** A gate at which there is room after a while, and somebody waits for it. */
export type GateDue = GateOf & { inMs: number };

export type CarefullyClaimed = LaneClaimed & {
  /** Nobody tells when a rate has room again: whoever claimed comes back to wake those that wait for it. */
  gatesDue: GateDue[];
  /** Queues in which jobs stand in line again that had waited at a gate. */
  woken: string[];
};

/** Claims from the lanes as far as there is room in their queue, in their tenant and at the gates that they need. */
export async function claimCarefully(database: Database, claim: CarefulClaim): Promise<CarefullyClaimed> {
  const { parkedAt, ...claimed } = await afterRaces(() => claimOnce(database, claim));
  // Whoever held a gate may have ended just before a job was sent to wait at it: it is looked at once more.
  const { queueIds } = await wakeGates(database.direct, parkedAt);
  return { ...claimed, woken: queueIds };
}

async function claimOnce(
  database: Database,
  { asks, queues, workerId }: CarefulClaim,
): Promise<Omit<CarefullyClaimed, 'woken'> & { parkedAt: GateOf[] }> {
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
    const { admitted, parked, rates, gatesDue } = await admitAll(client, look);
    const [jobs] = await Promise.all([take(client, { workerId, admitted, rates }), park(client, parked), commit()]);
    const known = asks.filter(({ tenantId }) => locked.has(tenantId));
    return {
      jobs,
      lanes: answersOf({ asks: known, look, jobs }),
      leftBusy: known.length < asks.length || jobs.length < admitted.length,
      gatesDue,
      parkedAt: [...new Map(parked.map(({ tenantId, gateId }) => [gateId, { tenantId, gateId }])).values()],
    };
  });
}

function tenantsOf(of: readonly { tenantId: string }[]): string[] {
  return [...new Set(of.map(({ tenantId }) => tenantId))].sort();
}

// Suspects that are looked at for one that may run.
const suspectsLookedAtMax = 20;

export type SuspectClaimed = LaneClaimed & {
  /** The last of those that were looked at, when there are more behind it; the next claim goes on there. */
  lookedTo: string | undefined;
};

/**
 * Claims one of the jobs that have killed workers: the oldest behind this one for which there is room. Those without room
 * hold up nobody behind them.
 */
export async function claimSuspect(
  database: Database,
  { workerId, queues, after }: Omit<CarefulClaim, 'asks'> & { after?: string | undefined },
): Promise<SuspectClaimed> {
  const claim = async (client: Asking, commit: () => Promise<unknown>) => {
    const suspects = await findSuspects(client, { queues, after, limit: suspectsLookedAtMax });
    const asks = [...new Set(suspects.map(({ queueId }) => queueId))].map(
      (queueId): LaneAsk => ({ queueId, count: 0, isReady: false, isDue: false, isKnown: true, isPlain: false }),
    );
    const [locked, { lanes }] = await Promise.all([
      tryTenantClaims(client, tenantsOf(suspects)),
      lookAtLanes(client, { asks, queues }),
    ]);
    const free = suspects.filter(({ tenantId }) => locked.has(tenantId));
    // A queue that was paused since they were found says so now, under the lock.
    const open = new Set(lanes.flatMap(({ queueId, facts }) => (facts.isOpen ? [queueId] : [])));
    const candidates = free.filter(({ queueId }) => open.has(queueId));
    const { admitted, rates } = await admitAll(client, { lanes, candidates });
    const [jobs] = await Promise.all([take(client, { workerId, admitted: admitted.slice(0, 1), rates }), commit()]);
    const lookedTo = suspects.length < suspectsLookedAtMax ? undefined : suspects.at(-1)?.id;
    return { jobs, lanes: [], leftBusy: free.length < suspects.length, lookedTo };
  };
  return await afterRaces(() => database.inPackets(claim));
}

type Admitted = {
  admitted: Offer[];
  parked: { tenantId: string; jobId: string; gateId: string }[];
  /** Under which what is taken is counted. */
  rates: RateView[];
  gatesDue: GateDue[];
};

async function admitAll(client: Asking, { candidates, lanes }: LookedAt): Promise<Admitted> {
  const priorityOf = new Map(lanes.map(({ queueId, facts }) => [queueId, facts.shape.priority]));
  const queueRoom = new Map(lanes.map(({ queueId, room, rate }) => [queueId, leastRoom(room, rate)] as const));
  const tenantRooms = new Map(
    lanes.map(({ facts, tenantRoom, tenantRate }) => [facts.shape.tenantId, leastRoom(tenantRoom, tenantRate)]),
  );
  const rates = lanes.flatMap(({ rate, tenantRate }) => [rate, tenantRate].filter((view) => view !== null));
  const all: Admitted = {
    admitted: [],
    parked: [],
    rates: [...new Set(rates)],
    gatesDue: [],
  };
  for (const [tenantId, unsorted] of Map.groupBy(candidates, (offer) => offer.tenantId)) {
    const inOrder = unsorted.sort((a, b) => {
      const byPriority = (priorityOf.get(b.queueId) ?? 0) - (priorityOf.get(a.queueId) ?? 0);
      return byPriority || a.rank - b.rank || (a.id < b.id ? -1 : 1);
    });
    const gates = await openGates(client, { tenantId, needs: inOrder.flatMap((offer) => offer.needs) });
    const tenantRoom = tenantRooms.get(tenantId) ?? Number.POSITIVE_INFINITY;
    const { taken, parked } = admit({ candidates: inOrder, tenantRoom, queueRoom, gates });
    const isTaken = new Set(taken);
    const admitted = inOrder.filter(({ id }) => isTaken.has(id));
    all.admitted.push(...admitted);
    all.parked.push(...parked.map((one) => ({ tenantId, ...one })));
    const ofGates = ratesOfGates(tenantId, gates);
    all.rates.push(...ofGates.map(({ view }) => view));
    const parkedAt = new Set(parked.map(({ gateId }) => gateId));
    for (const { view, isWaitedAt } of ofGates) {
      if (!isWaitedAt && !parkedAt.has(view.ownerId)) continue;
      const started = admitted.filter(({ needs }) => needs.some(({ gate }) => gate === view.ownerId)).length;
      const inMs = roomUnder(view, started).nextInMs ?? 0;
      all.gatesDue.push({ tenantId, gateId: view.ownerId, inMs });
    }
  }
  return all;
}

function leastRoom(room: number | null, rate: RateView | null): number {
  return Math.min(room ?? Number.POSITIVE_INFINITY, rate === null ? Number.POSITIVE_INFINITY : roomUnder(rate).room);
}

type GateRate = { view: RateView; isWaitedAt: boolean };

function ratesOfGates(tenantId: string, gates: ReadonlyMap<string, GateView>): GateRate[] {
  return [...gates].flatMap(([ownerId, { rate, firstWaiting }]) => {
    if (rate === undefined) return [];
    return [{ view: { tenantId, ownerId, kind: 'GATE' as const, ...rate }, isWaitedAt: firstWaiting !== null }];
  });
}

// All in one go: the commit goes with them.
async function park(client: Asking, parked: Admitted['parked']): Promise<void> {
  const byTenant = Map.groupBy(parked, (one) => one.tenantId);
  await Promise.all([...byTenant].map(([tenantId, jobs]) => parkJobs(client, { tenantId, jobs })));
}

type Row = { jobs: string | null; now_ms: number };

type Taking = { workerId: string; admitted: readonly Offer[]; rates: readonly RateView[] };

async function take(client: Asking, { workerId, admitted, rates }: Taking): Promise<ClaimedJob[]> {
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
    ${takeChosen({ workerId, slots: admitted.length })}
    ${admitted.some(({ needs }) => needs.length > 0) ? Prisma.sql`, ${holdsOfTaken}` : Prisma.empty}
    ${rates.length > 0 ? Prisma.sql`, ${startsCounted(rates)}` : Prisma.empty}
    select ${takenJobs}`);
  if (row === undefined || row.jobs === null) return [];
  return readClaimed(row.jobs, { workerId, claimedAtMs: row.now_ms });
}

type Answering = {
  asks: CarefulClaim['asks'];
  look: LookedAt;
  jobs: readonly ClaimedJob[];
};

function answersOf({ asks, look, jobs }: Answering): LaneAnswer[] {
  const views = new Map(look.lanes.map((lane) => [lane.queueId, lane]));
  const offers = Map.groupBy(look.candidates, ({ queueId }) => queueId);
  const taken = Map.groupBy(jobs, ({ queueId }) => queueId);
  const ofTenants = Map.groupBy(jobs, ({ tenantId }) => tenantId);
  return asks.map((ask) => {
    const view = views.get(ask.queueId);
    const offered = offers.get(ask.queueId) ?? [];
    const count = taken.get(ask.queueId)?.length ?? 0;
    const used = { ofQueue: count, ofTenant: ofTenants.get(ask.tenantId)?.length ?? 0 };
    const isFull = view !== undefined && hasNoRoom(view, used);
    const roomInMs = view === undefined ? null : nextRoomIn(view, used);
    // No more are looked at than there is room for; those that were sent to a gate took none of it.
    const lookedAt = Math.min(ask.count, view?.room ?? ask.count, view?.tenantRoom ?? ask.count);
    const hasMore = isFull || roomInMs !== null || offered.length >= lookedAt || count < offered.length;
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
      isPlain: false,
      isFull,
      roomInMs,
    };
  });
}

type Used = { ofQueue: number; ofTenant: number };

function hasNoRoom({ room, tenantRoom }: LaneView, { ofQueue, ofTenant }: Used): boolean {
  return (room !== null && room <= ofQueue) || (tenantRoom !== null && tenantRoom <= ofTenant);
}

function nextRoomIn({ rate, tenantRate }: LaneView, { ofQueue, ofTenant }: Used): number | null {
  const own = rate === null ? null : roomUnder(rate, ofQueue).nextInMs;
  const ofAll = tenantRate === null ? null : roomUnder(tenantRate, ofTenant).nextInMs;
  return own === null && ofAll === null ? null : Math.max(own ?? 0, ofAll ?? 0);
}
