/** Which part of a graph is in view, as numbers. */
import { type Layout, nodeSize } from '#components/graph/layout/layout.ts';

/** The size of the box on the screen, in pixels. */
export type Size = { width: number; height: number };
/** Where the origin of the graph stands on the screen, and how large one of its pixels is. */
export type View = { x: number; y: number; zoom: number };

/** So far away that thousands of steps fit in. */
export const zoomMin = 0.03;
/** Nearer than this there is nothing more to see. */
export const zoomMax = 1.5;
const margin = 32;

/** The room that all nodes take together. */
export type Extent = { left: number; top: number } & Size;

/** The room of a layout; nothing when it is empty. */
export function extentOf(layout: Layout): Extent | undefined {
  const places = [...layout.values()];
  if (places.length === 0) return undefined;
  const [left, top] = [least(places.map(({ x }) => x)), least(places.map(({ y }) => y))];
  const width = -least(places.map(({ x }) => -x)) + nodeSize.width - left;
  const height = -least(places.map(({ y }) => -y)) + nodeSize.height - top;
  return { left, top, width, height };
}

/** True when no part of the graph lies outside of the box. */
export function isAllInView({ x, y, zoom }: View, { extent, size }: { extent: Extent; size: Size }): boolean {
  const [left, top] = [x + extent.left * zoom, y + extent.top * zoom];
  return left >= 0 && top >= 0 && left + extent.width * zoom <= size.width && top + extent.height * zoom <= size.height;
}

// The search above the graph and the buttons below it, with some air.
const toolsHeight = 52;

/** How high a box of this width must be to show the whole graph, clear of its tools. */
export function heightFor(layout: Layout, width: number): number {
  const extent = extentOf(layout);
  if (extent === undefined) return 2 * toolsHeight;
  return Math.ceil(extent.height * fitIn(extent, { width, height: Number.POSITIVE_INFINITY }) + 2 * toolsHeight);
}

// Never larger than life.
function fitIn({ width, height }: Extent, size: Size): number {
  const fit = Math.min((size.width - 2 * margin) / width, (size.height - 2 * margin) / height, 1);
  return Math.max(zoomMin, fit);
}

/** The view with the whole graph in the middle, never larger than life. */
export function wholeView(layout: Layout, size: Size): View {
  const extent = extentOf(layout);
  if (extent === undefined) return { x: 0, y: 0, zoom: 1 };
  const { left, top, width, height } = extent;
  const zoom = fitIn(extent, size);
  return { x: (size.width - width * zoom) / 2 - left * zoom, y: (size.height - height * zoom) / 2 - top * zoom, zoom };
}

/** The view moved as little as can be so that a node lies in it whole; the same view when it does already. */
export function viewWith(view: View, { place, size }: { place: { x: number; y: number }; size: Size }): View {
  const shiftX = shiftInto(view.x + place.x * view.zoom, { length: nodeSize.width * view.zoom, room: size.width });
  const shiftY = shiftInto(view.y + place.y * view.zoom, { length: nodeSize.height * view.zoom, room: size.height });
  return shiftX === 0 && shiftY === 0 ? view : { ...view, x: view.x + shiftX, y: view.y + shiftY };
}

/** The view with one node in the middle, large enough to be read. */
export function viewOn(view: View, { place, size }: { place: { x: number; y: number }; size: Size }): View {
  const zoom = Math.max(view.zoom, 0.8);
  return {
    x: size.width / 2 - (place.x + nodeSize.width / 2) * zoom,
    y: size.height / 2 - (place.y + nodeSize.height / 2) * zoom,
    zoom,
  };
}

function shiftInto(start: number, { length, room }: { length: number; room: number }): number {
  if (start < margin) return margin - start;
  const over = start + length + margin - room;
  return over > 0 ? -over : 0;
}

// Math.min(...places) would put thousands of numbers on the stack.
function least(numbers: readonly number[]): number {
  return numbers.reduce((low, number) => Math.min(low, number), Number.POSITIVE_INFINITY);
}
