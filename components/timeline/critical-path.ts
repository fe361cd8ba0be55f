/** The chain of steps that decided when a run ended: shorten any other step, and the run is no shorter. */
import { endOf, type TimedStep } from './timeline-step.ts';

/** One step of the chain. */
export type Link = {
  id: string;
  stepKey: string;
  /** From the end of the link before, or from its own beginning, to its own end. */
  ownMs: number;
};

/** The chain from the first step to the last, and how long it took. */
export type CriticalPath = { links: Link[]; totalMs: number };

type Edge = { from: string; to: string };

/** The path up to the step that ended last. While steps run, the one among them that began it all goes on until now. */
export function criticalPath(steps: readonly TimedStep[], edges: readonly Edge[], nowMs: number): CriticalPath {
  const endMs = (step: TimedStep) => (step.state === 'RUNNING' ? nowMs : endOf(step));
  const begun = steps.filter((step) => step.attempts.length > 0 && endMs(step) !== null);
  const byKey = Map.groupBy(begun, (step) => step.stepKey);
  const parents = Map.groupBy(edges, (edge) => edge.to);
  const latest = (among: readonly TimedStep[]) =>
    among.reduce<TimedStep | undefined>(
      (best, step) => (best === undefined || (endMs(step) ?? 0) > (endMs(best) ?? 0) ? step : best),
      undefined,
    );
  const chain: TimedStep[] = [];
  const seen = new Set<string>();
  for (let step = latest(begun); step !== undefined && !seen.has(step.stepKey); ) {
    chain.unshift(step);
    seen.add(step.stepKey);
    // A step that began before its parent ended did not wait for it, as with a join of any.
    const beganMs = step.readyMs ?? step.attempts[0]?.startedMs ?? 0;
    const before = (parents.get(step.stepKey) ?? []).flatMap((edge) => byKey.get(edge.from) ?? []);
    step = latest(before.filter((parent) => (endMs(parent) ?? Number.POSITIVE_INFINITY) <= beganMs + clockMs));
  }
  return pathOf(chain, (step) => endMs(step) ?? 0);
}

// The parent's end and the child's beginning are written in one transaction; another clock rounds them.
const clockMs = 50;

function pathOf(chain: readonly TimedStep[], endMs: (step: TimedStep) => number): CriticalPath {
  const first = chain[0];
  if (first === undefined) return { links: [], totalMs: 0 };
  let atMs = first.readyMs ?? first.attempts[0]?.startedMs ?? 0;
  const links: Link[] = [];
  const beganMs = atMs;
  for (const step of chain) {
    const untilMs = Math.max(atMs, endMs(step));
    links.push({ id: step.id, stepKey: step.stepKey, ownMs: untilMs - atMs });
    atMs = untilMs;
  }
  return { links, totalMs: atMs - beganMs };
}
