/** The time that a job takes or took. */
import type { JobState } from '#domain/machines.ts';

type Timed = { state: JobState; startedAt: string | null; finishedAt: string | null };
type Span = { from: string | null; to: string | null };

/** The latest attempt's span. A job that waits for its next attempt has nothing to measure. */
export function measuredSpan({ state, startedAt, finishedAt }: Timed): Span {
  const isMeasured = state === 'RUNNING' || finishedAt !== null;
  return { from: isMeasured ? startedAt : null, to: finishedAt };
}

/** How long the slowest of the settled ones took: what a full bar stands for. */
export function longestSpanMs(spans: readonly Span[]): number {
  const settled = spans.map(({ from, to }) => (from === null || to === null ? 0 : Date.parse(to) - Date.parse(from)));
  return Math.max(0, ...settled);
}
