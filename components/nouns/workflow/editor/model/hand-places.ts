/** Where somebody put steps by hand. It belongs to the one who looks and not to the definition, so the browser keeps it. */
import type { Drawing, Layout } from '#components/graph/layout/layout.ts';
import { isJsonObject } from '#domain/value/json.ts';

// Steps of one workflow whose places are kept; the others stand where the layout puts them.
const keptPlacesMax = 1_000;

type Place = { x: number; y: number };

/** Reads what was kept; nothing of it when it is nothing of ours. */
export function readPlaces(kept: string | null): Layout {
  const value = parse(kept ?? '');
  if (!isJsonObject(value)) return new Map();
  const places = Object.entries(value).flatMap(([stepKey, at]): [string, Place][] => {
    if (!Array.isArray(at)) return [];
    const [x, y] = at;
    return typeof x === 'number' && typeof y === 'number' ? [[stepKey, { x, y }]] : [];
  });
  return new Map(places.slice(0, keptPlacesMax));
}

/** The text to keep; undefined when nothing was moved by hand. */
export function writePlaces(places: Layout): string | undefined {
  if (places.size === 0) return undefined;
  const newest = [...places].slice(-keptPlacesMax);
  return JSON.stringify(
    Object.fromEntries(newest.map(([stepKey, { x, y }]) => [stepKey, [Math.round(x), Math.round(y)]])),
  );
}

/** The places after some were moved. */
export function withPlaces(places: Layout, moved: Layout): Layout {
  return new Map([...places, ...moved]);
}

/** The drawing with the steps where they were put. An edge whose end was moved goes its own way. */
export function placedByHand(
  drawing: Drawing,
  { places, edges }: { places: Layout; edges: readonly { from: string; to: string }[] },
): Drawing {
  const isMoved = (stepKey: string) => places.has(stepKey) && drawing.places.has(stepKey);
  const routes = [...drawing.routes].filter(([index]) => {
    const edge = edges[index];
    return edge !== undefined && !isMoved(edge.from) && !isMoved(edge.to);
  });
  return {
    places: new Map([...drawing.places].map(([stepKey, place]) => [stepKey, places.get(stepKey) ?? place])),
    routes: new Map(routes),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
