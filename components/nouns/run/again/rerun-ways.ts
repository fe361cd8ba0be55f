/** The ways to run again, apart from the form behind them: a page that only shows a button loads no more than this. */
import type { RunStep } from '#components/graph/graph-model.ts';
import type { RunState } from '#domain/machines.ts';

/** The ways to begin, the one that does least first. */
export const rerunWays = ['failed', 'start', 'following', 'alone'] as const;
export type RerunWay = (typeof rerunWays)[number];

/** The way that is meant most likely. */
export function wayAtFirst(run: { state: RunState; steps: readonly RunStep[] }): RerunWay {
  const hasFailed = run.steps.some(({ state }) => state === 'FAILED' || state === 'DEAD');
  return run.state === 'SUCCEEDED' && !hasFailed ? 'start' : 'failed';
}
