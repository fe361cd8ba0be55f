// Goal: lanes never lose work. Whatever happens between making work and hearing of it - a hint that is lost, an answer
// that is lost, a worker that dies, a queue that is paused or full meanwhile - the job is claimed within a sweep.
// Method: random interleavings over a small model of the database, whose answers are those of the claim statement; then
// one sweep, after which claims alone must take everything that may be taken, in a bounded number of rounds.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LaneShape } from './fair-share.ts';
import { type Ask, LaneBook } from './lane-book.ts';
import { RoomMarks } from './room-marks.ts';

type Queue = { ready: number; due: number[]; isPaused: boolean; room: number | null; roomAtMs: number };

const queueIds = ['a', 'b', 'c', 'd'];
const shapeOf = (queueId: string): LaneShape => ({
  tenantId: queueId < 'c' ? 'first' : 'second',
  tenantWeight: queueId < 'c' ? 3 : 1,
  priority: queueId === 'b' ? 1 : 0,
  weight: 1,
});

/** The queues as the database has them, a worker's book, and the clock of both. */
class World {
  nowMs = 0;
  book = new LaneBook({ lanesMax: 100 });
  readonly queues = new Map<string, Queue>(
    queueIds.map((id) => [id, { ready: 0, due: [], isPaused: false, room: null, roomAtMs: 0 }]),
  );
  running = 0;

  of(queueId: string): Queue {
    const queue = this.queues.get(queueId);
    assert.ok(queue !== undefined);
    return queue;
  }

  hear(queueId: string): void {
    this.book.hear(queueId);
  }

  /** One claim, as the statement answers it; the answer may be lost. Answers how many jobs were taken. */
  claim(slots: number, isHeard: boolean): number {
    return this.book.divide(slots, this.nowMs).reduce((sum, ask) => sum + this.#answer(ask, isHeard), 0);
  }

  #answer({ queueId, count, isReady, isDue }: Ask, isHeard: boolean): number {
    const queue = this.of(queueId);
    const arrived = queue.due.filter((atMs) => atMs <= this.nowMs).length;
    const isRateShut = queue.roomAtMs > this.nowMs;
    const there = queue.isPaused || isRateShut ? 0 : (isReady ? queue.ready : 0) + (isDue ? arrived : 0);
    const taken = Math.min(count, there, queue.room ?? count);
    const ofReady = Math.min(taken, isReady ? queue.ready : 0);
    queue.ready -= ofReady;
    queue.due = queue.due.sort((a, b) => a - b).slice(taken - ofReady);
    if (queue.room !== null) queue.room -= taken;
    this.running += taken;
    if (!isHeard) return taken;
    this.book.giveBack(queueId, count - taken);
    const isShut = !queue.isPaused && (queue.room === 0 || isRateShut);
    const hasMore = isShut || (!queue.isPaused && there > taken);
    const next = queue.due.find((atMs) => atMs > this.nowMs);
    this.book.learn({
      queueId,
      shape: shapeOf(queueId),
      hasReady: isReady && hasMore,
      hasDue: isDue && hasMore,
      isFull: !queue.isPaused && queue.room === 0,
      roomAtMs: isRateShut && !queue.isPaused ? queue.roomAtMs : null,
      ...(isDue && next !== undefined && !queue.isPaused ? { dueAtMs: next } : {}),
    });
    return taken;
  }

  sweep(): void {
    for (const [queueId, queue] of this.queues) {
      if (queue.isPaused || (queue.ready === 0 && queue.due.length === 0)) continue;
      const first = Math.min(...queue.due);
      const isDue = first <= this.nowMs;
      this.book.learn({
        queueId,
        shape: shapeOf(queueId),
        hasReady: queue.ready > 0,
        hasDue: isDue,
        isFull: false,
        ...(queue.due.length === 0 || isDue ? {} : { dueAtMs: first }),
      });
    }
  }

  /** What may be taken now. */
  claimable(): number {
    return [...this.queues.values()].reduce((sum, { ready, due, isPaused, room, roomAtMs }) => {
      const there = ready + due.filter((atMs) => atMs <= this.nowMs).length;
      return sum + (isPaused || roomAtMs > this.nowMs ? 0 : Math.min(there, room ?? there));
    }, 0);
  }
}

