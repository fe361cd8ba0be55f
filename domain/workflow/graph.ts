/** The bare graph of a definition: who depends on whom, in which order, and whether that goes round in a circle. */
import type { Step } from '#domain/workflow/definition.ts';

export type Graph = { parents: number[][]; children: number[][] };

/** The graph over the positions of steps. Dependencies on unknown steps and on the step itself are left out. */
export function graphOf(steps: readonly Step[], indexOf: ReadonlyMap<string, number>): Graph {
  const parents: number[][] = steps.map(() => []);
  const children: number[][] = steps.map(() => []);
  for (const [to, step] of steps.entries()) {
    const seen = new Set([to]);
    for (const dependency of step.dependencies) {
      const from = indexOf.get(dependency.step);
      if (from === undefined || seen.has(from)) continue;
      seen.add(from);
      parents[to]?.push(from);
      children[from]?.push(to);
    }
  }
  return { parents, children };
}

/** Every step after all its parents. Shorter than the graph when it has a cycle. */
export function topologicalOrder(graph: Graph): number[] {
  const waitsFor = graph.parents.map((list) => list.length);
  const order = waitsFor.flatMap((count, step) => (count === 0 ? [step] : []));
  for (const step of order) {
    for (const child of graph.children[step] ?? []) {
      const left = (waitsFor[child] ?? 0) - 1;
      waitsFor[child] = left;
      if (left === 0) order.push(child);
    }
  }
  return order;
}

/** The level of each step: one more than its deepest parent, roots are 0. */
export function levelsOf(graph: Graph): number[] {
  const levels: number[] = graph.parents.map(() => 0);
  for (const step of topologicalOrder(graph)) {
    const next = (levels[step] ?? 0) + 1;
    for (const child of graph.children[step] ?? []) levels[child] = Math.max(levels[child] ?? 0, next);
  }
  return levels;
}

/** One cycle for each knot of steps that wait for each other, in the order in which they would run. */
export function findCycles(graph: Graph, countMax: number): number[][] {
  const cycles: number[][] = [];
  const inOrder = new Set(topologicalOrder(graph));
  const visited = new Set<number>();
  for (let start = 0; start < graph.parents.length && cycles.length < countMax; start += 1) {
    if (inOrder.has(start) || visited.has(start)) continue;
    const cycle = walkBack(graph, { start, inOrder, visited });
    if (cycle !== undefined) cycles.push(cycle);
  }
  return cycles;
}

/** Every step left over by the order has a parent left over, so walking from parent to parent must meet itself. */
function walkBack(
  graph: Graph,
  walk: { start: number; inOrder: Set<number>; visited: Set<number> },
): number[] | undefined {
  const positions = new Map<number, number>();
  const trail: number[] = [];
  let step: number | undefined = walk.start;
  while (step !== undefined && !walk.visited.has(step)) {
    walk.visited.add(step);
    positions.set(step, trail.length);
    trail.push(step);
    step = graph.parents[step]?.find((parent) => !walk.inOrder.has(parent));
  }
  const from = step === undefined ? undefined : positions.get(step);
  if (from === undefined) return undefined;
  const cycle = trail.slice(from).reverse();
  const first = cycle.indexOf(cycle.reduce((least, member) => Math.min(least, member)));
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}

const bitsPerWord = 32;

/** All ancestors of every step, as rows of bits: 3 MB for 5,000 steps, and one union per dependency. */
export function ancestorsOf(graph: Graph): (ancestor: number, step: number) => boolean {
  const count = graph.parents.length;
  const words = Math.ceil(count / bitsPerWord);
  const rows = new Uint32Array(count * words);
  for (const step of topologicalOrder(graph)) {
    for (const parent of graph.parents[step] ?? []) {
      for (let word = 0; word < words; word += 1) {
        rows[step * words + word] = (rows[step * words + word] ?? 0) | (rows[parent * words + word] ?? 0);
      }
      const at = step * words + Math.floor(parent / bitsPerWord);
      rows[at] = (rows[at] ?? 0) | (1 << (parent % bitsPerWord));
    }
  }
  return (ancestor, step) => {
    const word = rows[step * words + Math.floor(ancestor / bitsPerWord)] ?? 0;
    return (word & (1 << (ancestor % bitsPerWord))) !== 0;
  };
}
