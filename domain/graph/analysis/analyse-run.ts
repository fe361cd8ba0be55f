/** What decided when a run ended: every step weighs as long as it kept those after it waiting. */
import { levelsOf } from '#domain/workflow/graph.ts';
import { type Analysis, analysisOf, graphBetween } from './analysis.ts';
import { weighGraph } from './weigh-graph.ts';

/** When a step of a run was ready, when its latest attempt began, and when it settled, in milliseconds; null for not yet, or never. */
export type StepTimes = {
  stepKey: string;
  readyMs: number | null;
  startedMs: number | null;
  finishedMs: number | null;
};

type RunTimes = {
  steps: readonly StepTimes[];
  edges: readonly { from: string; to: string }[];
  startedMs: number;
  /** The end of the run, or now while it goes on. */
  untilMs: number;
};

// The parent's end and the child's beginning are written in one transaction; statements of it may read the clock apart.
const clockMs = 50;

/**
 * A step's time reaches from the end of the last step that it waited for, or from the start of the run, to its own end:
 * waiting for room, for a worker and for the next attempt is part of it. A step that ended after another one began did
 * not hold that one up, as with a join of any.
 */
export function analyseRun({ steps, edges, startedMs, untilMs }: RunTimes): Analysis {
  const spans = spansOf(steps, { startedMs, untilMs });
  const keys = [...new Set(steps.map(({ stepKey }) => stepKey))];
  const all = Map.groupBy(edges, ({ to }) => to);
  const holders = keys.map((key) => {
    const span = spans.get(key);
    if (span === undefined) return [];
    return [...new Set((all.get(key) ?? []).map(({ from }) => from))].filter((from) => {
      const before = spans.get(from);
      return before !== undefined && from !== key && before.endMs <= span.readyMs + clockMs;
    });
  });
  const held = keys.flatMap((to, index) => (holders[index] ?? []).map((from) => ({ from, to })));
  const graph = graphBetween(keys, held);
  const parts = keys.map((key, index) => {
    const span = spans.get(key);
    if (span === undefined) return { durationMs: null, waitMs: null };
    const fromMs = (holders[index] ?? []).reduce(
      (latest, one) => Math.max(latest, spans.get(one)?.endMs ?? 0),
      startedMs,
    );
    const durationMs = Math.max(0, span.endMs - fromMs);
    return { durationMs, waitMs: Math.min(durationMs, Math.max(0, span.beganMs - fromMs)) };
  });
  const weighed = weighGraph(
    graph,
    parts.map(({ durationMs }) => durationMs ?? 0),
  );
  const told = analysisOf(weighed, {
    keys,
    of: (index) => {
      const { durationMs = null, waitMs = null } = parts[index] ?? {};
      return { durationMs, waitMs, history: null, takesPart: durationMs !== null };
    },
  });
  return withLevels(told, levelsOf(graphBetween(keys, edges)));
}

/** The levels are those of the definition, whoever held up whom in this run. */
function withLevels(told: Analysis, levels: readonly number[]): Analysis {
  return {
    ...told,
    steps: told.steps.map((step, index) => ({ ...step, level: levels[index] ?? 0 })),
    levelCount: new Set(levels).size,
  };
}

type Span = { readyMs: number; beganMs: number; endMs: number };

/** From the first round to the last one of each step that was ready; what an earlier run did counts from the start on. */
function spansOf(steps: readonly StepTimes[], { startedMs, untilMs }: { startedMs: number; untilMs: number }) {
  const spans = new Map<string, Span>();
  for (const { stepKey, readyMs, startedMs: beganMs, finishedMs } of steps) {
    const from = readyMs ?? beganMs;
    if (from === null) continue;
    const within = (ms: number) => Math.min(untilMs, Math.max(startedMs, ms));
    const span = {
      readyMs: within(from),
      beganMs: within(beganMs ?? finishedMs ?? untilMs),
      endMs: within(finishedMs ?? untilMs),
    };
    const known = spans.get(stepKey);
    spans.set(stepKey, {
      readyMs: Math.min(span.readyMs, known?.readyMs ?? span.readyMs),
      beganMs: Math.min(span.beganMs, known?.beganMs ?? span.beganMs),
      endMs: Math.max(span.endMs, known?.endMs ?? span.endMs),
    });
  }
  return spans;
}
