// Goal: a lane that somebody told of is never forgotten by an answer that is older than what was told. Method: a worker
// whose claims and sweeps take their time - between asking, looking and hearing, anything else may happen - in random
// interleavings over a small model of the database. Two properties: where every hint comes at last and every answer is
// heard, claims alone take everything, without a sweep; whatever is lost besides, one sweep finds it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LaneShape } from './fair-share.ts';
import { type Ask, LaneBook, type LaneNews } from './lane-book.ts';

const queueIds = ['a', 'b', 'c', 'd'];
const shapeOf = (queueId: string): LaneShape => ({
  tenantId: queueId < 'c' ? 'first' : 'second',
  tenantWeight: 1,
  priority: 0,
  weight: 1,
});

/** `isCareful`: its jobs hold something, so that a claim of lanes that need no care only tells of them. */
type Queue = { ready: number; due: number[]; isPaused: boolean; room: number | null; isCareful: boolean };

/** What a worker asks in one transaction: it looks at some moment, and is heard of later. */
type Question =
  | { kind: 'claim'; asks: Ask[]; isCareful: boolean; asOf: number; answers?: (LaneNews & { taken: number })[] }
  | { kind: 'sweep'; asOf: number; answers?: LaneNews[] };

class World {
  nowMs = 0;
  book = new LaneBook({ lanesMax: 100 });
  readonly queues = new Map<string, Queue>(
    queueIds.map((id) => [id, { ready: 0, due: [], isPaused: false, room: null, isCareful: id === 'b' || id === 'd' }]),
  );
  /** What was told and has not arrived. */
  hints: (() => void)[] = [];
  /** Asked for and not heard of: at most one is on its way, the rest of the same claim waits for it. */
  questions: Question[] = [];

  of(queueId: string): Queue {
    const queue = this.queues.get(queueId);
    assert.ok(queue !== undefined);
    return queue;
  }

  /** Something about the queue is told, after it is so. */
  tell(queueId: string, atMs?: number): void {
    this.hints.push(() => {
      if (atMs === undefined || atMs <= this.nowMs) this.book.hear(queueId);
      else this.book.learn({ queueId, dueAtMs: atMs });
    });
  }

  ask(slots: number): void {
    if (this.questions.length > 0) return;
    const asOf = this.book.mark();
    const asks = this.book.divide(slots, this.nowMs);
    const careful = asks.filter(({ isCareful, tenantId }) => isCareful && tenantId !== undefined);
    const free = asks.filter((one) => !careful.includes(one));
    if (careful.length > 0) this.questions.push({ kind: 'claim', asks: careful, isCareful: true, asOf });
    if (free.length > 0) this.questions.push({ kind: 'claim', asks: free, isCareful: false, asOf });
  }

  askAll(): void {
    if (this.questions.length === 0) this.questions.push({ kind: 'sweep', asOf: this.book.mark() });
  }

  /** The statement does what it does. `busy`: of each lane so many rows are in other hands. */
  look(busy: number): void {
    const [question] = this.questions;
    if (question === undefined || question.answers !== undefined) return;
    if (question.kind === 'sweep') question.answers = queueIds.flatMap((queueId) => this.#swept(queueId));
    else question.answers = question.asks.map((ask) => this.#answer(ask, { isCareful: question.isCareful, busy }));
  }

  #swept(queueId: string): LaneNews[] {
    const { ready, due, isPaused } = this.of(queueId);
    if (isPaused || (ready === 0 && due.length === 0)) return [];
    const first = Math.min(...due);
    const hasDue = first <= this.nowMs;
    const later = due.length === 0 || hasDue ? {} : { dueAtMs: first };
    // Whether its jobs hold something is seen by looking at them only.
    return [{ queueId, shape: shapeOf(queueId), hasReady: ready > 0, hasDue, isFull: false, ...later }];
  }

  #answer({ queueId, count, isReady, isDue }: Ask, { isCareful, busy }: { isCareful: boolean; busy: number }) {
    const queue = this.of(queueId);
    const arrived = queue.due.filter((atMs) => atMs <= this.nowMs).length;
    const offered = queue.isPaused ? 0 : Math.min(count, (isReady ? queue.ready : 0) + (isDue ? arrived : 0));
    const isReportedOnly = queue.isCareful && !isCareful;
    const taken = isReportedOnly ? 0 : Math.min(Math.max(0, offered - busy), queue.room ?? count);
    const ofReady = Math.min(taken, isReady ? queue.ready : 0);
    queue.ready -= ofReady;
    queue.due = queue.due.sort((a, b) => a - b).slice(taken - ofReady);
    if (queue.room !== null) queue.room -= taken;
    const isShut = !isReportedOnly && !queue.isPaused && queue.room === 0;
    const hasMore = !queue.isPaused && (isShut || offered >= count || taken < offered);
    const next = isDue && !queue.isPaused ? queue.due.find((atMs) => atMs > this.nowMs) : undefined;
    return {
      queueId,
      taken,
      shape: shapeOf(queueId),
      hasReady: isReady && hasMore,
      hasDue: isDue && hasMore,
      isCareful: queue.isCareful && (isCareful || offered > 0),
      isFull: isShut,
      ...(next !== undefined && { dueAtMs: next }),
    };
  }

