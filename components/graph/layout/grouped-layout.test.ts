import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { drawGrouped } from './grouped-layout.ts';
import { type Layout, nodeSize } from './layout.ts';

const nodes = ['a', 'b', 'c', 'd', 'e', 'lone', 'other'].map((stepKey) => ({
  stepKey,
  task: 'T',
  level: 0,
  condition: null,
}));
const edges = [
  ['a', 'b'],
  ['a', 'c'],
  ['b', 'd'],
  ['c', 'd'],
  ['c', 'other'],
  ['d', 'e'],
].map(([from = '', to = '']) => ({ from, to, on: 'success', condition: null }));

/** The steps that the frame around some of them touches. */
function inside(places: Layout, group: readonly string[]): string[] {
  const corners = group.flatMap((stepKey) => places.get(stepKey) ?? []);
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  const touched = [...places].filter(([, { x, y }]) => {
    const isAcross = x + nodeSize.width > Math.min(...xs) && x < Math.max(...xs) + nodeSize.width;
    return isAcross && y + nodeSize.height > Math.min(...ys) && y < Math.max(...ys) + nodeSize.height;
  });
  return touched.map(([stepKey]) => stepKey).sort();
}

test('no step stands in the frame of a group that is not its own', () => {
  const groups = [
    ['a', 'c', 'gone'],
    ['d', 'e'],
  ];
  const drawing = drawGrouped({ nodes, edges }, groups);
  assert.ok(drawing !== undefined);
  for (const group of groups)
    assert.deepEqual(inside(drawing.places, group), group.filter((stepKey) => stepKey !== 'gone').sort());
});

test('every graph can be laid out so, also one with circles, which is being written', () => {
  const at = fc.nat(11);
  const arrows = fc.array(fc.tuple(at, at), { maxLength: 25 });
  fc.assert(
    fc.property(arrows, fc.array(fc.nat(4), { minLength: 12, maxLength: 12 }), (drawn, groupOf) => {
      const steps = groupOf.map((_, index) => `s${index}`);
      const groups = [0, 1, 2].map((group) => steps.filter((_, index) => groupOf[index] === group));
      const graph = {
        nodes: steps.map((stepKey) => ({ stepKey, task: 'T', level: 0, condition: null })),
        edges: drawn
          .filter(([from, to]) => from !== to)
          .map(([from, to]) => ({ from: `s${from}`, to: `s${to}`, on: 'success', condition: null })),
      };
      const drawing = drawGrouped(graph, groups);
      for (const { x, y } of drawing?.places.values() ?? []) assert.ok(Number.isFinite(x) && Number.isFinite(y));
    }),
    { numRuns: 150 },
  );
});

test('without groups there is nothing to lay out so', () => {
  assert.equal(drawGrouped({ nodes, edges }, []), undefined);
  assert.equal(drawGrouped({ nodes, edges }, [['gone']]), undefined);
});
