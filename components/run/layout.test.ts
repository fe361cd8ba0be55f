import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RunGraph } from '#components/run/graph-model.ts';
import { elkGraphOf, isSmall, layoutOfElk, layoutSmall, nodeSize } from '#components/run/layout.ts';
import { layoutMemo } from '#components/run/layout-memo.ts';
import { bounds } from '#domain/bounds.ts';

function graphOf(count: number, edges: [number, number][]): RunGraph {
  return {
    nodes: Array.from({ length: count }, (_, index) => ({ stepKey: `s${index}`, task: 'echo', level: 0 })),
    edges: edges.map(([from, to]) => ({ from: `s${from}`, to: `s${to}`, on: 'success' })),
  };
}

const graphs = fc.integer({ min: 1, max: 25 }).chain((count) =>
  fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 40 }).map((pairs) =>
    graphOf(
      count,
      pairs.filter(([from, to]) => from < to),
    ),
  ),
);

test('every step gets a place, no two overlap, and a step stands to the right of what it waits for', () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const layout = layoutSmall(graph);
      const places = graph.nodes.map(({ stepKey }) => layout.get(stepKey) ?? { x: Number.NaN, y: Number.NaN });
      for (const [index, a] of places.entries()) {
        for (const b of places.slice(index + 1)) {
          const apart = Math.abs(a.x - b.x) >= nodeSize.width || Math.abs(a.y - b.y) >= nodeSize.height;
          assert.ok(apart, JSON.stringify({ a, b }));
        }
      }
      for (const { from, to } of graph.edges) {
        assert.ok((layout.get(from)?.x ?? Number.NaN) < (layout.get(to)?.x ?? Number.NaN), `${from} -> ${to}`);
      }
    }),
    { numRuns: 50 },
  );
});

test('a graph is laid out in the worker as soon as it is too large for the page', () => {
  assert.equal(isSmall(graphOf(bounds.dagreNodesMax, [])), true);
  assert.equal(isSmall(graphOf(bounds.dagreNodesMax + 1, [])), false);
});

test('elk is told of every node and edge, and what it finds comes back by step', () => {
  const asked = elkGraphOf(graphOf(2, [[0, 1]]));
  assert.deepEqual(asked.edges, [{ id: '0', sources: ['s0'], targets: ['s1'] }]);
  const layout = layoutOfElk({ id: 'run', children: [{ id: 's0', x: 1, y: 2 }] });
  assert.deepEqual(layout.get('s0'), { x: 1, y: 2 });
});

test('a structure is laid out once, also when it is asked for again while underway', async () => {
  let count = 0;
  const layOut = layoutMemo(async () => {
    count += 1;
    return new Map();
  });
  const graph = graphOf(3, [[0, 1]]);
  const [first, second] = await Promise.all([layOut(graph), layOut(structuredClone(graph))]);
  assert.equal(first, second);
  assert.equal(count, 1);
});

test('the oldest layout gives way, and one that failed is tried again', async () => {
  const asked: number[] = [];
  const layOut = layoutMemo(async (graph) => {
    asked.push(graph.nodes.length);
    if (asked.length === 1) throw new Error('the worker did not start');
    return new Map();
  });
  await assert.rejects(layOut(graphOf(1, [])));
  for (let count = 1; count <= bounds.layoutMemoMax + 1; count += 1) await layOut(graphOf(count, []));
  await layOut(graphOf(1, []));
  assert.deepEqual([asked[0], asked[1], asked.at(-1)], [1, 1, 1]);
  assert.equal(asked.length, bounds.layoutMemoMax + 3);
});
