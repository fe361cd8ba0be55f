import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '#domain/value/json.ts';
import { type HandRun, moveByHand, openSteps, planByHand, type StepEnd } from '#testing/runs/run-by-hand.ts';

// Goal: nothing that a run does depends on the order in which its steps settle. Method: every order is walked through
// the pure decisions. Two orders that lead to the same state of the run, byte for byte, go on as one; that is not a
// sample, because a decision depends on nothing else.

const twelve: JsonObject = {
  variables: { limit: { type: 'number', default: 2 } },
  onFailure: 'fail',
  tasks: [
    { id: 'a', type: 'T', output: { x: 'result.n', from: '"a"' } },
    { id: 'b', type: 'T', output: { x: 'result.n + 1', size: 'result.list.size()', from: '"b"' } },
    { id: 'c', type: 'T' },
    { id: 'd', type: 'T', dependencies: ['a', 'b'], condition: 'vars.x > vars.limit', params: { x: '${{ vars.x }}' } },
    { id: 'e', type: 'T', dependencies: [{ task: 'a', condition: 'result.n > 100' }] },
    {
      id: 'f',
      type: 'T',
      dependencies: [{ task: 'a', on: 'default' }],
      params: '${{ vars.from }} ${{ tasks.a.result }}',
    },
    {
      id: 'g',
      type: 'T',
      dependencies: [
        { task: 'e', on: 'skipped', condition: 'tasks.e.state == "SKIPPED" && tasks.a.state == "SUCCEEDED"' },
      ],
      condition: 'tasks.e.result == null && tasks.e.error == null && vars.from.startsWith("a")',
    },
    {
      id: 'h',
      type: 'T',
      dependencies: [{ task: 'c', on: 'failure' }],
      params: { why: '${{ tasks.c.error.message }}' },
    },
    {
      id: 'i',
      type: 'T',
      dependencies: ['d', { task: 'h', on: 'completion', condition: 'tasks.c.state == "FAILED"' }],
      params: { x: '${{ vars.x }}', from: '${{ vars.from }}', state: '${{ tasks.h.state }}' },
      output: { x: 'vars.x + result.n' },
    },
    { id: 'j', type: 'T', dependencies: ['f', 'g'], join: 'any', params: { n: '${{ tasks.a.result.n }}' } },
    {
      id: 'k',
      type: 'T',
      dependencies: ['i', { task: 'l', on: 'failure' }],
      condition: 'vars.x == 14 && has(vars.size)',
      params: '${{ tasks.l.error.type }} ${{ tasks.l.error.message }} ${{ tasks.l.state }}',
    },
    { id: 'l', type: 'T', dependencies: [{ task: 'b', condition: 'tasks.b.result.absent > 1' }] },
  ],
};

const ends: Record<string, StepEnd> = {
  a: { state: 'SUCCEEDED', result: { n: 1 } },
  b: { state: 'SUCCEEDED', result: { n: 3, list: [1, 2] } },
  c: { state: 'FAILED', error: { type: 'Boom', message: 'it broke', retryable: false } },
  i: { state: 'SUCCEEDED', result: { n: 10 } },
};

type Walk = { given: ReturnType<typeof planByHand>; batches: (open: string[]) => string[][] };
type Found = { orders: bigint; finals: Map<string, HandRun> };

/** Every way from this state to the end: how many there are, and every end that differs. */
function walkAll({ given, batches }: Walk): Found {
  const known = new Map<string, Found>();
  const walk = (run: HandRun): Found => {
    const key = sayState(run);
    const found = known.get(key) ?? { orders: 0n, finals: new Map<string, HandRun>() };
    if (known.has(key)) return found;
    if (run.last?.outcome !== 'OPEN') {
      found.orders = 1n;
      found.finals.set(key, run);
    } else {
      for (const batch of batches(openSteps(given.plan, run))) {
        const settled = Object.fromEntries(batch.map((id) => [id, ends[id] ?? { state: 'SUCCEEDED' as const }]));
        const next = walk(moveByHand(given, run, settled));
        found.orders += next.orders;
        for (const [end, last] of next.finals) found.finals.set(end, last);
      }
    }
    known.set(key, found);
    return found;
  };
  return walk(moveByHand(given, null));
}

