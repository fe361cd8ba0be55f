/** What leads to a step and what follows from it: its line through the graph. */
type Edges = { graph: { edges: readonly { from: string; to: string }[] } };

/** The steps before and behind a step, over any number of dependencies, and itself. */
export function lineOf({ graph }: Edges, stepKey: string): ReadonlySet<string> {
  const after = Map.groupBy(graph.edges, ({ from }) => from);
  const before = Map.groupBy(graph.edges, ({ to }) => to);
  const behind = reach(stepKey, (key) => (after.get(key) ?? []).map(({ to }) => to));
  const ahead = reach(stepKey, (key) => (before.get(key) ?? []).map(({ from }) => from));
  return new Set([...behind, ...ahead]);
}

function reach(start: string, next: (key: string) => string[]): Set<string> {
  const found = new Set([start]);
  for (const key of found) for (const one of next(key)) found.add(one);
  return found;
}
