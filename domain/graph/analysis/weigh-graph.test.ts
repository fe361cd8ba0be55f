import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { graphBetween } from './analysis.ts';
import { weighGraph } from './weigh-graph.ts';

const graphs = fc
  .array(fc.record({ ms: fc.nat(9), parents: fc.array(fc.nat(), { maxLength: 3 }) }), { minLength: 1, maxLength: 9 })
  .map((steps) => {
    const keys = steps.map((_, step) => String(step));
    const edges = steps.flatMap(({ parents }, step) =>
      step === 0 ? [] : parents.map((parent) => ({ from: String(parent % step), to: String(step) })),
    );
    return { graph: graphBetween(keys, edges), times: steps.map(({ ms }) => ms) };
  });

type Case = typeof graphs extends fc.Arbitrary<infer Value> ? Value : never;

/** Every way through the graph, walked one by one. */
function waysOf({ graph }: Case): number[][] {
  const from = (step: number): number[][] => {
    const next = graph.children[step] ?? [];
    return [[step], ...next.flatMap(from).map((way) => [step, ...way])];
  };
  return graph.parents.flatMap((_, step) => from(step));
}

const lengthOf = (way: readonly number[], { times }: Case) => way.reduce((sum, step) => sum + (times[step] ?? 0), 0);

test('the critical path is as long as the longest of all ways, and is one of them', () => {
  fc.assert(
    fc.property(graphs, (one) => {
      const { path, totalMs } = weighGraph(one.graph, one.times);
      const ways = waysOf(one);
      assert.equal(totalMs, Math.max(...ways.map((way) => lengthOf(way, one))));
      assert.equal(lengthOf(path, one), totalMs);
      assert.ok(ways.some((way) => way.join() === path.join()));
    }),
  );
});

test('slack is never below zero, zero on the critical path, and exactly what a step may grow by', () => {
  fc.assert(
    fc.property(graphs, fc.nat(), (one, chosen) => {
      const { path, steps, totalMs } = weighGraph(one.graph, one.times);
      for (const { slackMs } of steps) assert.ok(slackMs >= 0);
      for (const step of path) assert.equal(steps[step]?.slackMs, 0);
      const step = chosen % steps.length;
      const slackMs = steps[step]?.slackMs ?? 0;
      const grown = (by: number) => one.times.map((ms, index) => (index === step ? ms + by : ms));
      assert.equal(weighGraph(one.graph, grown(slackMs)).totalMs, totalMs);
      assert.equal(weighGraph(one.graph, grown(slackMs + 1)).totalMs, totalMs + 1);
    }),
  );
});

test('as many steps run at once as there are at some instant, and on average never more', () => {
  fc.assert(
    fc.property(graphs, (one) => {
      const { steps, totalMs, parallelismMax, parallelismAverage } = weighGraph(one.graph, one.times);
      if (totalMs === 0) return;
      const at = (instant: number) =>
        steps.filter(({ startMs }, step) => startMs <= instant && instant < startMs + (one.times[step] ?? 0)).length;
      assert.equal(parallelismMax, Math.max(...Array.from({ length: totalMs }, (_, instant) => at(instant))));
      assert.ok(parallelismAverage <= parallelismMax);
    }),
  );
});

test('a diamond whose one side is slow has its slack on the other side', () => {
  const keys = ['start', 'slow', 'fast', 'end'];
  const edges = [
    { from: 'start', to: 'slow' },
    { from: 'start', to: 'fast' },
    { from: 'slow', to: 'end' },
    { from: 'fast', to: 'end' },
  ];
  const { path, steps, totalMs, bottleneck, parallelismMax } = weighGraph(graphBetween(keys, edges), [10, 50, 20, 5]);
  assert.deepEqual(
    path.map((step) => keys[step]),
    ['start', 'slow', 'end'],
  );
  assert.equal(totalMs, 65);
  assert.deepEqual(
    steps.map(({ slackMs }) => slackMs),
    [0, 0, 30, 0],
  );
  assert.equal(keys[bottleneck ?? -1], 'slow');
  assert.equal(parallelismMax, 2);
});

test('where no time is known the levels say how many may run side by side', () => {
  const edges = ['a', 'b', 'c'].map((to) => ({ from: 'root', to }));
  const weighed = weighGraph(graphBetween(['root', 'a', 'b', 'c'], edges), [0, 0, 0, 0]);
  assert.deepEqual([weighed.parallelismMax, weighed.parallelismAverage, weighed.bottleneck], [3, 2, undefined]);
  assert.equal(weighed.path.length, 2);
});

test('five thousand steps in a row are weighed', () => {
  const keys = Array.from({ length: 5_000 }, (_, step) => String(step));
  const edges = keys.slice(1).map((to, step) => ({ from: String(step), to }));
  const times = keys.map(() => 1);
  assert.equal(weighGraph(graphBetween(keys, edges), times).totalMs, 5_000);
});
