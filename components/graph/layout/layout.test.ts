import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RunGraph } from '#components/graph/graph-model.ts';
import { drawGraph } from './draw-graph.ts';
import { dagreNodesMax, drawingOfElk, drawSmall, elkGraphOf, gap, isSmall, nodeSize } from './layout.ts';
import { layoutMemo, layoutMemoMax } from './layout-memo.ts';
import { isTall } from './level-fold.ts';
import { drawByLevel } from './level-layout.ts';

// Levels as the server counts them: one more than the deepest step waited for.
function levelsOf(count: number, edges: [number, number][]): number[] {
  const levels = Array.from({ length: count }, () => 0);
  for (const [from, to] of edges.toSorted((a, b) => a[1] - b[1] || a[0] - b[0])) {
    levels[to] = Math.max(levels[to] ?? 0, (levels[from] ?? 0) + 1);
  }
  return levels;
}

function hashOf(text: string): number {
  return ([...text].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 10_007, 7) * 7_919) % 10_007;
}

function graphOf(count: number, edges: [number, number][]): RunGraph {
  const levels = levelsOf(count, edges);
  return {
    nodes: levels.map((level, index) => ({ stepKey: `s${index}`, task: 'echo', level, condition: null })),
    edges: edges.map(([from, to]) => ({ from: `s${from}`, to: `s${to}`, on: 'success', condition: null })),
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

for (const [name, layOut] of [
  ['small', drawSmall],
  ['large', drawByLevel],
] as const) {
  test(`in a ${name} graph every step has a place, no two overlap, and a step stands right of what it waits for`, () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const layout = layOut(graph).places;
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
}

test('plain columns bring steps near to what they wait for, so that few edges cross', () => {
  // Ten chains whose steps are named in a random order.
  const edges = Array.from({ length: 90 }, (_, index): [number, number] => [index, index + 10]);
  const chains = graphOf(100, edges);
  const mixed = { ...chains, nodes: chains.nodes.toSorted((a, b) => hashOf(a.stepKey) - hashOf(b.stepKey)) };
  const layout = drawByLevel(mixed).places;
  const bent = mixed.edges.filter(({ from, to }) => layout.get(from)?.y !== layout.get(to)?.y);
  assert.deepEqual(bent, []);
});

test('a graph is laid out in the worker as soon as it is too large for the page', () => {
  assert.equal(isSmall(graphOf(dagreNodesMax, [])), true);
  assert.equal(isSmall(graphOf(dagreNodesMax + 1, [])), false);
});

test('elk is told of every node and edge, and what it finds comes back by step', () => {
  const asked = elkGraphOf(graphOf(2, [[0, 1]]));
  assert.deepEqual(asked.edges, [{ id: '0', sources: ['s0'], targets: ['s1'] }]);
  const sections = [{ id: 'a', startPoint: { x: 0, y: 0 }, endPoint: { x: 9, y: 9 }, bendPoints: [{ x: 4, y: 4 }] }];
  const edges = [{ id: '0', sources: ['s0'], targets: ['s1'], sections }];
  const drawing = drawingOfElk({ id: 'run', children: [{ id: 's0', x: 1, y: 2 }], edges });
  assert.deepEqual(drawing.places.get('s0'), { x: 1, y: 2 });
  assert.deepEqual(drawing.routes.get(0), [{ x: 4, y: 4 }]);
});

test('a structure is laid out once, also when it is asked for again while underway', async () => {
  let count = 0;
  const layOut = layoutMemo(async () => {
    count += 1;
    return { places: new Map(), routes: new Map() };
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
    return { places: new Map(), routes: new Map() };
  });
  await assert.rejects(layOut(graphOf(1, [])));
  for (let count = 1; count <= layoutMemoMax + 1; count += 1) await layOut(graphOf(count, []));
  await layOut(graphOf(1, []));
  assert.deepEqual([asked[0], asked[1], asked.at(-1)], [1, 1, 1]);
  assert.equal(asked.length, layoutMemoMax + 3);
});

test('an edge past other nodes is led around them, one between neighbours is not', () => {
  const { places, routes } = drawSmall(
    graphOf(4, [
      [0, 1],
      [1, 2],
      [2, 3],
      [0, 3],
    ]),
  );
  assert.deepEqual([...routes.keys()], [3]);
  for (const bend of routes.get(3) ?? []) {
    for (const place of places.values()) {
      const isInside =
        bend.x > place.x && bend.x < place.x + nodeSize.width && bend.y > place.y && bend.y < place.y + nodeSize.height;
      assert.equal(isInside, false);
    }
  }
});

// Many steps side by side between a first and a last one, as a fan of a day's files.
const fans = fc.tuple(fc.integer({ min: 1, max: 150 }), fc.integer({ min: 1, max: 40 })).map(([first, second]) => {
  const fan = Array.from({ length: first }, (_, n): [number, number] => [0, n + 1]);
  const join = Array.from({ length: second }, (_, n): [number, number] => [1 + (n % first), first + 1 + n]);
  return graphOf(1 + first + second, [...fan, ...join]);
});

test('a level higher than a window is folded: the picture is no taller than wide, and edges run between its rows', () => {
  fc.assert(
    fc.property(fans, (graph) => {
      const { places, routes } = drawByLevel(graph);
      const corners = [...places.values()];
      const width = Math.max(...corners.map(({ x }) => x)) + nodeSize.width;
      const height = Math.max(...corners.map(({ y }) => y)) + nodeSize.height;
      assert.ok(height <= Math.max(width, 12 * (nodeSize.height + gap.between)), `${width} x ${height}`);
      for (const [index, bends] of routes) {
        const { x: fromX = Number.NaN } = places.get(graph.edges[index]?.from ?? '') ?? {};
        const { x: toX = Number.NaN } = places.get(graph.edges[index]?.to ?? '') ?? {};
        const way = [fromX + nodeSize.width, ...bends.map(({ x }) => x), toX];
        assert.deepEqual(
          way,
          way.toSorted((a, b) => a - b),
          'an edge never turns back',
        );
        for (const bend of bends) {
          const inside = corners.filter(
            ({ x, y }) => bend.x > x && bend.x < x + nodeSize.width && bend.y > y && bend.y < y + nodeSize.height,
          );
          assert.deepEqual(inside, []);
        }
      }
    }),
    { numRuns: 50 },
  );
});

test('a small graph with a level too high for a window is folded as well, any other keeps its bends', () => {
  const fan = Array.from({ length: 60 }, (_, n): [number, number] => [0, n + 1]);
  assert.equal(isTall(graphOf(61, fan)), true);
  assert.ok(new Set([...drawGraph(graphOf(61, fan)).places.values()].map(({ x }) => x)).size > 2);
  const chain = Array.from({ length: 60 }, (_, n): [number, number] => [n, n + 1]);
  assert.deepEqual(drawGraph(graphOf(61, chain)), drawSmall(graphOf(61, chain)));
});

test('a folded level stays where it is when the graph is laid out again, and no step hides another', () => {
  fc.assert(
    fc.property(fans, (graph) => {
      const { places } = drawByLevel(graph);
      assert.deepEqual(drawByLevel(structuredClone(graph)).places, places);
      const corners = [...places.values()].map(({ x, y }) => `${x} ${y}`);
      assert.equal(new Set(corners).size, graph.nodes.length);
    }),
    { numRuns: 20 },
  );
});
