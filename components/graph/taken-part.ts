/** What of a run's graph was taken: without the steps that no branch led to. */
import { type RunGraph, type RunStep, stepsByKey } from './graph-model.ts';

export type TakenPart = { graph: RunGraph; steps: readonly RunStep[]; skippedCount: number };

/** The graph without what was skipped; the whole of it where nothing else is there. */
export function takenPart({ graph, steps }: { graph: RunGraph; steps: readonly RunStep[] }): TakenPart {
  const rounds = stepsByKey(steps);
  const isSkipped = (stepKey: string) => {
    const all = rounds.get(stepKey) ?? [];
    return all.length > 0 && all.every(({ state }) => state === 'SKIPPED');
  };
  const nodes = graph.nodes.filter(({ stepKey }) => !isSkipped(stepKey));
  const skippedCount = graph.nodes.length - nodes.length;
  if (nodes.length === 0 || skippedCount === 0) return { graph, steps, skippedCount: 0 };
  const edges = graph.edges.filter(({ from, to }) => !isSkipped(from) && !isSkipped(to));
  return { graph: { ...graph, nodes, edges }, steps: steps.filter(({ stepKey }) => !isSkipped(stepKey)), skippedCount };
}
