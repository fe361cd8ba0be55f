// Goal: what there is room for is shared by weight, whoever has how much, comes when, and has less than it was given.
// Method: random tenants and queues with random backlogs are served to the end in random portions, and what each got
// while all had work is compared with its weight.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FairShare, type LaneShape, turnsPerDivision } from './fair-share.ts';

type Backlog = LaneShape & { id: string; jobs: number };

const shapeOf = ({ tenantId, tenantWeight, priority, weight }: Backlog): LaneShape => ({
  tenantId,
  tenantWeight,
  priority,
  weight,
});

/** Serves `total` jobs in portions; answers how many of each lane. */
function serve(backlogs: Backlog[], total: number, portion: (nth: number) => number): Map<string, number> {
  const share = new FairShare();
  const left = new Map(backlogs.map(({ id, jobs }) => [id, jobs]));
  const served = new Map<string, number>();
  for (const backlog of backlogs) if (backlog.jobs > 0) share.open(backlog.id, shapeOf(backlog));
  for (let nth = 0, count = 0; count < total && share.size > 0; nth += 1) {
    const allotments = share.divide(Math.min(portion(nth), total - count));
    for (const { id, count: asked } of allotments) {
      const has = left.get(id) ?? 0;
      const taken = Math.min(has, asked);
      left.set(id, has - taken);
      served.set(id, (served.get(id) ?? 0) + taken);
      count += taken;
      if (taken < asked) share.giveBack(id, asked - taken);
      if (taken === has) share.close(id);
    }
  }
  return served;
}

const lane = (id: string, tenantId: string, given: Partial<Backlog> = {}): Backlog => ({
  id,
  tenantId,
  tenantWeight: 1,
  priority: 0,
  weight: 1,
  jobs: 100_000,
  ...given,
});

test('tenants get what their weights say, within a turn, however the portions fall', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 10 }),
      (weights, portions) => {
        const backlogs = weights.map((tenantWeight, n) => lane(`q${n}`, `t${n}`, { tenantWeight }));
        const total = 10_000;
        const served = serve(backlogs, total, (nth) => portions[nth % portions.length] ?? 1);
        const sum = weights.reduce((a, b) => a + b, 0);
        const turn = Math.max(1, ...portions.map((portion) => Math.floor(portion / turnsPerDivision)));
        for (const [n, weight] of weights.entries()) {
          const wanted = (total * weight) / sum;
          const got = served.get(`q${n}`) ?? 0;
          assert.ok(Math.abs(got - wanted) <= turn * (weight + 1), `weight ${weight}: ${got} of ${wanted}`);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('a tenant gets its share however many queues it has', () => {
  const many = Array.from({ length: 200 }, (_, n) => lane(`many${n}`, 'many'));
  const served = serve([...many, lane('one', 'one')], 4_000, () => 100);
  assert.equal(served.get('one'), 2_000);
});

test('inside a tenant a queue of higher priority goes first, and queues of one priority share by weight', () => {
  const first = [
    lane('urgent', 't', { priority: 5, jobs: 300 }),
    lane('heavy', 't', { weight: 3 }),
    lane('light', 't'),
  ];
  const served = serve(first, 1_100, () => 50);
  assert.deepEqual(
    [...served].sort(),
    [
      ['heavy', 600],
      ['light', 200],
      ['urgent', 300],
    ].sort(),
  );
});

test('the priority of one tenant is nothing to another', () => {
  const served = serve(
    [lane('loud', 'loud', { priority: 1_000 }), lane('quiet', 'quiet', { priority: -1_000 })],
    1_000,
    () => 7,
  );
  assert.equal(served.get('quiet'), 500);
});

test('who had nothing to do saves nothing up, and who went away ahead of the others comes back no earlier', () => {
  const share = new FairShare();
  share.open('a', lane('a', 'a'));
  share.divide(60);
  share.open('b', lane('b', 'b'));
  const after = new Map(share.divide(60).map(({ id, count }) => [id, count]));
  assert.deepEqual([after.get('a'), after.get('b')], [30, 30]);
  // It is given one job more than its turn, leaves and comes again at once.
  share.divide(1);
  for (let n = 0; n < 100; n += 1) {
    share.close('b');
    share.open('b', lane('b', 'b'));
    share.divide(1);
  }
  const later = new Map(share.divide(60).map(({ id, count }) => [id, count]));
  assert.ok(Math.abs((later.get('b') ?? 0) - 30) <= 2, String(later.get('b')));
});

test('everything that is there is served, whatever is given back and closed meanwhile', () => {
  const backlog = fc.record({
    tenant: fc.nat(5),
    tenantWeight: fc.integer({ min: 1, max: 5 }),
    weight: fc.integer({ min: 1, max: 5 }),
    priority: fc.integer({ min: -1, max: 1 }),
    jobs: fc.nat(40),
  });
  fc.assert(
    fc.property(fc.array(backlog, { maxLength: 20 }), fc.integer({ min: 1, max: 60 }), (given, portion) => {
      const weights = new Map(given.map((one) => [one.tenant, one.tenantWeight]));
      const backlogs = given.map((one, n) =>
        lane(`q${n}`, `t${one.tenant}`, { ...one, tenantWeight: weights.get(one.tenant) ?? 1 }),
      );
      const served = serve(backlogs, Number.MAX_SAFE_INTEGER, () => portion);
      for (const { id, jobs } of backlogs) assert.equal(served.get(id) ?? 0, jobs);
    }),
    { numRuns: 200 },
  );
});