type Step = (world: World) => void;

const queueId = fc.constantFrom(...queueIds);
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ queueId, jobs: fc.nat(5), isHeard: fc.boolean() }).map(({ queueId, jobs, isHeard }) => (world: World) => {
    world.of(queueId).ready += jobs;
    if (isHeard && jobs > 0) world.hear(queueId);
  }),
  fc
    .record({ queueId, inMs: fc.nat(50), isHeard: fc.boolean() })
    .map(({ queueId, inMs, isHeard }) => (world: World) => {
      world.of(queueId).due.push(world.nowMs + inMs);
      if (isHeard) world.book.learn({ queueId, dueAtMs: world.nowMs + inMs });
    }),
  fc
    .record({ slots: fc.integer({ min: 1, max: 8 }), isHeard: fc.boolean() })
    .map(({ slots, isHeard }) => (world: World) => {
      world.claim(slots, isHeard);
    }),
  // A worker dies: what it knew is gone.
  fc.constant((world: World) => {
    world.book = new LaneBook({ lanesMax: 100 });
  }),
  fc
    .record({ queueId, isPaused: fc.boolean(), isHeard: fc.boolean() })
    .map(({ queueId, isPaused, isHeard }) => (world: World) => {
      world.of(queueId).isPaused = isPaused;
      if (isHeard && !isPaused) world.hear(queueId);
    }),
  fc
    .record({ queueId, room: fc.option(fc.nat(3)), isHeard: fc.boolean() })
    .map(({ queueId, room, isHeard }) => (world: World) => {
      world.of(queueId).room = room;
      if (isHeard) world.book.reopen(shapeOf(queueId).tenantId);
    }),
  // A rate is used up for a while.
  fc.record({ queueId, inMs: fc.nat(40) }).map(({ queueId, inMs }) => (world: World) => {
    world.of(queueId).roomAtMs = Math.max(world.of(queueId).roomAtMs, world.nowMs + inMs);
  }),
  fc.nat(30).map((ms) => (world: World) => {
    world.nowMs += ms;
  }),
  fc.constant((world: World) => world.sweep()),
);

test('whatever was lost between making work and hearing of it, everything claimable is claimed within a sweep', () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 60, size: 'max' }), fc.integer({ min: 1, max: 6 }), (history, slots) => {
      const world = new World();
      for (const step of history) step(world);
      world.sweep();
      const due = world.claimable();
      const roundsMax = Math.ceil(due / slots) + 3 * queueIds.length + 1;
      for (let round = 0; round < roundsMax; round += 1) world.claim(slots, true);
      assert.equal(world.claimable(), 0, `${due} were claimable`);
    }),
    { numRuns: 2_000 },
  );
});

test('what becomes due is claimed at its time without a hint or a sweep, when it was once known', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 20 }), (delays) => {
      const world = new World();
      for (const [n, inMs] of delays.entries()) world.of(queueIds[n % queueIds.length] ?? 'a').due.push(inMs);
      world.sweep();
      // The worker sleeps until the book says, claims what is there, and sleeps again.
      for (let waking = 0; world.running < delays.length; waking += 1) {
        assert.ok(waking < 4 * delays.length + 8);
        const nextMs = world.book.nextAtMs();
        if (!world.book.hasWork()) world.nowMs = Math.max(world.nowMs, nextMs ?? world.nowMs);
        world.claim(5, true);
        assert.ok(world.nowMs <= Math.max(...delays));
      }
    }),
    { numRuns: 300 },
  );
});

test('what is heard while a claim is under way is asked for again, whatever the claim answers', () => {
  const world = new World();
  world.hear('a');
  const asOf = world.book.mark();
  const [ask] = world.book.divide(5, 0);
  assert.equal(ask?.queueId, 'a');
  // The statement has looked already; its answer is on the way.
  world.of('a').ready = 2;
  world.hear('a');
  world.book.giveBack('a', 5);
  world.book.learn({ queueId: 'a', shape: shapeOf('a'), hasReady: false, hasDue: false, asOf });
  assert.equal(world.claim(5, true), 2);
  assert.equal(world.book.hasWork(), false);
});

