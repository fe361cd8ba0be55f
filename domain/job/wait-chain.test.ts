import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { gateKinds } from '#domain/gate/gate.ts';
import { runStates } from '#domain/machines.ts';
import { type ChainFacts, waitChain } from './wait-chain.ts';
import { gateWords } from './wait-codes.ts';
import { waitReason } from './wait-reason.ts';

const nowMs = Date.UTC(2026, 0, 1, 12);

const open: ChainFacts = {
  attempt: 0,
  maxAttempts: 3,
  runAtMs: null,
  crashes: 0,
  queue: { name: 'billing', paused: false, concurrency: null, running: 0, rate: null, isServed: true },
  tenant: { maxRunningJobs: null, running: 0, rate: null },
  runState: null,
  needs: [],
  createdAtMs: nowMs - 60_000,
  dueAtMs: nowMs - 30_000,
  place: { ahead: 0, isExact: true },
  hasFreeSlot: true,
  lastHeardMs: nowMs - 1_000,
  share: { weight: 1, weights: 1, higher: 0, first: null },
  held: new Map(),
  lately: { parts: [], isExact: true },
};

const chainOf = (change: Partial<ChainFacts>) => waitChain({ ...open, ...change }, nowMs);
const gateOf = (change: Partial<ChainFacts>, code: string) => chainOf(change).gates.find((gate) => gate.code === code);

test('a job to which every gate is open starts with the next claim', () => {
  const { code, sentence, gates } = chainOf({});
  assert.deepEqual([code, sentence], ['CLAIMABLE', 'it is next in line and starts with the next claim']);
  assert.deepEqual([...new Set(gates.map(({ state }) => state))], ['PASS']);
});

test('a full queue names who has held it for longest, since when it is full, and the way out', () => {
  const holder = { kind: 'JOB' as const, id: 'job_1', name: 'send-letter', others: 1 };
  const queue = { ...open.queue, concurrency: 2, running: 2 };
  const gate = gateOf({ queue, held: new Map([['QUEUE_LIMIT', { holder, sinceMs: nowMs - 9_000 }]]) }, 'QUEUE_LIMIT');
  assert.deepEqual([gate?.state, gate?.holder, gate?.sinceMs], ['FAIL', holder, nowMs - 9_000]);
  assert.deepEqual(gate?.wayOut, { act: 'RAISE_CAP', sentence: 'Raise the cap of the queue.' });
  assert.equal(gateOf({ held: new Map([['QUEUE_LIMIT', { holder, sinceMs: 1 }]]) }, 'QUEUE_LIMIT')?.holder, null);
});

test('what a job needs is told with what is held of it, each by its own name', () => {
  const mutex = { id: 'g1', kind: 'MUTEX' as const, key: 'ledger', capacity: 1, held: 1, amount: 1, isParked: true };
  const pool = { id: 'g2', kind: 'POOL' as const, key: 'licences', capacity: 10, held: 7, amount: 4, isParked: false };
  const { code, gates } = chainOf({ needs: [mutex, pool] });
  assert.equal(code, 'MUTEX');
  const told = gates.filter((gate) => gate.code === 'MUTEX' || gate.code === 'RESOURCE');
  assert.deepEqual(
    told.map(({ name, state, sentence }) => [name, state, sentence]),
    [
      ['Mutex ledger', 'FAIL', 'the mutex "ledger" is held'],
      ['Pool licences', 'FAIL', 'the pool "licences" has 3 of 10 free, and it takes 4'],
    ],
  );
  assert.equal(gates.at(-1)?.state, 'UNKNOWN', 'a job at a gate stands in no line');
});

test('a place in line is told with its number, and with a start that is to be expected from what ended lately', () => {
  const lately = {
    parts: [{ at: new Date(nowMs - 600_000), succeeded: 95, failed: 5 }],
    isExact: true,
  };
  const { code, sentence, estimate } = chainOf({ place: { ahead: 24, isExact: true }, lately });
  assert.deepEqual([code, sentence], ['CLAIMABLE', '24 jobs stand before it in the line of its queue']);
  assert.equal(estimate?.basis, '100 jobs of its queue ended in the last 10 min, and 24 stand before it');
  const [fromMs = 0, toMs = 0] = [estimate?.fromMs, estimate?.toMs];
  assert.ok(fromMs > nowMs && fromMs < nowMs + 150_000 && toMs > nowMs + 150_000, 'around two and a half minutes');
});

test('without a basis nothing is reckoned: nothing ended, too many stand before it, or only a person opens the gate', () => {
  const lately = { parts: [{ at: new Date(nowMs - 600_000), succeeded: 95, failed: 5 }], isExact: true };
  assert.equal(chainOf({ place: { ahead: 24, isExact: true } }).estimate, null);
  const far = chainOf({ place: { ahead: 1_000, isExact: false }, lately });
  assert.deepEqual([far.estimate, far.sentence], [null, '1,000+ jobs stand before it in the line of its queue']);
  assert.equal(chainOf({ queue: { ...open.queue, paused: true }, lately }).estimate, null);
});

test('a job that is not due starts when it is, and may be run now', () => {
  const chain = chainOf({ runAtMs: nowMs + 90_000 });
  assert.deepEqual(
    [chain.code, chain.estimate?.fromMs, chain.estimate?.toMs],
    ['NOT_DUE', nowMs + 90_000, nowMs + 90_000],
  );
  assert.equal(chain.gates[0]?.wayOut?.act, 'RUN_NOW');
});

