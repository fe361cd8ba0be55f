/**
 * A level higher than the picture stands in several columns: two hundred steps one under the other would be a thread
 * that nobody can read.
 */
import type { RunGraph } from '#components/graph/graph-model.ts';
import { type Drawing, gap, nodeSize } from './layout.ts';

/** The nodes of a level in their order, how many stand side by side in a row, and how many rows they fill. */
export type FoldedLevel = { nodes: readonly number[]; width: number; rows: number };

// A picture about as wide as the windows it is shown in.
const aspect = 1.8;
// As many rows can be read at a glance; fewer are never forced.
const rowsAtLeast = 12;
// Closer than levels are to each other, so that what belongs together is seen together.
const gapInLevel = 40;
const pitch = { x: nodeSize.width + gapInLevel, y: nodeSize.height + gap.between };

/** Gives each level as many columns as bring the whole picture near to the shape of a window. */
export function foldLevels(columns: readonly (readonly number[])[]): FoldedLevel[] {
  let rows = columns.reduce((most, { length }) => Math.max(most, length), 0);
  while (rows > rowsAtLeast && widthAt(columns, rows) < aspect * rows * pitch.y) rows -= 1;
  return columns.map((nodes) => {
    const width = Math.ceil(nodes.length / rows);
    return { nodes, width, rows: Math.ceil(nodes.length / width) };
  });
}

/** True when the graph has a level so high that it would be folded. */
export function isTall(graph: RunGraph): boolean {
  const levels = Map.groupBy(graph.nodes.keys(), (node) => graph.nodes[node]?.level ?? 0);
  return foldLevels([...levels.values()]).some(({ width }) => width > 1);
}

function widthAt(columns: readonly (readonly number[])[], rows: number): number {
  return columns.reduce((sum, { length }) => sum + spanOf(Math.ceil(length / rows)) + gap.levels, -gap.levels);
}

function spanOf(width: number): number {
  return width * pitch.x - gapInLevel;
}

type Cell = { left: number; right: number; nth: number; width: number };

/** The drawing, given the height of every node. Edges of folded levels run between the rows, not through the nodes. */
export function drawingOf(
  graph: RunGraph,
  { levels, places }: { levels: readonly FoldedLevel[]; places: readonly number[] },
): Drawing {
  const top = places.reduce((least, place) => Math.min(least, place), Number.POSITIVE_INFINITY);
  const cells = cellsOf(levels);
  const placed = new Map<string, { x: number; y: number; cell: Cell }>();
  for (const [node, { stepKey }] of graph.nodes.entries()) {
    const cell = cells.get(node) ?? { left: 0, right: 0, nth: 0, width: 1 };
    placed.set(stepKey, { x: cell.left + cell.nth * pitch.x, y: Math.round((places[node] ?? 0) - top), cell });
  }
  const routes = graph.edges.flatMap(({ from, to }, index) => {
    const [source, target] = [placed.get(from), placed.get(to)];
    if (source === undefined || target === undefined) return [];
    const bends = [...wayOut(source), ...wayIn(target)];
    return bends.length > 0 ? [[index, bends] as const] : [];
  });
  return {
    places: new Map([...placed].map(([stepKey, { x, y }]) => [stepKey, { x, y }])),
    routes: new Map(routes),
  };
}

function cellsOf(levels: readonly FoldedLevel[]): Map<number, Cell> {
  const cells = new Map<number, Cell>();
  let left = 0;
  for (const { nodes, width } of levels) {
    const right = left + spanOf(width);
    for (const [nth, node] of nodes.entries()) cells.set(node, { left, right, nth: nth % width, width });
    left = right + gap.levels;
  }
  return cells;
}

type Placed = { x: number; y: number; cell: Cell };

// Below the node's own row and past the columns on its right. Each column has a lane of its own.
function wayOut({ x, y, cell }: Placed): { x: number; y: number }[] {
  if (cell.nth === cell.width - 1) return [];
  const lane = y + nodeSize.height + laneOf(cell);
  return [
    { x: x + pitch.x, y: lane },
    { x: cell.right, y: lane },
  ];
}

// Above the node's own row and past the columns on its left.
function wayIn({ x, y, cell }: Placed): { x: number; y: number }[] {
  if (cell.nth === 0) return [];
  const lane = y - gap.between + laneOf(cell);
  return [
    { x: cell.left, y: lane },
    { x: x - gapInLevel, y: lane },
  ];
}

function laneOf({ nth, width }: Cell): number {
  return (gap.between * (nth + 1)) / (width + 1);
}
