/** Lays out each structure once, however often and by however many runs it is asked for. */

import { type RunGraph, structureKey } from '#components/graph/graph-model.ts';
import type { Drawing } from './layout.ts';

// Layouts kept for graphs seen before.
export const layoutMemoMax = 20;

type LayOut = (graph: RunGraph) => Promise<Drawing>;

/** The same function with a memory. What failed is forgotten, so that it can be tried again. */
export function layoutMemo(layOut: LayOut): LayOut {
  const known = new Map<string, Promise<Drawing>>();
  const begin = async (key: string, graph: RunGraph) => {
    try {
      return await layOut(graph);
    } catch (fault) {
      known.delete(key);
      throw fault;
    }
  };
  return (graph) => {
    const key = structureKey(graph);
    const underway = known.get(key);
    if (underway !== undefined) return underway;
    const [oldest] = known.keys();
    if (known.size >= layoutMemoMax && oldest !== undefined) known.delete(oldest);
    const layout = begin(key, graph);
    known.set(key, layout);
    return layout;
  };
}
