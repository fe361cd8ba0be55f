/**
 * Where the steps of a large graph stand, found in milliseconds: one column for each level, ordered so that few edges
 * cross, and each step as near as can be to the middle of its neighbours.
 */
import type { RunGraph } from '#components/graph/graph-model.ts';
import { type Drawing, gap, nodeSize } from './layout.ts';
import { drawingOf, type FoldedLevel, foldLevels } from './level-fold.ts';

// Each sweep halves what the one before left; more of them change next to nothing.
const sweeps = 6;
const pitch = nodeSize.height + gap.between;

type Neighbours = { before: number[][]; after: number[][] };

/** The drawing of a graph of any size, from left to right. */
export function drawByLevel(graph: RunGraph): Drawing {
  const indexOf = new Map(graph.nodes.map(({ stepKey }, index) => [stepKey, index]));
  const neighbours: Neighbours = { before: graph.nodes.map(() => []), after: graph.nodes.map(() => []) };
  for (const edge of graph.edges) {
    const [from, to] = [indexOf.get(edge.from), indexOf.get(edge.to)];
    if (from === undefined || to === undefined) continue;
    neighbours.before[to]?.push(from);
    neighbours.after[from]?.push(to);
  }
  const columns = columnsOf(graph);
  const places = graph.nodes.map(() => 0);
  for (const column of columns) for (const [row, node] of column.entries()) places[node] = row * pitch;
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const isForward = sweep % 2 === 0;
    for (const column of isForward ? columns : columns.toReversed()) {
      order(column, { places, near: isForward ? neighbours.before : neighbours.after });
      settle(column, { places, wanted: column.map((node) => meanPlace(node, { places, neighbours })) });
    }
  }
  const levels = foldLevels(columns);
  if (levels.some(({ width }) => width > 1)) placeFolded(levels, { places, neighbours });
  return drawingOf(graph, { levels, places });
}

function columnsOf(graph: RunGraph): number[][] {
  const byLevel = Map.groupBy(graph.nodes.keys(), (node) => graph.nodes[node]?.level ?? 0);
  return [...byLevel].toSorted(([a], [b]) => a - b).map(([, nodes]) => nodes);
}

// By the median of the neighbours in the columns already laid out; who has none there keeps its place.
function order(column: number[], { places, near }: { places: readonly number[]; near: readonly number[][] }): void {
  const wanted = new Map(column.map((node) => [node, median(near[node] ?? [], places) ?? places[node] ?? 0]));
  column.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0) || (places[a] ?? 0) - (places[b] ?? 0));
}

function median(nodes: readonly number[], places: readonly number[]): number | undefined {
  const sorted = nodes.map((node) => places[node] ?? 0).toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle];
  if (high === undefined) return undefined;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? high) + high) / 2;
}

function meanPlace(node: number, { places, neighbours }: { places: readonly number[]; neighbours: Neighbours }) {
  const all = [...(neighbours.before[node] ?? []), ...(neighbours.after[node] ?? [])];
  if (all.length === 0) return places[node] ?? 0;
  return all.reduce((sum, other) => sum + (places[other] ?? 0), 0) / all.length;
}

/**
 * Gives the nodes of a column, in their order, the places nearest to the wanted ones that leave no two too close: what
 * is wanted too close becomes a block, and a block stands at the mean of what its nodes want.
 */
function settle(column: readonly number[], { places, wanted }: { places: number[]; wanted: readonly number[] }): void {
  const blocks: { sum: number; count: number }[] = [];
  for (const [row, want] of wanted.entries()) {
    let block = { sum: want - row * pitch, count: 1 };
    let last = blocks.at(-1);
    while (last !== undefined && last.sum / last.count > block.sum / block.count) {
      block = { sum: last.sum + block.sum, count: last.count + block.count };
      blocks.pop();
      last = blocks.at(-1);
    }
    blocks.push(block);
  }
  let row = 0;
  for (const { sum, count } of blocks) {
    for (const node of column.slice(row, row + count)) {
      places[node] = sum / count + row * pitch;
      row += 1;
    }
  }
}

/** Folded levels fill their rows around a common middle; the others then stand as near as can be to their neighbours. */
function placeFolded(
  levels: readonly FoldedLevel[],
  { places, neighbours }: { places: number[]; neighbours: Neighbours },
): void {
  const rowsMost = levels.reduce((most, { rows }) => Math.max(most, rows), 0);
  for (const { nodes, width, rows } of levels) {
    const top = ((rowsMost - rows) / 2) * pitch;
    for (const [nth, node] of nodes.entries()) places[node] = top + Math.floor(nth / width) * pitch;
  }
  const single = levels.filter(({ width }) => width === 1).map(({ nodes }) => nodes);
  for (const column of [...single, ...single.toReversed()]) {
    settle(column, { places, wanted: column.map((node) => meanPlace(node, { places, neighbours })) });
    keepWithin(column, { places, rows: rowsMost });
  }
}

// No further up or down than the folded levels: they are what the picture is made of.
function keepWithin(column: readonly number[], { places, rows }: { places: number[]; rows: number }): void {
  const most = (rows - column.length) * pitch;
  for (const [row, node] of column.entries()) {
    const start = (places[node] ?? 0) - row * pitch;
    places[node] = Math.min(Math.max(0, start), most) + row * pitch;
  }
}
