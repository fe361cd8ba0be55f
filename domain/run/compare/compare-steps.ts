/** Two runs of one workflow step by step: what each took, and where the one took longer. */
import type { JobState } from '#domain/machines.ts';

/** A step of one run as a matter of time; an instant is null when it did not come to that. */
export type TimedEnd = {
  stepKey: string;
  state: JobState;
  attempts: number;
  isKept: boolean;
  readyMs: number | null;
  startedMs: number | null;
  finishedMs: number | null;
};

/** A step in one run. All times are in milliseconds. */
export type ComparedStep = {
  state: JobState;
  attempts: number;
  isKept: boolean;
  /** From when it was ready to its end: waiting and all attempts. Null before its end, and when this run did not carry it out. */
  durationMs: number | null;
  /** How long its latest attempt took of that. */
  runMs: number | null;
};

/** A step in both runs; null where the version has no such step. */
export type StepPair = {
  stepKey: string;
  left: ComparedStep | null;
  right: ComparedStep | null;
  /** How much longer it took on the right; null when one of the two is not known. */
  differenceMs: number | null;
};

/** Every step of both, what became slower by most first; those of which nothing can be said stand last, in their order. */
export function compareSteps(left: readonly TimedEnd[], right: readonly TimedEnd[]): StepPair[] {
  const [ofLeft, ofRight] = [stepsByKey(left), stepsByKey(right)];
  const keys = new Set([...right, ...left].map(({ stepKey }) => stepKey));
  const pairs = [...keys].map((stepKey): StepPair => {
    const [one, other] = [ofLeft.get(stepKey) ?? null, ofRight.get(stepKey) ?? null];
    const isKnown = one !== null && other !== null && one.durationMs !== null && other.durationMs !== null;
    const differenceMs = isKnown ? (other.durationMs ?? 0) - (one.durationMs ?? 0) : null;
    return { stepKey, left: one, right: other, differenceMs };
  });
  return pairs.sort((a, b) => (b.differenceMs ?? -Infinity) - (a.differenceMs ?? -Infinity) || 0);
}

function stepsByKey(steps: readonly TimedEnd[]): Map<string, ComparedStep> {
  return new Map(steps.map((step) => [step.stepKey, comparedStep(step)]));
}

function comparedStep({ state, attempts, isKept, readyMs, startedMs, finishedMs }: TimedEnd): ComparedStep {
  // What an earlier run carried out says nothing of how long this one took.
  const since = (fromMs: number | null) =>
    isKept || fromMs === null || finishedMs === null ? null : Math.max(0, finishedMs - fromMs);
  const hasRun = startedMs !== null;
  return { state, attempts, isKept, durationMs: hasRun ? since(readyMs ?? startedMs) : null, runMs: since(startedMs) };
}