test('queues of higher priority are told of, and so are the weights of those that compete', () => {
  const higher = gateOf({ share: { weight: 1, weights: 1, higher: 2, first: 'urgent' } }, 'SHARE');
  assert.equal(higher?.state, 'UNKNOWN');
  assert.match(higher?.sentence ?? '', /which go first: "urgent" and 1 other queue$/);
  assert.match(
    gateOf({ share: { weight: 1, weights: 4, higher: 0, first: null } }, 'SHARE')?.sentence ?? '',
    /has 1 of the 4 shares/,
  );
});

test('a rate that is used up names the next start, since when, and when those before the job have had theirs', () => {
  const rate = { rate: { max: 10, per: 'SECOND' as const }, used: 10, nextInMs: 400, sinceMs: nowMs - 600 };
  const chain = chainOf({ queue: { ...open.queue, rate }, place: { ahead: 24, isExact: true } });
  assert.deepEqual(
    [chain.code, chain.sentence],
    [
      'QUEUE_RATE',
      'the queue "billing" started 10 of at most 10 jobs in the last second; the next may start in 400 ms',
    ],
  );
  assert.equal(chain.estimate?.fromMs, nowMs + 2_400);
  assert.equal(chain.estimate?.basis, '10 may start in any second, and 24 stand before it');
  const gate = gateOf({ queue: { ...open.queue, rate } }, 'QUEUE_RATE');
  assert.deepEqual([gate?.sinceMs, gate?.wayOut?.sentence], [nowMs - 600, 'Raise the rate of the queue.']);
  const free = { ...rate, used: 3, nextInMs: null };
  assert.equal(gateOf({ tenant: { ...open.tenant, rate: free } }, 'TENANT_RATE')?.state, 'PASS');
});

const anyRate = fc.option(
  fc.record({
    rate: fc.constant({ max: 2, per: 'SECOND' as const }),
    used: fc.nat(3),
    nextInMs: fc.option(fc.integer({ min: 1, max: 999 })),
    sinceMs: fc.option(fc.constant(nowMs - 500)),
  }),
);
const anyNeeded = fc.record({
  id: fc.uuid(),
  kind: fc.constantFrom(...gateKinds),
  key: fc.string({ minLength: 1 }),
  capacity: fc.option(fc.nat(3)),
  held: fc.nat(3),
  amount: fc.integer({ min: 1, max: 3 }),
  isParked: fc.boolean(),
});
const anyFacts: fc.Arbitrary<ChainFacts> = fc.record({
  attempt: fc.nat(3),
  maxAttempts: fc.constant(3),
  runAtMs: fc.option(fc.integer({ min: nowMs - 9_999, max: nowMs + 9_999 })),
  crashes: fc.nat(2),
  queue: fc.record({
    name: fc.constant('billing'),
    paused: fc.boolean(),
    concurrency: fc.option(fc.nat(2)),
    running: fc.nat(2),
    rate: anyRate,
    isServed: fc.boolean(),
  }),
  tenant: fc.record({ maxRunningJobs: fc.option(fc.nat(2)), running: fc.nat(2), rate: anyRate }),
  runState: fc.option(fc.constantFrom(...runStates)),
  needs: fc.array(anyNeeded, { maxLength: 3 }),
  createdAtMs: fc.constant(nowMs - 60_000),
  dueAtMs: fc.constant(nowMs - 30_000),
  place: fc.record({ ahead: fc.nat(3), isExact: fc.boolean() }),
  hasFreeSlot: fc.boolean(),
  lastHeardMs: fc.option(fc.constant(nowMs - 1_000)),
  share: fc.record({
    weight: fc.constant(1),
    weights: fc.integer({ min: 1, max: 5 }),
    higher: fc.nat(2),
    first: fc.constant('urgent'),
  }),
  held: fc.constant(new Map()),
  lately: fc.constant({ parts: [], isExact: true }),
});

test('every waiting job either names its first shut gate, with a word for it, or starts with the next claim', () => {
  fc.assert(
    fc.property(anyFacts, (job) => {
      const { code, sentence, gates } = waitChain(job, nowMs);
      const shut = gates.filter(({ state }) => state === 'FAIL');
      const [first] = shut;
      assert.deepEqual(
        [code, sentence],
        first === undefined
          ? ['CLAIMABLE', 'it is next in line and starts with the next claim']
          : [first.code, first.sentence],
      );
      for (const gate of gates) {
        assert.ok(gate.name !== '' && gate.sentence !== '');
        assert.equal(gate.estimate === null || gate === first, true, 'only the first shut gate is reckoned with');
        if (gate.state === 'PASS') assert.deepEqual([gate.holder, gate.sinceMs, gate.wayOut], [null, null, null]);
      }
    }),
  );
});

test('a list tells the same code as the whole chain, as far as it can see', () => {
  fc.assert(
    fc.property(anyFacts, (job) => {
      const state = job.runAtMs === null ? 'PENDING' : 'SCHEDULED';
      const short = waitReason({ ...job, state, storedCode: null, storedReason: null }, nowMs);
      const { code } = waitChain(job, nowMs);
      assert.equal(short?.code, code === 'NO_SLOT' ? 'CLAIMABLE' : code);
    }),
  );
});

test('everything that a job or step may wait for has a name and, where a person can end it, a way out in words', () => {
  for (const [code, { name, wayOut }] of Object.entries(gateWords)) {
    assert.match(name, /^[A-Z]/, code);
    if (wayOut !== null) assert.match(wayOut.sentence, /^[A-Z].+\.$/, code);
  }
});
