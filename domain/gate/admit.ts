/**
 * Who goes next, where only so many may: the candidates of a tenant in the order of their rank, against the room of the
 * tenant, of their queues and of the gates that they need. A job takes all that it needs at once or nothing, so no two
 * can wait for each other in a circle.
 */
import { assert } from '#domain/unreachable.ts';
import type { Need } from './need.ts';

/** A job that could be taken; the older id stands first where ranks are the same. */
export type Candidate = { id: string; queueId: string; rank: number; needs: readonly Need[] };

/** How full a gate is, and who stands first among those that wait at it already. */
export type GateRoom = {
  /** Null where nothing limits. */
  capacity: number | null;
  held: number;
  firstWaiting: { rank: number; id: string } | null;
};

export type Admitting = {
  candidates: readonly Candidate[];
  /** How many jobs may be taken in all: what the tenant and the slots of the worker leave. */
  tenantRoom: number;
  /** By queue; one that is absent has no cap. */
  queueRoom: ReadonlyMap<string, number>;
  /** By id; one that is absent is gone and holds nobody up. */
  gates: ReadonlyMap<string, GateRoom>;
};

export type Admission = {
  taken: string[];
  /** Whose gate is full, or was asked for earlier by another: the first such gate of each. */
  parked: { jobId: string; gateId: string }[];
  /** Whose queue or tenant is full: they stay where they stand. */
  left: string[];
};

/** Decides about each candidate once. Pure: what it says holds as long as nobody else takes anything of this tenant. */
export function admit({ candidates, tenantRoom, queueRoom, gates }: Admitting): Admission {
  const admission: Admission = { taken: [], parked: [], left: [] };
  const room = { tenant: tenantRoom, ofQueue: new Map(queueRoom) };
  const added = new Map<string, number>();
  // Whoever is sent to wait at a gate is not overtaken there by those behind, though less might do for them.
  const shut = new Set<string>();
  for (const job of candidates) {
    const ofQueue = room.ofQueue.get(job.queueId) ?? Number.POSITIVE_INFINITY;
    if (room.tenant <= 0 || ofQueue <= 0) {
      admission.left.push(job.id);
      continue;
    }
    const gateId = job.needs.find((need) => shut.has(need.gate) || !fits(need, job, { gates, added }))?.gate;
    if (gateId !== undefined) {
      shut.add(gateId);
      admission.parked.push({ jobId: job.id, gateId });
      continue;
    }
    for (const { gate, amount } of job.needs) added.set(gate, (added.get(gate) ?? 0) + amount);
    room.tenant -= 1;
    room.ofQueue.set(job.queueId, ofQueue - 1);
    admission.taken.push(job.id);
  }
  return admission;
}

type Standing = { gates: ReadonlyMap<string, GateRoom>; added: ReadonlyMap<string, number> };

function fits({ gate, amount }: Need, job: Candidate, { gates, added }: Standing): boolean {
  assert(amount > 0, 'a need is more than nothing');
  const found = gates.get(gate);
  if (found === undefined || found.capacity === null) return true;
  const { firstWaiting } = found;
  if (firstWaiting !== null && standsBefore(firstWaiting, job)) return false;
  return found.held + (added.get(gate) ?? 0) + amount <= found.capacity;
}

function standsBefore(one: { rank: number; id: string }, other: { rank: number; id: string }): boolean {
  return one.rank < other.rank || (one.rank === other.rank && one.id < other.id);
}
