import type { RunGraph } from '#components/graph/graph-model.ts';
import { type Drawing, drawSmall, isSmall } from './layout.ts';
import { isTall } from './level-fold.ts';
import { drawByLevel } from './level-layout.ts';

/** The first drawing of a graph, at once: by dagre when it is small and fits a window so, in plain columns otherwise. */
export function drawGraph(graph: RunGraph): Drawing {
  return isSmall(graph) && !isTall(graph) ? drawSmall(graph) : drawByLevel(graph);
}
