/**
 * The edges of a graph as a handful of paths: all edges that look alike are one path, so that a thousand edges cost as
 * much as ten.
 */
import { curveMonotoneX, line as curveThrough } from 'd3-shape';
import type { EdgeFate, GraphEdge, RunGraph } from '#components/graph/graph-model.ts';
import { type Drawing, nodeSize } from './layout.ts';

/** All edges of one look as two paths: the curves, and the heads of their arrows. */
export type EdgeLine = { isDashed: boolean; fate: EdgeFate; lines: string; heads: string };

type Ends = Pick<GraphEdge, 'from' | 'to'>;
/** An edge and its place in the graph, by which its route is found. */
export type PlacedEdge = { edge: Ends; index: number };

/** A place in a drawing. */
export type Point = { x: number; y: number };

/** The head of an arrow. */
export const head = { length: 8, halfWidth: 4 };
const smooth = curveThrough<Point>(
  ({ x }) => x,
  ({ y }) => y,
)
  .curve(curveMonotoneX)
  .digits(1);

// What goes on where something went wrong.
const dashed: ReadonlySet<string> = new Set(['failure', 'compensation']);

/** All edges, gathered by look. What was not taken comes first and lies below. */
export function edgeLines(graph: RunGraph, drawing: Drawing, fates: readonly EdgeFate[]): EdgeLine[] {
  const lines: EdgeLine[] = [];
  const strokes = strokesOf(graph, drawing);
  for (const fate of ['untaken', 'open', 'taken'] as const) {
    for (const isDashed of [false, true]) {
      const own = strokes.filter(
        (_, index) => fates[index] === fate && dashed.has(graph.edges[index]?.on ?? '') === isDashed,
      );
      if (own.length > 0) lines.push({ isDashed, fate, ...joined(own) });
    }
  }
  return lines;
}

/** The edges that lead to a step or from it. */
export function edgesAt(graph: RunGraph, drawing: Drawing, stepKey: string): { lines: string; heads: string } {
  const isAt = (edge: GraphEdge | undefined) => edge?.from === stepKey || edge?.to === stepKey;
  return joined(strokesOf(graph, drawing).filter((_, index) => isAt(graph.edges[index])));
}

/** The edges from each step of a chain to the next one. */
export function edgesAlong(
  graph: RunGraph,
  drawing: Drawing,
  chain: readonly string[],
): { lines: string; heads: string } {
  const next = new Map(chain.slice(1).map((to, place) => [to, chain[place]]));
  const isOn = (edge: GraphEdge | undefined) => edge !== undefined && next.get(edge.to) === edge.from;
  return joined(strokesOf(graph, drawing).filter((_, index) => isOn(graph.edges[index])));
}

type Stroke = { line: string; head: string };

const strokesByDrawing = new WeakMap<Drawing, Stroke[]>();

// Made once for each drawing, whose structure is that of the graph: a state that changes moves an edge from one look to
// another and leaves its course as it is.
function strokesOf({ edges }: RunGraph, drawing: Drawing): Stroke[] {
  const known = strokesByDrawing.get(drawing);
  if (known !== undefined) return known;
  const strokes = edges.map((edge, index) => ({
    line: curveOf({ edge, index }, drawing),
    head: headOf(edge, drawing),
  }));
  strokesByDrawing.set(drawing, strokes);
  return strokes;
}

function joined(strokes: readonly Stroke[]): { lines: string; heads: string } {
  return { lines: strokes.map(({ line }) => line).join(''), heads: strokes.map(({ head }) => head).join('') };
}

/** The curve of an edge, from the right side of one node to the left side of the other, around those between them. */
export function curveOf({ edge, index }: PlacedEdge, drawing: Drawing): string {
  const { start, end } = endsOf(drawing, edge);
  const tip = { x: end.x - head.length, y: end.y };
  return curveBetween(start, tip, drawing.routes.get(index));
}

/** A curve from one place to another, by way of its bends where it has any. */
export function curveBetween(start: Point, tip: Point, bends?: readonly Point[]): string {
  if (bends !== undefined) return smooth([start, ...bends, tip]) ?? '';
  const bend = bendOf(start, tip);
  return `M${start.x} ${start.y}C${start.x + bend} ${start.y} ${tip.x - bend} ${tip.y} ${tip.x} ${tip.y}`;
}

/** How far a curve without bends leaves and arrives straight on. */
export function bendOf(start: { x: number }, tip: { x: number }): number {
  return Math.max(24, Math.abs(tip.x - start.x) / 2);
}

/** The head of an edge's arrow. */
export function headOf(edge: Ends, drawing: Drawing): string {
  return headAt(endsOf(drawing, edge).end);
}

/** The head of an arrow that ends at a place. */
export function headAt(end: Point): string {
  return `M${end.x} ${end.y}l${-head.length} ${-head.halfWidth}v${2 * head.halfWidth}z`;
}

/** Where an edge leaves a node and where it meets the other. */
export function endsOf({ places }: Drawing, { from, to }: Ends) {
  const [source, target] = [places.get(from) ?? { x: 0, y: 0 }, places.get(to) ?? { x: 0, y: 0 }];
  return {
    start: { x: source.x + nodeSize.width, y: source.y + nodeSize.height / 2 },
    end: { x: target.x, y: target.y + nodeSize.height / 2 },
  };
}
