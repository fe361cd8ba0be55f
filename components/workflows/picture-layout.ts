/** Where the steps of a definition stand in its picture. */
import { isSmall, layoutSmall, nodeSize } from '#components/run/layout.ts';
import type { Picture, PictureEdge } from './definition-graph.ts';

export type PlacedPicture = {
  width: number;
  height: number;
  places: ReadonlyMap<string, { x: number; y: number }>;
};

const gap = { across: 72, down: 16 };
const margin = 12;

/** Places every step: small graphs as the run's own graph does, large ones in columns by level. */
export function placePicture(picture: Picture): PlacedPicture {
  const bare = isSmall(picture) ? layoutSmall(picture) : columnsByLevel(picture);
  const corners = [...bare.values()];
  const left = Math.min(0, ...corners.map(({ x }) => x));
  const top = Math.min(0, ...corners.map(({ y }) => y));
  const places = new Map(
    [...bare].map(([key, { x, y }]) => [key, { x: x - left + margin, y: y - top + margin }] as const),
  );
  const ends = [...places.values()];
  return {
    places,
    width: Math.max(0, ...ends.map(({ x }) => x)) + nodeSize.width + margin,
    height: Math.max(0, ...ends.map(({ y }) => y)) + nodeSize.height + margin,
  };
}

/** The curve of an edge, from the right side of one step to the left side of another. */
export function edgePath({ from, to }: PictureEdge, { places }: PlacedPicture): string | undefined {
  const [start, end] = [places.get(from), places.get(to)];
  if (start === undefined || end === undefined) return undefined;
  const [x1, y1] = [start.x + nodeSize.width, start.y + nodeSize.height / 2];
  const [x2, y2] = [end.x, end.y + nodeSize.height / 2];
  const bend = Math.max(24, Math.abs(x2 - x1) / 2);
  return `M${x1},${y1} C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`;
}

function columnsByLevel({ nodes }: Picture): Map<string, { x: number; y: number }> {
  const filled = new Map<number, number>();
  return new Map(
    nodes.map(({ stepKey, level }) => {
      const row = filled.get(level) ?? 0;
      filled.set(level, row + 1);
      return [stepKey, { x: level * (nodeSize.width + gap.across), y: row * (nodeSize.height + gap.down) }];
    }),
  );
}
