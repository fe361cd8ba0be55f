/** Steps that were moved by hand, in a drawing. */
import type { Drawing } from '#components/graph/layout/layout.ts';
import type { CanvasLayout } from '#domain/canvas/layout.ts';

/** The drawing with the steps where they were put. An edge whose end was moved goes its own way. */
export function placedByHand(
  drawing: Drawing,
  { places, edges }: { places: CanvasLayout['places']; edges: readonly { from: string; to: string }[] },
): Drawing {
  const isMoved = (stepKey: string) => Object.hasOwn(places, stepKey) && drawing.places.has(stepKey);
  const routes = [...drawing.routes].filter(([index]) => {
    const edge = edges[index];
    return edge !== undefined && !isMoved(edge.from) && !isMoved(edge.to);
  });
  const placed = [...drawing.places].map(([stepKey, place]) => {
    const moved = Object.hasOwn(places, stepKey) ? places[stepKey] : undefined;
    return [stepKey, moved === undefined ? place : { x: moved[0], y: moved[1] }] as const;
  });
  return { places: new Map(placed), routes: new Map(routes) };
}
