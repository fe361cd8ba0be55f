/** What decided when a run ended, from what its screen knows of it. */
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { analyseRun } from '#domain/graph/analysis/analyse-run.ts';
import type { Analysis } from '#domain/graph/analysis/analysis.ts';

/** The analysis of a run; of one that goes on, up to now. A step counts as ready when its latest attempt began. */
export function analysisOfRun({ steps, graph, startedAt, finishedAt }: RunDetails, nowMs: number): Analysis {
  return analyseRun({
    startedMs: Date.parse(startedAt),
    untilMs: finishedAt === null ? nowMs : Date.parse(finishedAt),
    edges: graph.edges,
    steps: steps.map((step) => ({
      stepKey: step.stepKey,
      readyMs: instantOf(step.startedAt),
      startedMs: instantOf(step.startedAt),
      finishedMs: instantOf(step.finishedAt),
    })),
  });
}

function instantOf(at: string | null): number | null {
  return at === null ? null : Date.parse(at);
}
