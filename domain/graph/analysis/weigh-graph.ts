/** How long a graph takes when each step takes its time and starts as soon as those before it are done. */
import { assert } from '#domain/unreachable.ts';
import { type Graph, levelsOf, topologicalOrder } from '#domain/workflow/graph.ts';

/** Of one step: when it starts at the earliest, and how much later it could end without the whole ending later. */
export type WeighedStep = { level: number; startMs: number; slackMs: number };

/** The path is the chain of steps that decides how long the whole takes. */
export type WeighedGraph = {
  steps: WeighedStep[];
  path: number[];
  totalMs: number;
  /** The time of all steps together. */
  workMs: number;
  /** The step of the path that takes longest; undefined when nothing takes any time. */
  bottleneck: number | undefined;
  /** How many run side by side, at most and on average. */
  parallelismMax: number;
  parallelismAverage: number;
};

/** Weighs a graph without cycles; a time is in whole milliseconds, so that slack on the path is exactly zero. */
export function weighGraph(graph: Graph, timesMs: readonly number[]): WeighedGraph {
  const order = topologicalOrder(graph);
  assert(order.length === graph.parents.length, 'a graph that is weighed has no cycle');
  const levels = levelsOf(graph);
  const timeOf = (step: number) => timesMs[step] ?? 0;
  const starts = graph.parents.map(() => 0);
  const endOf = (step: number) => (starts[step] ?? 0) + timeOf(step);
  for (const step of order)
    for (const child of graph.children[step] ?? []) starts[child] = Math.max(starts[child] ?? 0, endOf(step));
  const totalMs = order.reduce((most, step) => Math.max(most, endOf(step)), 0);
  const latestEnds = graph.parents.map(() => totalMs);
  for (const step of order.toReversed()) {
    const latestStart = (latestEnds[step] ?? 0) - timeOf(step);
    for (const parent of graph.parents[step] ?? []) latestEnds[parent] = Math.min(latestEnds[parent] ?? 0, latestStart);
  }
  const steps = starts.map(
    (startMs, step): WeighedStep => ({
      level: levels[step] ?? 0,
      startMs,
      slackMs: (latestEnds[step] ?? 0) - endOf(step),
    }),
  );
  const path = pathThrough(graph, { order, levels, endOf });
  const workMs = timesMs.reduce((sum, ms) => sum + ms, 0);
  return {
    steps,
    path,
    totalMs,
    workMs,
    bottleneck: totalMs === 0 ? undefined : latestOf(path, timeOf, () => 0),
    ...parallelismOf({ starts, timesMs, levels, totalMs, workMs }),
  };
}

type Ends = { order: readonly number[]; levels: readonly number[]; endOf: (step: number) => number };

/** Back from what ends last, each time to the parent that ends last; among equals to the deepest one. */
function pathThrough(graph: Graph, { order, levels, endOf }: Ends): number[] {
  const levelOf = (step: number) => levels[step] ?? 0;
  const path: number[] = [];
  let step = latestOf(order, endOf, levelOf);
  while (step !== undefined) {
    path.unshift(step);
    step = latestOf(graph.parents[step] ?? [], endOf, levelOf);
  }
  return path;
}

function latestOf(
  steps: readonly number[],
  first: (step: number) => number,
  second: (step: number) => number,
): number | undefined {
  let best: number | undefined;
  for (const step of steps) {
    if (best === undefined || first(step) > first(best)) best = step;
    else if (first(step) === first(best) && second(step) > second(best)) best = step;
  }
  return best;
}

type Laid = {
  starts: readonly number[];
  timesMs: readonly number[];
  levels: readonly number[];
  totalMs: number;
  workMs: number;
};

/** Where nothing takes any time, the levels say it: as many as the widest has may run side by side. */
function parallelismOf({ starts, timesMs, levels, totalMs, workMs }: Laid) {
  if (totalMs === 0) {
    const widths = [...Map.groupBy(levels, (level) => level).values()].map(({ length }) => length);
    const parallelismMax = widths.reduce((most, width) => Math.max(most, width), 0);
    return { parallelismMax, parallelismAverage: widths.length === 0 ? 0 : levels.length / widths.length };
  }
  const turns = starts.flatMap((startMs, step) => {
    const ms = timesMs[step] ?? 0;
    return ms === 0
      ? []
      : [
          { at: startMs, by: 1 },
          { at: startMs + ms, by: -1 },
        ];
  });
  // What ends at an instant makes room for what begins then.
  turns.sort((one, other) => one.at - other.at || one.by - other.by);
  let [running, parallelismMax] = [0, 0];
  for (const { by } of turns) {
    running += by;
    parallelismMax = Math.max(parallelismMax, running);
  }
  return { parallelismMax, parallelismAverage: workMs / totalMs };
}
