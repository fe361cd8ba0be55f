/** Workflows of the shapes that benches run; every step does nothing. */

import { accepted, type World } from '#bench/stage/world.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';

type Shape = { id: string; after: string[] }[];

/** Stores a definition. */
export async function publish(world: World, definition: Json): Promise<void> {
  accepted(await publishWorkflow(world.context, { definition }));
}

/** Each step after the one before. */
export function chain(name: string, length: number): JsonObject {
  return definitionOf(
    name,
    Array.from({ length }, (_, n) => ({ id: `s${n}`, after: n === 0 ? [] : [`s${n - 1}`] })),
  );
}

/** Twenty steps: one, nine side by side, one that joins them, eight side by side, and the last that joins those. */
export function diamond(name: string): JsonObject {
  const fan = (prefix: string, count: number, after: string): Shape =>
    Array.from({ length: count }, (_, n) => ({ id: `${prefix}${n}`, after: [after] }));
  const [first, second] = [fan('a', 9, 'start'), fan('b', 8, 'middle')];
  return definitionOf(name, [
    { id: 'start', after: [] },
    ...first,
    { id: 'middle', after: first.map(({ id }) => id) },
    ...second,
    { id: 'end', after: second.map(({ id }) => id) },
  ]);
}

/** Layers of equal width; every step joins three steps of the layer before. */
export function layered(name: string, { layers, width }: { layers: number; width: number }): JsonObject {
  const parents = (layer: number, n: number) => [n, n + 1, n + 17].map((parent) => `l${layer - 1}_${parent % width}`);
  const shape = Array.from({ length: layers * width }, (_, index) => {
    const layer = Math.floor(index / width);
    const n = index % width;
    return { id: `l${layer}_${n}`, after: layer === 0 ? [] : parents(layer, n) };
  });
  return definitionOf(name, shape);
}

function definitionOf(name: string, shape: Shape): JsonObject {
  return { name, tasks: shape.map(({ id, after }) => ({ id, type: 'noop', dependencies: after })) };
}
