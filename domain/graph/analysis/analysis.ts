/** What decides how long a workflow takes: of a definition by the history of its steps, of a run by what was. */
import type { Graph } from '#domain/workflow/graph.ts';
import { type WeighedGraph, weighGraph } from './weigh-graph.ts';

export const percentiles = ['P50', 'P95'] as const;
export type Percentile = (typeof percentiles)[number];

/** How long the runs of one step took, in milliseconds, and how many of them were looked at. */
export type StepHistory = { p50Ms: number; p95Ms: number; runs: number };

export type StepAnalysis = {
  stepKey: string;
  level: number;
  /** What it was counted with; null when it has no history, or took no part in the run. */
  durationMs: number | null;
  /** Of the duration of a step of a run, how long it did not run; null for a definition. */
  waitMs: number | null;
  history: StepHistory | null;
  startMs: number | null;
  slackMs: number | null;
  isCritical: boolean;
};

/** The steps in the order of the definition; `criticalPath` from the first to the last of the chain. */
export type Analysis = Omit<WeighedGraph, 'steps' | 'path' | 'bottleneck'> & {
  steps: StepAnalysis[];
  criticalPath: string[];
  bottleneck: string | null;
  levelCount: number;
  /** How many steps are counted with no time at all, as nothing is known of them. */
  unknownSteps: number;
};

type Ends = { from: string; to: string };

/** The graph over the positions of the keys; edges to and from anything else are left out. */
export function graphBetween(keys: readonly string[], edges: readonly Ends[]): Graph {
  const indexOf = new Map(keys.map((key, index) => [key, index]));
  const graph: Graph = { parents: keys.map(() => []), children: keys.map(() => []) };
  const seen = new Set<string>();
  for (const { from, to } of edges) {
    const [parent, child] = [indexOf.get(from), indexOf.get(to)];
    if (parent === undefined || child === undefined || parent === child || seen.has(`${parent} ${child}`)) continue;
    seen.add(`${parent} ${child}`);
    graph.parents[child]?.push(parent);
    graph.children[parent]?.push(child);
  }
  return graph;
}

/**
 * A definition, when every step takes as long as it did in that share of its runs; without history it takes no time.
 * What undoes a step is left out: it comes only where a run fails.
 */
export function analyseDefinition(
  drawn: { nodes: readonly { stepKey: string }[]; edges: readonly (Ends & { on?: string })[] },
  { history, percentile }: { history: ReadonlyMap<string, StepHistory>; percentile: Percentile },
): Analysis {
  const undoing = new Set(drawn.edges.flatMap(({ on, to }) => (on === 'compensation' ? [to] : [])));
  const keys = drawn.nodes.flatMap(({ stepKey }) => (undoing.has(stepKey) ? [] : [stepKey]));
  const graph = graphBetween(keys, drawn.edges);
  const known = keys.map((key) => history.get(key) ?? null);
  const times = known.map((one) => (one === null ? null : Math.round(percentile === 'P50' ? one.p50Ms : one.p95Ms)));
  const weighed = weighGraph(
    graph,
    times.map((ms) => ms ?? 0),
  );
  return analysisOf(weighed, {
    keys,
    of: (index) => ({ durationMs: times[index] ?? null, waitMs: null, history: known[index] ?? null, takesPart: true }),
  });
}

type Told = Pick<StepAnalysis, 'durationMs' | 'waitMs' | 'history'> & { takesPart: boolean };

/** A weighed graph in the words of its steps. */
export function analysisOf(
  weighed: WeighedGraph,
  { keys, of }: { keys: readonly string[]; of: (index: number) => Told },
): Analysis {
  const { steps, path, bottleneck, ...sums } = weighed;
  const onPath = new Set(path);
  const told = keys.map((_, index) => of(index));
  return {
    ...sums,
    steps: keys.map((stepKey, index): StepAnalysis => {
      const { level, startMs, slackMs } = steps[index] ?? { level: 0, startMs: 0, slackMs: 0 };
      const { takesPart, ...own } = told[index] ?? { takesPart: false, durationMs: null, waitMs: null, history: null };
      const place = takesPart ? { startMs, slackMs } : { startMs: null, slackMs: null };
      return { stepKey, level, ...own, ...place, isCritical: takesPart && onPath.has(index) };
    }),
    criticalPath: path.flatMap((index) => (told[index]?.takesPart === true ? [keys[index] ?? ''] : [])),
    bottleneck: bottleneck === undefined ? null : (keys[bottleneck] ?? null),
    levelCount: new Set(steps.map(({ level }) => level)).size,
    unknownSteps: told.filter(({ durationMs }) => durationMs === null).length,
  };
}
