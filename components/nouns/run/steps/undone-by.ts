/** Which step a compensation undoes: the graph says it, so that each of many steps need not. */
type Edges = { graph: { edges: readonly { from: string; to: string; on: string }[] } };

/** The id of the step that this one undoes; null for a step of the definition. */
export function undoneBy({ graph }: Edges, stepKey: string): string | null {
  return graph.edges.find(({ on, to }) => on === 'compensation' && to === stepKey)?.from ?? null;
}
