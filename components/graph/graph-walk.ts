/** Ways through a graph without a mouse: along its edges, up and down its columns, and by name. */

import type { Layout } from '#components/graph/layout/layout.ts';
import { type RunGraph, taskWords } from './graph-model.ts';

/** Where an arrow key points. */
export type Direction = 'left' | 'right' | 'up' | 'down';

/** The step that an arrow key leads to; undefined where there is none. */
export type GraphWalk = (from: string, direction: Direction) => string | undefined;

/** Prepares the ways of one graph in one layout. Left and right follow edges, up and down stay in the column. */
export function graphWalk(graph: RunGraph, layout: Layout): GraphWalk {
  const before = Map.groupBy(graph.edges, (edge) => edge.to);
  const after = Map.groupBy(graph.edges, (edge) => edge.from);
  const columns = Map.groupBy(graph.nodes, ({ stepKey }) => Math.round(layout.get(stepKey)?.x ?? 0));
  const heightOf = (stepKey: string) => layout.get(stepKey)?.y ?? 0;
  const nearest = (stepKeys: readonly string[], from: string) =>
    stepKeys.toSorted((a, b) => Math.abs(heightOf(a) - heightOf(from)) - Math.abs(heightOf(b) - heightOf(from)))[0];
  return (from, direction) => {
    if (direction === 'left') return nearest(before.get(from)?.map((edge) => edge.from) ?? [], from);
    if (direction === 'right') return nearest(after.get(from)?.map((edge) => edge.to) ?? [], from);
    const column = columns.get(Math.round(layout.get(from)?.x ?? 0)) ?? [];
    const isOn = (stepKey: string) =>
      direction === 'up' ? heightOf(stepKey) < heightOf(from) : heightOf(stepKey) > heightOf(from);
    return nearest(
      column.map(({ stepKey }) => stepKey).filter((stepKey) => stepKey !== from && isOn(stepKey)),
      from,
    );
  };
}

/** The steps that match a text, by name or task, the best first: those that begin with it, then those that hold it. */
export function findSteps(graph: RunGraph, text: string, countMax: number): string[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const ranked = graph.nodes.flatMap((node) => {
    const { stepKey } = node;
    const name = stepKey.toLowerCase();
    if (name.startsWith(wanted)) return [{ stepKey, rank: 0 }];
    if (name.includes(wanted)) return [{ stepKey, rank: 1 }];
    return taskWords(node).toLowerCase().includes(wanted) ? [{ stepKey, rank: 2 }] : [];
  });
  return ranked
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, countMax)
    .map(({ stepKey }) => stepKey);
}
