/** Where the steps of a definition stand in its picture: where those of a run of it will stand. */
import { drawGraph } from '#components/graph/layout/draw-graph.ts';
import { type Drawing, nodeSize } from '#components/graph/layout/layout.ts';
import type { Picture } from './definition-graph.ts';

export type PlacedPicture = Drawing & { width: number; height: number };

const margins = { usual: 12, withFrames: 28 } as const;
/** The line above a step that says its condition. */
export const conditionHeight = 20;

/** Places every step and leads long edges around them, as the graph of a run does. */
export function placePicture(picture: Picture): PlacedPicture {
  const margin = picture.groups === undefined ? margins.usual : margins.withFrames;
  const bare = drawGraph(picture);
  const corners = [...bare.places.values(), ...[...bare.routes.values()].flat()];
  const left = corners.reduce((least, { x }) => Math.min(least, x), 0);
  const top = corners.reduce((least, { y }) => Math.min(least, y), 0);
  const moved = ({ x, y }: { x: number; y: number }) => ({
    x: x - left + margin,
    y: y - top + margin + conditionHeight,
  });
  const places = new Map([...bare.places].map(([key, corner]) => [key, moved(corner)] as const));
  const routes = new Map([...bare.routes].map(([index, bends]) => [index, bends.map(moved)] as const));
  const ends = [...places.values()].map(({ x, y }) => ({ x: x + nodeSize.width, y: y + nodeSize.height }));
  const farthest = [...ends, ...[...routes.values()].flat()];
  return {
    places,
    routes,
    width: farthest.reduce<number>((most, { x }) => Math.max(most, x), nodeSize.width) + margin,
    height: farthest.reduce<number>((most, { y }) => Math.max(most, y), nodeSize.height) + margin,
  };
}
