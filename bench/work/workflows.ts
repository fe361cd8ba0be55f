/** Workflows of the shapes that benches run; every step does nothing. */

import type { Graph } from '#bench/peers/adapter.ts';
import { accepted, type World } from '#bench/stage/world.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';

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

/** A workflow of this shape. */
export function definitionOf(name: string, shape: Graph): JsonObject {
  return { name, tasks: shape.map(({ id, after }) => ({ id, type: 'noop', dependencies: [...after] })) };
}

/** Twenty steps: one, nine side by side, one that joins them, eight side by side, and the last that joins those. */
export function diamond(): Graph {
  const fan = (prefix: string, count: number, after: string): Graph =>
    Array.from({ length: count }, (_, n) => ({ id: `${prefix}${n}`, after: [after] }));
  const [first, second] = [fan('a', 9, 'start'), fan('b', 8, 'middle')];
  return [
    { id: 'start', after: [] },
    ...first,
    { id: 'middle', after: first.map(({ id }) => id) },
    ...second,
    { id: 'end', after: second.map(({ id }) => id) },
  ];
}

/** Layers of equal width; every step joins three steps of the layer before. */
export function layered({ layers, width }: { layers: number; width: number }): Graph {
  const parents = (layer: number, n: number) => [n, n + 1, n + 17].map((parent) => `l${layer - 1}_${parent % width}`);
  return Array.from({ length: layers * width }, (_, index) => {
    const layer = Math.floor(index / width);
    const n = index % width;
    return { id: `l${layer}_${n}`, after: layer === 0 ? [] : parents(layer, n) };
  });
}
