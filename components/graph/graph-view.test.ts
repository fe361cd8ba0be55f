import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { edgeLabels } from '#components/graph/layout/edge-labels.ts';
import { edgeLines } from '#components/graph/layout/edge-paths.ts';
import { drawSmall, nodeSize } from '#components/graph/layout/layout.ts';
import { extentOf, heightFor, isAllInView, viewOn, viewWith, wholeView } from '#components/graph/viewport/viewport.ts';
import type { RunGraph } from './graph-model.ts';
import { levelAt } from './graph-scope.ts';
import { findSteps, graphWalk } from './graph-walk.ts';

const graph: RunGraph = {
  nodes: [
    { stepKey: 'fetch', task: 'http', level: 0, condition: null },
    { stepKey: 'clean', task: 'transform', level: 1, condition: null },
    { stepKey: 'price', task: 'transform', level: 1, condition: null },
    { stepKey: 'report', task: 'render', level: 2, condition: null },
  ],
  edges: [
    { from: 'fetch', to: 'clean', on: 'success', condition: null },
    { from: 'fetch', to: 'price', on: 'success', condition: null },
    { from: 'clean', to: 'report', on: 'success', condition: null },
    { from: 'price', to: 'report', on: 'failure', condition: null },
  ],
};
const drawing = drawSmall(graph);
const layout = drawing.places;

test('the arrow keys follow edges to the left and right and stay in the column up and down', () => {
  const walk = graphWalk(graph, layout);
  const [upper = '', lower = ''] = ['clean', 'price'].toSorted(
    (a, b) => (layout.get(a)?.y ?? 0) - (layout.get(b)?.y ?? 0),
  );
  assert.ok(['clean', 'price'].includes(walk('fetch', 'right') ?? ''));
  assert.equal(walk(upper, 'down'), lower);
  assert.equal(walk(lower, 'up'), upper);
  assert.equal(walk(upper, 'up'), undefined);
  assert.equal(walk('report', 'right'), undefined);
  assert.equal(walk('price', 'left'), 'fetch');
});

test('a step is found by the beginning of its name first, then by a part of it, then by its task', () => {
  assert.deepEqual(findSteps(graph, 're', 8), ['report']);
  assert.deepEqual(findSteps(graph, 'TRANS', 8), ['clean', 'price']);
  assert.deepEqual(findSteps(graph, 'c', 2), ['clean', 'fetch']);
  assert.deepEqual(findSteps(graph, '  ', 8), []);
});

test('edges that look alike are one path, and every edge has its head', () => {
  const lines = edgeLines(graph, drawing, ['taken', 'open', 'taken', 'untaken']);
  assert.deepEqual(
    lines.map(({ fate, isDashed }) => [fate, isDashed]),
    [
      ['untaken', true],
      ['open', false],
      ['taken', false],
    ],
  );
  assert.equal(lines.flatMap(({ lines: curves }) => curves.match(/M/g) ?? []).length, graph.edges.length);
  assert.equal(lines.flatMap(({ heads }) => heads.match(/z/g) ?? []).length, graph.edges.length);
});

test('an edge that waits for something else than success says so', () => {
  assert.deepEqual(
    edgeLabels(graph, { drawing, fates: [], isNear: true }).map(({ words }) => words),
    ['on failure'],
  );
});

test('an edge with a condition is marked where it can be read, and draws no eye from afar', () => {
  const edges = graph.edges.map((edge) => ({ ...edge, condition: 'result.ok' }));
  const labelsFrom = (isNear: boolean) =>
    edgeLabels({ ...graph, edges }, { drawing: drawSmall(graph), fates: [], isNear });
  const wordsFrom = (isNear: boolean) => labelsFrom(isNear).map(({ words }) => words);
  assert.deepEqual(wordsFrom(true), ['if', 'if', 'if', 'on failure\nif']);
  assert.deepEqual(wordsFrom(false), ['fails']);
  assert.deepEqual(
    labelsFrom(false).map(({ whole }) => whole),
    ['on failure'],
  );
});

