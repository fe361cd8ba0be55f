import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunGraph } from '#components/graph/graph-model.ts';
import { drawGraph } from './draw-graph.ts';
import { type EdgeLabel, edgeLabels, labelSizes } from './edge-labels.ts';
import { nodeSize } from './layout.ts';

/** A step that fails over to several others, past a chain that goes on. */
function fan(ways: number): RunGraph {
  const node = (stepKey: string, level: number) => ({ stepKey, task: 'work', level, condition: null });
  const caught = Array.from({ length: ways }, (_, n) => `caught-${n}`);
  return {
    nodes: [node('first', 0), node('second', 1), node('third', 2), ...caught.map((key, n) => node(key, 1 + (n % 2)))],
    edges: [
      { from: 'first', to: 'second', on: 'success', condition: null },
      { from: 'second', to: 'third', on: 'completion', condition: null },
      { from: 'first', to: 'third', on: 'skipped', condition: null },
      ...caught.map((to) => ({ from: 'first', to, on: 'failure', condition: 'result.ok' })),
    ],
  };
}

function boxOf({ x, y, words }: EdgeLabel, { charWidth, lineHeight }: { charWidth: number; lineHeight: number }) {
  const lines = words.split('\n');
  const [width, height] = [Math.max(...lines.map(({ length }) => length)) * charWidth, lines.length * lineHeight];
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

type Box = ReturnType<typeof boxOf>;

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

for (const level of ['near', 'middle'] as const) {
  test(`words at edges cover neither a step nor each other, seen from ${level}`, () => {
    for (const ways of [1, 2, 5, 9]) {
      const graph = fan(ways);
      const drawing = drawGraph(graph);
      const labels = edgeLabels(graph, { drawing, fates: [], isNear: level === 'near' });
      assert.equal(labels.length, ways + 2);
      const boxes = labels.map((label) => boxOf(label, labelSizes[level]));
      for (const [n, box] of boxes.entries()) {
        for (const other of boxes.slice(n + 1)) assert.equal(overlaps(box, other), false, `${ways} ways, label ${n}`);
        for (const { x, y } of drawing.places.values()) {
          const step = { left: x, right: x + nodeSize.width, top: y, bottom: y + nodeSize.height };
          assert.equal(overlaps(box, step), false, `${ways} ways, label ${n} on a step`);
        }
      }
    }
  });
}
