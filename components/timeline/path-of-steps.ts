/** The chain of steps that decided when a run ended, as far as its timeline has come. */
import { analyseRun } from '#domain/graph/analysis/analyse-run.ts';
import { isSettled } from '#domain/machines.ts';
import { endOf, type TimedStep } from './timeline-step.ts';

/** The steps of the chain by their ids in the definition, and how long it took. */
export type StepPath = { stepKeys: ReadonlySet<string>; totalMs: number };

type Times = { startedMs: number; untilMs: number };

/** By the rule by which the graph of the run marks it; while the run goes on, up to now. */
export function pathOfSteps(
  steps: readonly TimedStep[],
  edges: readonly { from: string; to: string }[],
  { startedMs, untilMs }: Times,
): StepPath {
  const { criticalPath, totalMs } = analyseRun({
    steps: steps.map((step) => ({
      stepKey: step.stepKey,
      readyMs: step.readyMs ?? step.attempts[0]?.startedMs ?? null,
      startedMs: step.attempts.at(-1)?.startedMs ?? null,
      // Between two attempts it has not ended.
      finishedMs: isSettled(step.state) ? endOf(step) : null,
    })),
    edges,
    startedMs,
    untilMs,
  });
  return { stepKeys: new Set(criticalPath), totalMs };
}
