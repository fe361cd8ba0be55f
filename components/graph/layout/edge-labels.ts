/** Words at the edges of a graph, each where it covers neither a step nor the words of another edge. */
import type { EdgeFate, GraphEdge, LearnedEdge } from '#components/graph/graph-model.ts';
import { endsOf, type PlacedEdge } from './edge-paths.ts';
import { type Drawing, nodeSize } from './layout.ts';
import { shortWordOf } from './short-words.ts';

/** Words at an edge, and where their middle stands. */
export type EdgeLabel = { key: string; x: number; y: number; words: string; fate: EdgeFate; whole?: string };

/** How large the words are drawn, in units of the graph. */
export type LabelSize = { charWidth: number; lineHeight: number; padding: number };

/** Beside the steps when they can be read, and as large as their names when only these can. */
export const labelSizes = {
  near: { charWidth: 6.6, lineHeight: 16, padding: 4 },
  middle: { charWidth: 11.2, lineHeight: 28, padding: 4 },
} as const satisfies Record<string, LabelSize>;

/** What stands at edges that wait for something else than success, and from near at those with a condition. */
export function edgeLabels(
  graph: { edges: readonly LabelledEdge[] },
  { drawing, fates, isNear, learned = [] }: Shown,
): EdgeLabel[] {
  return labelsOf(graph, { drawing, isNear }).map((label) => {
    const index = Number(label.key);
    const fate = fates[index] ?? 'open';
    const edge = graph.edges[index];
    if (!isNear) return { ...label, fate, whole: wordsOfEnd(edge?.on ?? '') };
    const condition = edge?.condition;
    if (condition === undefined || condition === null) return { ...label, fate };
    const answer = answerWords[learned[index]?.answer ?? 'NOT_ASKED'];
    const whole = `if ${condition}${answer === '' ? '' : `\n${answer}`}`;
    return { ...label, words: `${label.words}${answer === '' ? '' : ` ${answer}`}`, fate, whole };
  });
}

type Shown = {
  drawing: Drawing;
  fates: readonly EdgeFate[];
  isNear: boolean;
  learned?: readonly (LearnedEdge | undefined)[];
};

const answerWords = { NOT_ASKED: '', TRUE: 'true', FALSE: 'false', FAILED: 'failed' } as const;
// Room for the longest answer, so that no word moves when it comes.
const answerRoom = ' failed';

type LabelledEdge = Pick<GraphEdge, 'from' | 'to' | 'on' | 'condition'>;
type StillLabel = Omit<EdgeLabel, 'fate' | 'whole'>;

const labelsByDrawing = { near: new WeakMap<Drawing, StillLabel[]>(), middle: new WeakMap<Drawing, StillLabel[]>() };

// Placed once for each drawing, whose structure is that of the graph: a state that changes moves no word.
function labelsOf(
  { edges }: { edges: readonly LabelledEdge[] },
  { drawing, isNear }: { drawing: Drawing; isNear: boolean },
): StillLabel[] {
  const level = isNear ? 'near' : 'middle';
  const known = labelsByDrawing[level].get(drawing);
  if (known !== undefined) return known;
  const said = edges.flatMap((edge, index) => {
    const text = wordsOf(edge, isNear);
    // A text under work may name a step that is not there yet.
    const isDrawn = drawing.places.has(edge.from) && drawing.places.has(edge.to);
    return text === undefined || !isDrawn ? [] : [{ edge, index, words: text }];
  });
  const roomy = said.map((one) => (endsWithIf(one.words) ? { ...one, words: `${one.words}${answerRoom}` } : one));
  const spots = placeWords(roomy, { drawing, size: labelSizes[level] });
  const labels = said.map(({ index, words: text }, n) => ({
    key: `${index}`,
    ...(spots[n] ?? { x: 0, y: 0 }),
    words: text,
  }));
  labelsByDrawing[level].set(drawing, labels);
  return labels;
}

function endsWithIf(text: string): boolean {
  return text === 'if' || text.endsWith('\nif');
}

function wordsOfEnd(on: string): string {
  return words[on] ?? on;
}

const words: Record<string, string> = {
  failure: 'on failure',
  completion: 'in any case',
  skipped: 'if skipped',
  default: 'otherwise',
};

// What the condition says stands at the step that waits: between two columns there is no room for it.
function wordsOf({ on, condition }: LabelledEdge, isNear: boolean): string | undefined {
  const isMarked = isNear && condition !== null;
  if (on === 'success') return isMarked ? 'if' : undefined;
  return isNear ? `${wordsOfEnd(on)}${isMarked ? '\nif' : ''}` : shortWordOf(on);
}

type Spot = { x: number; y: number };
type Box = { left: number; right: number; top: number; bottom: number };

// In the order in which they are given: at the first place along their edge that is free, else in its middle.
function placeWords(
  said: readonly (PlacedEdge & { words: string })[],
  { drawing, size }: { drawing: Drawing; size: LabelSize },
): Spot[] {
  const taken = [...drawing.places.values()].map(({ x, y }) => ({
    left: x,
    right: x + nodeSize.width,
    top: y,
    bottom: y + nodeSize.height,
  }));
  const inColumns = new Columns(taken);
  return said.map(({ edge, index, words: text }) => {
    const spots = spotsAlong({ edge, index }, drawing);
    const free = spots.find((spot) => inColumns.isFree(boxAt(spot, { text, size })));
    const spot = free ?? spots[0] ?? { x: 0, y: 0 };
    inColumns.add(boxAt(spot, { text, size }));
    return spot;
  });
}

/** Boxes by where they stand from left to right, so that one is compared with its neighbours only. */
class Columns {
  readonly #columns = new Map<number, Box[]>();

  constructor(boxes: readonly Box[]) {
    for (const box of boxes) this.add(box);
  }

  add(box: Box): void {
    for (const column of columnsOf(box)) {
      const own = this.#columns.get(column);
      if (own === undefined) this.#columns.set(column, [box]);
      else own.push(box);
    }
  }

  isFree(box: Box): boolean {
    return columnsOf(box).every((column) => (this.#columns.get(column) ?? []).every((other) => !overlaps(box, other)));
  }
}

function columnsOf({ left, right }: Box): number[] {
  const [first, last] = [Math.floor(left / nodeSize.width), Math.floor(right / nodeSize.width)];
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function boxAt({ x, y }: Spot, { text, size }: { text: string; size: LabelSize }): Box {
  const lines = text.split('\n');
  const longest = lines.reduce((most, { length }) => Math.max(most, length), 0);
  const [width, height] = [longest * size.charWidth + 2 * size.padding, lines.length * size.lineHeight];
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

// From the middle outwards: there the edge is farthest from both steps.
const shares = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];

function spotsAlong({ edge, index }: PlacedEdge, drawing: Drawing): Spot[] {
  const { start, end } = endsOf(drawing, edge);
  const bends = drawing.routes.get(index);
  if (bends === undefined) return shares.map((share) => onCurve({ start, end }, share));
  const way = [start, ...bends, end];
  // The room between two columns is where a long edge has its words; its bends lie between the rows.
  const parts = way.slice(1).flatMap((to, n) => {
    const from = way[n];
    return from === undefined ? [] : shares.slice(0, 3).map((share) => between(from, to, share));
  });
  return [...parts, ...bends];
}

function between(from: Spot, to: Spot, share: number): Spot {
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

// The curve leaves and arrives level, so it rises as a smooth step.
function onCurve({ start, end }: { start: Spot; end: Spot }, share: number): Spot {
  const risen = share * share * (3 - 2 * share);
  return { x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * risen };
}
