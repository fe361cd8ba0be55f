/**
 * The edges of a graph as a handful of paths: all edges that look alike are one path, so that a thousand edges cost as
 * much as ten.
 */
import type { EdgeFate, RunGraph } from './graph-model.ts';
import { type Layout, nodeSize } from './layout.ts';

export type EdgeLine = { isDashed: boolean; fate: EdgeFate; lines: string; heads: string };
export type EdgeLabel = { key: string; x: number; y: number; words: string; fate: EdgeFate };

const head = { length: 8, halfWidth: 4 };

/** The curve of one edge, from the right side of one node to the left side of the other. */
export function curveOf(layout: Layout, { from, to }: { from: string; to: string }): string {
  const { start, end } = endsOf(layout, { from, to });
  const bend = Math.max(24, Math.abs(end.x - start.x) / 2);
  return `M${start.x} ${start.y}C${start.x + bend} ${start.y} ${end.x - head.length - bend} ${end.y} ${end.x - head.length} ${end.y}`;
}

/** The head of the arrow at the end of an edge. */
export function headOf(layout: Layout, { from, to }: { from: string; to: string }): string {
  const { end } = endsOf(layout, { from, to });
  return `M${end.x} ${end.y}l${-head.length} ${-head.halfWidth}v${2 * head.halfWidth}z`;
}

/** All edges, gathered by look. What was not taken comes first and lies below. */
export function edgeLines(graph: RunGraph, layout: Layout, fates: readonly EdgeFate[]): EdgeLine[] {
  const lines: EdgeLine[] = [];
  for (const fate of ['untaken', 'open', 'taken'] as const) {
    for (const isDashed of [false, true]) {
      const own = graph.edges.filter((edge, index) => fates[index] === fate && isDashedEdge(edge.on) === isDashed);
      if (own.length === 0) continue;
      const gathered = {
        lines: own.map((edge) => curveOf(layout, edge)),
        heads: own.map((edge) => headOf(layout, edge)),
      };
      lines.push({ isDashed, fate, lines: gathered.lines.join(''), heads: gathered.heads.join('') });
    }
  }
  return lines;
}

/** What stands at edges that wait for something else than success. */
export function edgeLabels(graph: RunGraph, layout: Layout, fates: readonly EdgeFate[]): EdgeLabel[] {
  return graph.edges.flatMap((edge, index) => {
    const words = wordsOf(edge);
    if (words === undefined) return [];
    const { start, end } = endsOf(layout, edge);
    const place = { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
    return [{ key: `${index}`, ...place, words, fate: fates[index] ?? 'open' }];
  });
}

function isDashedEdge(on: string): boolean {
  return on === 'failure';
}

const words: Record<string, string> = {
  failure: 'on failure',
  completion: 'in any case',
  skipped: 'if skipped',
  default: 'otherwise',
};

function wordsOf({ on }: RunGraph['edges'][number]): string | undefined {
  return on === 'success' ? undefined : (words[on] ?? on);
}

function endsOf(layout: Layout, { from, to }: { from: string; to: string }) {
  const [source, target] = [layout.get(from) ?? { x: 0, y: 0 }, layout.get(to) ?? { x: 0, y: 0 }];
  return {
    start: { x: source.x + nodeSize.width, y: source.y + nodeSize.height / 2 },
    end: { x: target.x, y: target.y + nodeSize.height / 2 },
  };
}
