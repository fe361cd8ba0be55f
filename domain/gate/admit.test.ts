import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Admitting, admit, type Candidate, type GateRoom } from './admit.ts';

const room = (capacity: number | null, held = 0): GateRoom => ({ capacity, held, firstWaiting: null });
const job = (id: string, needs: Record<string, number> = {}, queueId = 'q'): Candidate => ({
  id,
  queueId,
  rank: Number.parseInt(id, 36),
  needs: Object.entries(needs).map(([gate, amount]) => ({ gate, amount })),
});
const decide = (given: Partial<Admitting>) =>
  admit({ candidates: [], tenantRoom: 100, queueRoom: new Map(), gates: new Map(), ...given });

test('a mutex lets the first one in and has the others wait', () => {
  const candidates = [job('1', { m: 1 }), job('2', { m: 1 }), job('3')];
  assert.deepEqual(decide({ candidates, gates: new Map([['m', room(1)]]) }), {
    taken: ['1', '3'],
    parked: [{ jobId: '2', gateId: 'm' }],
    left: [],
  });
});

test('a job waits at the first of its gates that is full, and holds nothing of the others meanwhile', () => {
  const gates = new Map([
    ['a', room(1)],
    ['b', room(1, 1)],
  ]);
  const { taken, parked } = decide({ candidates: [job('1', { a: 1, b: 1 }), job('2', { a: 1 })], gates });
  assert.deepEqual(parked, [{ jobId: '1', gateId: 'b' }]);
  assert.deepEqual(taken, ['2']);
});

test('who wants much of a pool is not passed for ever by those who want little', () => {
  const gates = new Map([['pool', room(4, 2)]]);
  const { taken, parked } = decide({ candidates: [job('1', { pool: 3 }), job('2', { pool: 1 })], gates });
  assert.deepEqual(taken, []);
  assert.equal(parked.length, 2);
});

test('who comes later than those that wait at a gate waits behind them, and who stands before them goes in', () => {
  const gates = new Map([['m', { ...room(1), firstWaiting: { rank: 2, id: '2' } }]]);
  assert.deepEqual(decide({ candidates: [job('1', { m: 1 })], gates }).taken, ['1']);
  assert.deepEqual(decide({ candidates: [job('3', { m: 1 })], gates }).parked, [{ jobId: '3', gateId: 'm' }]);
});

test('what finds no room in its queue or tenant stays where it stands', () => {
  const queueRoom = new Map([['full', 1]]);
  const candidates = [job('1', {}, 'full'), job('2', {}, 'full'), job('3')];
  assert.deepEqual(decide({ candidates, queueRoom }).left, ['2']);
  assert.deepEqual(decide({ candidates, queueRoom, tenantRoom: 1 }).left, ['2', '3']);
});

test('a gate that is gone, or limits nothing any more, holds nobody up', () => {
  const candidates = [job('1', { gone: 9 }), job('2', { open: 9 })];
  assert.deepEqual(decide({ candidates, gates: new Map([['open', room(null, 7)]]) }).taken, ['1', '2']);
});

const names = ['a', 'b', 'c'] as const;
const arbitrary = fc
  .record({
    candidates: fc.array(
      fc.record({
        queueId: fc.constantFrom('x', 'y'),
        needs: fc
          .dictionary(fc.constantFrom(...names), fc.integer({ min: 1, max: 3 }))
          .map((needs) => Object.entries(needs).map(([gate, amount]) => ({ gate, amount }))),
      }),
      { maxLength: 30 },
    ),
    tenantRoom: fc.integer({ min: 0, max: 40 }),
    roomOfX: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
    gates: fc.tuple(
      ...names.map((name) =>
        fc
          .record({
            capacity: fc.option(fc.integer({ min: 0, max: 8 })),
            held: fc.integer({ min: 0, max: 8 }),
            firstWaiting: fc.option(
              fc.integer({ min: 0, max: 30 }).map((rank) => ({ rank, id: '' })),
              { freq: 4 },
            ),
          })
          .map((gate): [string, GateRoom] => [name, gate]),
      ),
    ),
  })
  .map(
    ({ candidates, tenantRoom, roomOfX, gates }): Admitting => ({
      candidates: candidates.map((one, rank) => ({ ...one, rank, id: `j${rank}` })),
      tenantRoom,
      queueRoom: new Map(roomOfX === undefined ? [] : [['x', roomOfX]]),
      gates: new Map(gates),
    }),
  );

test('whatever comes, each is decided about once, and nothing goes beyond a capacity or a room', () => {
  fc.assert(
    fc.property(arbitrary, (given) => {
      const { taken, parked, left } = admit(given);
      const all = [...taken, ...left, ...parked.map(({ jobId }) => jobId)];
      assert.deepEqual(all.sort(), given.candidates.map(({ id }) => id).sort());
      assert.ok(taken.length <= given.tenantRoom);
      const chosen = given.candidates.filter(({ id }) => taken.includes(id));
      const ofX = chosen.filter(({ queueId }) => queueId === 'x').length;
      assert.ok(ofX <= (given.queueRoom.get('x') ?? Number.POSITIVE_INFINITY));
      for (const [gate, { capacity, held }] of given.gates) {
        const amounts = chosen.flatMap(({ needs }) => needs.filter((need) => need.gate === gate));
        const added = amounts.reduce((sum, { amount }) => sum + amount, 0);
        if (capacity !== null && added > 0) assert.ok(held + added <= capacity);
      }
    }),
  );
});

test('whatever comes, nobody is overtaken at the gate where they wait', () => {
  fc.assert(
    fc.property(arbitrary, (given) => {
      const { taken, parked } = admit(given);
      const rankOf = new Map(given.candidates.map(({ id, rank }) => [id, rank]));
      const limits = (gate: string) => given.gates.get(gate)?.capacity !== null;
      for (const { id, rank, needs } of given.candidates.filter((one) => taken.includes(one.id))) {
        for (const { gate } of needs.filter((need) => limits(need.gate))) {
          const before = parked.filter(({ jobId, gateId }) => gateId === gate && (rankOf.get(jobId) ?? 0) < rank);
          assert.deepEqual(before, [], `${id} passed them at ${gate}`);
          const first = given.gates.get(gate)?.firstWaiting;
          assert.ok(first === null || first === undefined || first.rank >= rank);
        }
      }
    }),
  );
});
