/** The window of a timeline of the fleet: from when to when, and the equal parts in which a crowded row is counted. */
import { timelineBounds } from '#domain/bounds/timeline.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';

/** Each part lies between an edge and the next. */
export type FleetWindow = { fromMs: number; toMs: number; partMs: number; edges: readonly number[] };

const dayMs = 24 * 3_600_000;

/** Reads a window; `nowMs` says how far ahead it reaches. */
export function readFleetWindow({ from, to }: { from: Date; to: Date }, nowMs: number): Outcome<FleetWindow> {
  const [fromMs, toMs] = [from.getTime(), to.getTime()];
  const { windowMsMax, aheadMsMax, parts } = timelineBounds;
  if (Number.isNaN(fromMs)) return refuse('BAD_INPUT', 'from is no instant', ['from']);
  if (Number.isNaN(toMs)) return refuse('BAD_INPUT', 'to is no instant', ['to']);
  if (toMs <= fromMs) return refuse('BAD_INPUT', 'the window ends after it begins', ['to']);
  if (toMs - fromMs > windowMsMax)
    return refuse('TOO_LARGE', `a window is at most ${Math.floor(windowMsMax / dayMs)} days long`, ['from']);
  if (toMs - nowMs > aheadMsMax)
    return refuse('TOO_LARGE', `a window ends at most ${aheadMsMax / dayMs} days ahead`, ['to']);
  const partMs = (toMs - fromMs) / parts;
  const edges = Array.from({ length: parts + 1 }, (_, n) => Math.round(fromMs + partMs * n));
  return done({ fromMs, toMs, partMs, edges });
}

/** The part in which an instant lies: the first one for what lies before, the last one for what lies behind. */
export function partAt({ fromMs, partMs }: FleetWindow, atMs: number): number {
  return Math.min(timelineBounds.parts - 1, Math.max(0, Math.floor((atMs - fromMs) / partMs)));
}