  /** The answer arrives, or the connection is lost with it: the rest of the claim is not asked then. */
  hearAnswer(isLost: boolean): void {
    const [question] = this.questions;
    if (question?.answers === undefined) return;
    this.questions.shift();
    if (isLost) {
      this.questions = [];
      return;
    }
    if (question.kind === 'claim') {
      const taken = new Map(question.answers.map((answer) => [answer.queueId, answer.taken]));
      for (const { queueId, count } of question.asks) this.book.giveBack(queueId, count - (taken.get(queueId) ?? 0));
    }
    for (const answer of question.answers) this.book.learn({ ...answer, asOf: question.asOf });
  }

  /** Everything that is on its way arrives. */
  settle(): void {
    while (this.questions.length > 0) {
      this.look(0);
      this.hearAnswer(false);
    }
    for (const arrive of this.hints.splice(0)) arrive();
  }

  claimable(): number {
    return [...this.queues.values()].reduce((sum, { ready, due, isPaused, room }) => {
      const there = ready + due.filter((atMs) => atMs <= this.nowMs).length;
      return sum + (isPaused ? 0 : Math.min(there, room ?? there));
    }, 0);
  }

  /** Claims until nothing is believed to be there, within a bound. */
  claimAll(slots: number): void {
    const roundsMax = Math.ceil(this.claimable() / slots) + 4 * queueIds.length;
    for (let round = 0; round < roundsMax; round += 1) {
      this.ask(slots);
      this.settle();
    }
  }
}

type Step = (world: World) => void;
const queueId = fc.constantFrom(...queueIds);

const happenings: fc.Arbitrary<Step>[] = [
  fc.record({ queueId, jobs: fc.integer({ min: 1, max: 3 }) }).map(({ queueId, jobs }) => (world: World) => {
    world.of(queueId).ready += jobs;
    world.tell(queueId);
  }),
  fc.record({ queueId, inMs: fc.oneof(fc.constant(0), fc.nat(40)) }).map(({ queueId, inMs }) => (world: World) => {
    world.of(queueId).due.push(world.nowMs + inMs);
    world.tell(queueId, world.nowMs + inMs);
  }),
  fc.record({ queueId, isPaused: fc.boolean() }).map(({ queueId, isPaused }) => (world: World) => {
    world.of(queueId).isPaused = isPaused;
    if (!isPaused) world.tell(queueId);
  }),
  fc.record({ queueId, room: fc.option(fc.nat(3)) }).map(({ queueId, room }) => (world: World) => {
    world.of(queueId).room = room;
    world.hints.push(() => world.book.reopen(shapeOf(queueId).tenantId));
  }),
  fc.integer({ min: 1, max: 6 }).map((slots) => (world: World) => world.ask(slots)),
  fc.constant((world: World) => world.askAll()),
  fc.nat(2).map((busy) => (world: World) => world.look(busy)),
  fc.constant((world: World) => world.hearAnswer(false)),
  // Much happens while nobody is asking anything.
  fc.constant((world: World) => {
    world.settle();
    world.askAll();
    world.settle();
  }),
  fc.integer({ min: 1, max: 6 }).map((slots) => (world: World) => {
    world.ask(slots);
    world.look(0);
    world.hearAnswer(false);
  }),
  fc.record({ queueId, jobs: fc.integer({ min: 1, max: 3 }) }).map(({ queueId, jobs }) => (world: World) => {
    world.of(queueId).ready += jobs;
    world.book.hear(queueId);
  }),
  fc.record({ queueId }).map(({ queueId }) => (world: World) => {
    world.of(queueId).due.push(world.nowMs);
    world.book.hear(queueId);
  }),
  // Hints overtake each other.
  fc.nat(5).map((nth) => (world: World) => {
    world.hints.splice(nth, 1)[0]?.();
  }),
  fc.nat(20).map((ms) => (world: World) => {
    world.nowMs += ms;
  }),
];

const losses: fc.Arbitrary<Step>[] = [
  fc.constant((world: World) => world.hearAnswer(true)),
  fc.nat(5).map((nth) => (world: World) => {
    world.hints.splice(nth, 1);
  }),
  // The same hint twice.
  fc.nat(5).map((nth) => (world: World) => {
    world.hints[nth]?.();
  }),
  // The worker dies with all that it knew, and what it asked is done or not.
  fc.boolean().map((isDone) => (world: World) => {
    if (isDone) world.look(0);
    world.questions = [];
    world.book = new LaneBook({ lanesMax: 100 });
  }),
];

test('what is told at any moment of a claim or a sweep is claimed without another sweep', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(...happenings), { maxLength: 80, size: 'max' }),
      fc.integer({ min: 1, max: 6 }),
      (history, slots) => {
        const world = new World();
        for (const step of history) step(world);
        world.settle();
        world.claimAll(slots);
        assert.equal(world.claimable(), 0);
      },
    ),
    { numRuns: 5_000 },
  );
});

test('whatever else is lost, doubled or dead, everything claimable is claimed within one sweep', () => {
  const steps = fc.oneof(...happenings, ...losses);
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 80, size: 'max' }), fc.integer({ min: 1, max: 6 }), (history, slots) => {
      const world = new World();
      for (const step of history) step(world);
      world.settle();
      world.askAll();
      world.settle();
      world.claimAll(slots);
      assert.equal(world.claimable(), 0);
    }),
    { numRuns: 5_000 },
  );
});
