/** How each dependency goes on the canvas: its curve, the head of its arrow, where its word stands, and what lies near. */
import { bendOf, curveBetween, head, headAt, type Point } from '#components/graph/layout/edge-paths.ts';
import { type Drawing, type Layout, nodeSize } from '#components/graph/layout/layout.ts';
import type { PictureEdge } from '#components/nouns/workflow/definition/definition-graph.ts';
import { namedHandles } from '#components/nouns/workflow/editor/canvas/flow-parts.ts';
import { linkKey } from './link-key.ts';

export type LinkCourse = {
  key: string;
  edge: PictureEdge;
  line: string;
  head: string;
  /** Where a word about it stands. */
  middle: Point;
  /** Near enough to the curve to tell what lies under a pointer. */
  points: readonly Point[];
};

/** The courses of all dependencies between steps that are there. */
export function linkCourses(edges: readonly PictureEdge[], drawing: Drawing): LinkCourse[] {
  return edges.flatMap((edge, index): LinkCourse[] => {
    const course = courseOf(edge, drawing.places, drawing.routes.get(index));
    return course === undefined ? [] : [course];
  });
}

/** The courses of the dependencies at steps that are being moved, which go straight to where these are now. */
export function movedCourses(courses: readonly LinkCourse[], places: Layout, moved: Layout): LinkCourse[] {
  const now = new Map([...places, ...moved]);
  return courses.flatMap(({ edge }): LinkCourse[] => {
    if (!moved.has(edge.from) && !moved.has(edge.to)) return [];
    const course = courseOf(edge, now);
    return course === undefined ? [] : [course];
  });
}

function courseOf(edge: PictureEdge, places: Layout, bends?: readonly Point[]): LinkCourse | undefined {
  const [source, target] = [places.get(edge.from), places.get(edge.to)];
  if (source === undefined || target === undefined) return undefined;
  const start = { x: source.x + nodeSize.width, y: source.y + endHeight(edge.on) };
  const tip = { x: target.x - head.length, y: target.y + nodeSize.height / 2 };
  const drawn = bends === undefined ? straight(start, tip) : around(start, bends, tip);
  const line = curveBetween(start, tip, bends);
  return { key: linkKey(edge), edge, line, head: headAt({ x: target.x, y: tip.y }), ...drawn };
}

// All of them leave at the side, so that none goes below its own step.
function endHeight(on: string): number {
  const end = on === 'failure' ? 'failure' : on === 'success' || on === 'default' ? 'success' : 'completion';
  return namedHandles.find((handle) => handle.on === end)?.y ?? nodeSize.height / 2;
}

type Course = Pick<LinkCourse, 'middle' | 'points'>;

function around(start: Point, bends: readonly Point[], tip: Point): Course {
  return { points: [start, ...bends, tip], middle: bends[Math.floor(bends.length / 2)] ?? tip };
}

// So many pieces follow the curve closely enough for a pointer.
const pieces = 12;

function straight(start: Point, tip: Point): Course {
  const bend = bendOf(start, tip);
  const [left, right] = [start.x + bend, tip.x - bend];
  const at = (part: number): Point => {
    const rest = 1 - part;
    const [a, b, c, d] = [rest ** 3, 3 * rest ** 2 * part, 3 * rest * part ** 2, part ** 3];
    return { x: a * start.x + b * left + c * right + d * tip.x, y: (a + b) * start.y + (c + d) * tip.y };
  };
  const points = Array.from({ length: pieces + 1 }, (_, piece) => at(piece / pieces));
  return { middle: at(0.5), points };
}

/** The dependency that lies nearest to a point, if one lies as near as that. */
export function linkAt(courses: readonly LinkCourse[], point: Point, within: number): string | undefined {
  let nearest = within;
  let found: string | undefined;
  for (const { key, points } of courses) {
    for (let piece = 1; piece < points.length; piece += 1) {
      const [from, to] = [points[piece - 1], points[piece]];
      if (from === undefined || to === undefined || isBeyond(point, { from, to, within: nearest })) continue;
      const distance = distanceTo(point, from, to);
      if (distance > nearest) continue;
      nearest = distance;
      found = key;
    }
  }
  return found;
}

function isBeyond({ x, y }: Point, { from, to, within }: { from: Point; to: Point; within: number }): boolean {
  return (
    x < Math.min(from.x, to.x) - within ||
    x > Math.max(from.x, to.x) + within ||
    y < Math.min(from.y, to.y) - within ||
    y > Math.max(from.y, to.y) + within
  );
}

function distanceTo({ x, y }: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const part = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / length));
  return Math.hypot(x - from.x - part * dx, y - from.y - part * dy);
}