test('an edge says what its condition answered, and in full for whoever rests on it', () => {
  const edges = graph.edges.map((edge) => ({ ...edge, condition: 'result.ok' }));
  const learned = (['TRUE', 'FALSE', 'FAILED', 'NOT_ASKED'] as const).map((answer) => ({ answer, isTaken: null }));
  const labels = edgeLabels({ ...graph, edges }, { drawing: drawSmall(graph), fates: [], isNear: true, learned });
  assert.deepEqual(
    labels.map(({ words }) => words),
    ['if true', 'if false', 'if failed', 'on failure\nif'],
  );
  assert.deepEqual([labels[1]?.whole, labels[3]?.whole], ['if result.ok\nfalse', 'if result.ok']);
});

const sizes = fc.record({ width: fc.integer({ min: 400, max: 3_000 }), height: fc.integer({ min: 300, max: 2_000 }) });

test('the whole graph is in view at first, never larger than life', () => {
  fc.assert(
    fc.property(sizes, (size) => {
      const view = wholeView(layout, size);
      assert.ok(view.zoom <= 1);
      for (const place of layout.values()) {
        const [left, top] = [view.x + place.x * view.zoom, view.y + place.y * view.zoom];
        assert.ok(left >= 0 && left + nodeSize.width * view.zoom <= size.width);
        assert.ok(top >= 0 && top + nodeSize.height * view.zoom <= size.height);
      }
    }),
  );
});

test('a box is as high as its graph needs: nothing of it is lost, and it stands clear of the tools', () => {
  fc.assert(
    fc.property(fc.integer({ min: 300, max: 3_000 }), (width) => {
      const size = { width, height: heightFor(layout, width) };
      const view = wholeView(layout, size);
      const extent = extentOf(layout);
      assert.ok(extent !== undefined && isAllInView(view, { extent, size }));
      const top = view.y + extent.top * view.zoom;
      assert.ok(top >= 40, `${top} px above a graph in ${width} px`);
      assert.ok(size.height <= extent.height + 120);
    }),
  );
});

test('a node that is in view does not move the view, one outside moves it just as far as it must', () => {
  const size = { width: 1_000, height: 600 };
  const view = { x: 0, y: 0, zoom: 1 };
  assert.equal(viewWith(view, { place: { x: 100, y: 100 }, size }), view);
  const moved = viewWith(view, { place: { x: 2_000, y: 100 }, size });
  assert.deepEqual(moved, { x: -(2_000 + nodeSize.width + 32 - 1_000), y: 0, zoom: 1 });
  assert.equal(viewWith(moved, { place: { x: 2_000, y: 100 }, size }), moved);
});

test('a step that was searched for stands in the middle and can be read', () => {
  const view = viewOn({ x: 0, y: 0, zoom: 0.1 }, { place: { x: 500, y: 500 }, size: { width: 1_000, height: 600 } });
  assert.equal(levelAt(view.zoom), 'near');
  assert.equal(view.x + (500 + nodeSize.width / 2) * view.zoom, 500);
});

test('far away only states can be told apart, then names, then everything', () => {
  assert.deepEqual([0.1, 0.4, 1].map(levelAt), ['far', 'middle', 'near']);
});

test('the map of the graph is needed as soon as a part of the graph lies outside of the window', () => {
  const extent = extentOf(layout);
  assert.ok(extent !== undefined);
  fc.assert(
    fc.property(fc.integer({ min: 300, max: 2_000 }), fc.integer({ min: 200, max: 1_200 }), (width, height) => {
      const size = { width, height };
      const whole = wholeView(layout, size);
      assert.equal(isAllInView(whole, { extent, size }), true);
      assert.equal(isAllInView({ ...whole, x: whole.x - width }, { extent, size }), false);
      assert.equal(isAllInView({ ...whole, zoom: whole.zoom * 9 }, { extent, size }), false);
    }),
  );
  assert.equal(extentOf(new Map()), undefined);
});