function sayState({ progress, edges, variables, left, told, last }: HandRun): string {
  const sorted = (record: object) => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  const end = last?.outcome === 'OPEN' ? null : [last?.outcome, last?.failedStep];
  const bytes = [progress, edges].map((one) => [...(one ?? [])]);
  return JSON.stringify([bytes, sorted(variables), sorted(left), sorted(told), end]);
}

function oneByOne(open: string[]): string[][] {
  return open.map((id) => [id]);
}

function everyBatch(open: string[]): string[][] {
  const batches = Array.from({ length: 2 ** open.length - 1 }, (_, n) => open.filter((_id, at) => ((n + 1) >> at) & 1));
  // Of settlements that arrive together, the first in the list is taken in first.
  return batches.flatMap((batch) => (batch.length === 1 ? [batch] : [batch, batch.toReversed()]));
}

// Two branches fail and succeed in any order; what follows them must not tell which was first.
const ending: JsonObject = {
  onFailure: 'continue',
  tasks: [
    { id: 'a', type: 'T', compensate: 'T', output: { from: '"a"' } },
    { id: 'b', type: 'T', compensate: { task: 'T', params: '${{ result.n }} ${{ vars.from }} ${{ run.failedStep }}' } },
    { id: 'c', type: 'T' },
    { id: 'd', type: 'T', dependencies: ['a'], compensate: 'T', output: { from: '"d"' } },
    { id: 'e', type: 'T', dependencies: [{ task: 'a', condition: 'result.n > 100' }], compensate: 'T' },
    { id: 'tell', type: 'T', finally: true, condition: 'run.failed', params: '${{ run.failedStep }} ${{ vars.from }}' },
    {
      id: 'tidy',
      type: 'T',
      finally: true,
      dependencies: [{ task: 'e', on: 'skipped' }],
      params: '${{ tasks.d.state }}',
    },
    { id: 'never', type: 'T', finally: true, condition: 'run.cancelled || tasks.c.state == "SUCCEEDED"' },
  ],
};

const walks: [how: string, batches: Walk['batches'], limit: number | null, orders: bigint][] = [
  ['one by one', oneByOne, null, 4_300n],
  ['in batches of every size', everyBatch, null, 206_822n],
  ['one by one, two at work at once', oneByOne, 2, 306n],
  ['in batches, two at work at once', everyBatch, 2, 6_394n],
];

for (const [how, batches, limit, orders] of walks) {
  test(`twelve steps that settle ${how} make the same run in each of ${orders} orders`, () => {
    const definition = { ...twelve, ...(limit === null ? {} : { limits: { maxConcurrentTasks: limit } }) };
    const found = walkAll({ given: planByHand(definition), batches });
    assert.equal(found.orders, orders);
    assert.equal(found.finals.size, 1, [...found.finals.keys()].join('\n'));
    const [end] = [...found.finals.values()];
    assert.deepEqual([end?.last?.outcome, end?.last?.failedStep], ['SUCCEEDED', null]);
    assert.deepEqual(end?.variables, { limit: 2, x: 14, size: 2, from: 'b' });
  });
}

test('a run that fails is undone and closed in the same way in whatever order its steps settle', () => {
  const given = planByHand(ending);
  const found = walkAll({ given, batches: everyBatch });
  assert.equal(found.finals.size, 1, [...found.finals.keys()].join('\n'));
  const [end] = [...found.finals.values()];
  assert.deepEqual([end?.last?.outcome, end?.last?.failedStep], ['FAILED', 2]);
  const { told = {} } = end ?? {};
  assert.deepEqual(told['b:compensate'], { params: '3 d c' });
  assert.deepEqual(told.tell, { params: 'c d' });
  assert.deepEqual(told.tidy, { params: 'SUCCEEDED' });
  assert.deepEqual(told['e:compensate'], undefined);
  assert.equal(found.orders > 50n, true);
});