test('of several instants that are told of, none hides an earlier one', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 20 }), (delays) => {
      const world = new World();
      for (const inMs of delays) {
        world.of('a').due.push(inMs);
        world.book.learn({ queueId: 'a', dueAtMs: inMs });
      }
      for (let waking = 0; world.running < delays.length; waking += 1) {
        assert.ok(waking < 2 * delays.length + 2);
        if (!world.book.hasWork()) world.nowMs = Math.max(world.nowMs, world.book.nextAtMs() ?? Number.NaN);
        const due = delays.filter((inMs) => inMs <= world.nowMs).length;
        world.claim(100, true);
        assert.equal(world.running, due);
      }
    }),
    { numRuns: 300 },
  );
});

test('a book remembers only lanes that have work or expect some, and no more than it may', () => {
  const book = new LaneBook({ lanesMax: 3 });
  for (const id of ['a', 'b', 'c', 'd']) book.learn({ queueId: id, hasReady: true });
  assert.deepEqual(
    book.divide(4, 0).map((ask) => ask.queueId),
    ['a', 'b', 'c'],
  );
  book.learn({ queueId: 'a', hasReady: false, hasDue: false });
  book.learn({ queueId: 'd', hasReady: true });
  assert.ok(book.divide(10, 0).some((ask) => ask.queueId === 'd'));
});

test('full lanes of a tenant are asked again when there is room in it, those of others are not', () => {
  const book = new LaneBook({ lanesMax: 10 });
  for (const id of ['a', 'c']) book.learn({ queueId: id, shape: shapeOf(id), hasReady: true, isFull: true });
  assert.equal(book.hasWork(), false);
  assert.equal(book.hasFull(), true);
  assert.deepEqual(book.reopen('first'), ['a']);
  assert.deepEqual(
    book.divide(10, 0).map(({ queueId: id }) => id),
    ['a'],
  );
});

test('a lane that its rate shuts is asked when there is room again and not before, whatever is heard meanwhile', () => {
  const book = new LaneBook({ lanesMax: 10 });
  const asked = (nowMs: number) => book.divide(1, nowMs).map(({ queueId: id }) => id);
  book.learn({ queueId: 'a', shape: shapeOf('a'), hasReady: true, isFull: false, roomAtMs: 500 });
  book.hear('a');
  assert.deepEqual(book.reopen('first'), [], 'what ends makes no room for a rate');
  assert.deepEqual([asked(499), book.hasWork(), book.nextAtMs()], [[], false, 500]);
  assert.deepEqual(asked(500), ['a']);
  book.learn({ queueId: 'a', hasReady: true, roomAtMs: 900 });
  book.reopenAll();
  assert.deepEqual(asked(600), ['a'], 'a rate may have been raised');
});

test('room that is told of while an answer says that there is none is asked for again, be it of one tenant or of all', () => {
  const tellings: [string, (book: LaneBook) => void][] = [
    ['of the tenant', (book) => void book.reopen('first')],
    ['of all', (book) => book.reopenAll()],
  ];
  for (const [of, tell] of tellings) {
    const book = new LaneBook({ lanesMax: 10 });
    book.hear('a');
    const asOf = book.mark();
    book.divide(1, 0);
    tell(book);
    book.learn({ queueId: 'a', shape: shapeOf('a'), hasReady: true, isFull: true, asOf });
    assert.deepEqual([book.hasWork(), book.hasFull()], [true, false], of);
    book.learn({ queueId: 'a', hasReady: true, isFull: true, asOf: book.mark() });
    assert.deepEqual([book.hasWork(), book.hasFull()], [false, true], `${of}, and the next answer stands`);
  }
});

test('a tenant that room was told of too long ago to remember counts as told of, others of none', () => {
  const marks = new RoomMarks({ tenantsMax: 2 });
  for (const [at, tenantId] of ['a', 'b', 'a', 'c'].entries()) marks.tell(tenantId, at + 1);
  assert.deepEqual(
    ['a', 'b', 'c'].map((tenantId) => [marks.isToldSince(1, tenantId), marks.isToldSince(2, tenantId)]),
    [
      [true, true],
      [true, false],
      [true, true],
    ],
  );
  assert.equal(marks.isToldOfAllSince(0), false);
  assert.deepEqual(
    [marks.isToldSince(3, undefined), marks.isToldSince(4, undefined)],
    [true, false],
    'of nobody knows whom',
  );
});
