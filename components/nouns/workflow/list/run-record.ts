/** What the last runs of a workflow have in common: how long they take as a rule, and how many of them failed. */
import { runLooks } from '#components/state/state-look.ts';
import { isSettledRun, type RunState } from '#domain/machines.ts';
import { sayCount } from '#domain/value/say-count.ts';

export type RecordedRun = { id: string; state: RunState; startedAt: string; finishedAt: string | null };

/** `ended` counts those that came to an end by themselves: who was cancelled tells nothing of how it goes. */
export type RunRecord = {
  ended: number;
  failed: number;
  medianMs: number | undefined;
  p95Ms: number | undefined;
};

/** The record of runs, whichever way they are ordered. */
export function recordOf(runs: readonly RecordedRun[]): RunRecord {
  const ended = runs.filter(({ state }) => state === 'SUCCEEDED' || state === 'FAILED');
  const spans = ended.flatMap((run) => spanOf(run) ?? []).toSorted((a, b) => a - b);
  return {
    ended: ended.length,
    failed: ended.filter(({ state }) => state === 'FAILED').length,
    medianMs: rankOf(spans, 0.5),
    p95Ms: rankOf(spans, 0.95),
  };
}

/** A bar of the picture: its height from 0 to 1 against the longest of them. */
export type RunBar = { id: string; state: RunState; height: number };

// A run of no time at all is a run all the same.
const heightMin = 0.15;

/** A bar for each run, the latest last. What still runs has no length yet and stands as high as the longest. */
export function barsOf(runs: readonly RecordedRun[]): RunBar[] {
  const longestMs = runs.reduce((longest, run) => Math.max(longest, spanOf(run) ?? 0), 1);
  return runs.toReversed().map((run) => {
    const spanMs = spanOf(run);
    return { id: run.id, state: run.state, height: Math.max(heightMin, (spanMs ?? longestMs) / longestMs) };
  });
}

/** The same in words: `last 20 runs: 18 succeeded, 2 failed`. */
export function sayRuns(runs: readonly RecordedRun[]): string {
  const counts = Map.groupBy(runs, ({ state }) => state);
  const parts = [...counts].map(([state, alike]) => `${alike.length} ${runLooks[state].word.toLowerCase()}`);
  return `last ${runs.length === 1 ? 'run' : sayCount(runs.length, 'run')}: ${parts.join(', ')}`;
}

function spanOf({ state, startedAt, finishedAt }: RecordedRun): number | undefined {
  if (finishedAt === null || !isSettledRun(state)) return undefined;
  return Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt));
}

/** By nearest rank: a number that was really measured. */
function rankOf(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.ceil(share * sorted.length) - 1];
}
