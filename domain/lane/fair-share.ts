/**
 * Divides what there is room for among the lanes that have work, by start-time fair queuing: between tenants by weight,
 * inside a tenant strictly by the priority of its queues, and by weight among queues of one priority. Each job that a
 * tenant starts moves its clock on by 1/weight, and whose clock is furthest behind comes next. Who had nothing to do
 * does not save it up: a clock that comes back is set to the time of those that worked meanwhile.
 *
 * See P. Goyal, H. M. Vin, H. Cheng: Start-time Fair Queuing, SIGCOMM 1996.
 */
import { Heap } from './heap.ts';

/** What decides about the share of a lane: its queue and its tenant. */
export type LaneShape = { tenantId: string; tenantWeight: number; priority: number; weight: number };

/** So many jobs of a lane. */
export type Allotment = { id: string; count: number };

// A clock stands in a heap by the time it had when it was put there: one whose `stamp` has moved on is passed over.
type Clock = { time: number; weight: number; stamp: number };
type Lane = Clock & { id: string; shape: LaneShape };
type Group = { priority: number; now: number; heap: Heap<Entry<Lane>>; open: number; ahead: Ahead };
type Tenant = Clock & { id: string; groups: Group[]; open: number };
// The times of clocks that have nothing to do, as long as they are ahead of the others.
type Ahead = Map<string, number>;
type Entry<T extends Clock> = { clock: T; time: number; stamp: number };

export class FairShare {
  readonly #lanes = new Map<string, Lane>();
  readonly #tenants = new Map<string, Tenant>();
  readonly #ahead: Ahead = new Map();
  readonly #heap = new Heap<Entry<Tenant>>((entry) => entry.time);
  #now = 0;

  /** How many lanes are open. */
  get size(): number {
    return this.#lanes.size;
  }

  has(id: string): boolean {
    return this.#lanes.has(id);
  }

  /** The lane has work, or its shape is another now. */
  open(id: string, shape: LaneShape): void {
    const known = this.#lanes.get(id);
    if (known !== undefined && isSame(known.shape, shape)) return;
    if (known !== undefined) this.close(id);
    const tenant = this.#tenantOf(shape);
    const group = groupOf(tenant, shape.priority);
    const time = resumed(group, id);
    const lane: Lane = { id, shape, time, weight: shape.weight, stamp: 0 };
    this.#lanes.set(id, lane);
    group.open += 1;
    tenant.open += 1;
    enter(group.heap, lane);
    if (tenant.open === 1) {
      tenant.time = Math.max(this.#now, tenant.time);
      enter(this.#heap, tenant);
    }
  }

  /** The lane has no work. */
  close(id: string): void {
    const lane = this.#lanes.get(id);
    const tenant = lane === undefined ? undefined : this.#tenants.get(lane.shape.tenantId);
    if (lane === undefined || tenant === undefined) return;
    this.#lanes.delete(id);
    lane.stamp += 1;
    const group = groupOf(tenant, lane.shape.priority);
    group.open -= 1;
    tenant.open -= 1;
    rest(group, id, lane.time);
    if (group.open === 0) tenant.groups.splice(tenant.groups.indexOf(group), 1);
    if (tenant.open > 0) return;
    tenant.stamp += 1;
    this.#tenants.delete(tenant.id);
    rest({ now: this.#now, ahead: this.#ahead }, tenant.id, tenant.time);
  }

  /**
   * Whose turn it is, until `slots` jobs are given. The clocks are moved on at once; what a lane did not have is to be
   * given back. Lanes come in the order in which they were first chosen.
   */
  divide(slots: number): Allotment[] {
    const counts = new Map<string, number>();
    const turn = Math.max(1, Math.floor(slots / turnsPerDivision));
    for (let given = 0; given < slots; ) {
      const tenant = leastOf(this.#heap);
      if (tenant === undefined) break;
      const group = tenant.groups.find(({ open }) => open > 0);
      const lane = group === undefined ? undefined : leastOf(group.heap);
      if (group === undefined || lane === undefined) break;
      this.#now = tenant.time;
      group.now = lane.time;
      const count = Math.min(turn, slots - given);
      given += count;
      counts.set(lane.id, (counts.get(lane.id) ?? 0) + count);
      move(this.#heap, tenant, count / tenant.weight);
      move(group.heap, lane, count / lane.weight);
    }
    return [...counts].map(([id, count]) => ({ id, count }));
  }

  /** The lane had so many less than it was given. */
  giveBack(id: string, count: number): void {
    const lane = this.#lanes.get(id);
    const tenant = lane === undefined ? undefined : this.#tenants.get(lane.shape.tenantId);
    if (lane === undefined || tenant === undefined || count <= 0) return;
    const group = groupOf(tenant, lane.shape.priority);
    move(this.#heap, tenant, -count / tenant.weight);
    move(group.heap, lane, -count / lane.weight);
  }

  #tenantOf({ tenantId, tenantWeight }: LaneShape): Tenant {
    const known = this.#tenants.get(tenantId);
    if (known !== undefined) {
      known.weight = tenantWeight;
      return known;
    }
    const time = resumed({ now: this.#now, ahead: this.#ahead }, tenantId);
    const tenant: Tenant = { id: tenantId, time, weight: tenantWeight, stamp: 0, groups: [], open: 0 };
    this.#tenants.set(tenantId, tenant);
    return tenant;
  }
}

// A large division goes by turns of a few jobs: to ask a lane costs as much as a job of it. Shares are the same in the long
// run, and nobody waits for more than a few jobs of each other lane.
export const turnsPerDivision = 64;

// What is remembered of those without work is bounded: above this, those that the others have caught up with go first.
const aheadMax = 10_000;

type Line = { now: number; ahead: Ahead };

function rest({ now, ahead }: Line, id: string, time: number): void {
  if (time <= now) return;
  ahead.set(id, time);
  if (ahead.size <= aheadMax) return;
  for (const [other, until] of ahead) if (until <= now) ahead.delete(other);
  const [oldest] = ahead.keys();
  if (ahead.size > aheadMax && oldest !== undefined) ahead.delete(oldest);
}

function resumed({ now, ahead }: Line, id: string): number {
  const time = Math.max(now, ahead.get(id) ?? 0);
  ahead.delete(id);
  return time;
}

function isSame(a: LaneShape, b: LaneShape): boolean {
  return (
    a.tenantId === b.tenantId && a.tenantWeight === b.tenantWeight && a.priority === b.priority && a.weight === b.weight
  );
}

// Highest priority first: few per tenant.
function groupOf(tenant: Tenant, priority: number): Group {
  const known = tenant.groups.find((group) => group.priority === priority);
  if (known !== undefined) return known;
  const group: Group = { priority, now: 0, heap: new Heap((entry) => entry.time), open: 0, ahead: new Map() };
  tenant.groups.push(group);
  tenant.groups.sort((a, b) => b.priority - a.priority);
  return group;
}

function enter<T extends Clock>(heap: Heap<Entry<T>>, clock: T): void {
  heap.push({ clock, time: clock.time, stamp: clock.stamp });
}

function move<T extends Clock>(heap: Heap<Entry<T>>, clock: T, by: number): void {
  clock.stamp += 1;
  clock.time += by;
  enter(heap, clock);
}

function leastOf<T extends Clock>(heap: Heap<Entry<T>>): T | undefined {
  // Ends because every round takes an entry away.
  for (;;) {
    const entry = heap.least();
    if (entry === undefined || entry.stamp === entry.clock.stamp) return entry?.clock;
    heap.pop();
  }
}
