/**
 * Counts starts so that no span of a rate's length, wherever it begins, sees more than it allows. Time is cut into slices,
 * and a slice counts until all of it lies outside of the span that ends now: never too many, and a twentieth too few at
 * most. See docs/decisions/0049-rates-in-slices.md.
 */
import { type Rate, rateWindowMs } from './rate.ts';

/** Where a slice of time ends, and how many started in it. */
export type Slice = readonly [endMs: number, starts: number];

/** What started lately, and the latest instant at which somebody started anything. */
export type Starts = { seenMs: number; slices: readonly Slice[] };

export type RateRoom = {
  /** How many starts count now; more than the rate allows after it was lowered. */
  used: number;
  /** How many more may start now. */
  room: number;
  /** When there is room again; null while there is some. */
  nextInMs: number | null;
};

const slicesPerWindow = 20;

// Two who start one after the other may have read the clock the other way round, for as long as one of them waited for a
// lock. By more than this only a clock is off that was set back.
const outOfOrderMsMax = 60_000;
/** What ends later than this after now was counted by a clock that was ahead. */
export const aheadMsMax = outOfOrderMsMax + rateWindowMs.HOUR / slicesPerWindow;

/** How many may start at this instant, of those that ask one after the other. */
export function rateRoom(rate: Rate, starts: Starts | null, nowMs: number): RateRoom {
  const aheadMs = starts === null ? 0 : starts.seenMs - nowMs;
  // Whoever saw a later instant has forgotten what still counts at this one.
  if (aheadMs > 0 && aheadMs <= outOfOrderMsMax) return { used: rate.max, room: 0, nextInMs: Math.ceil(aheadMs) };
  const slices = countedSlices(rate, starts, nowMs).toSorted(([one], [other]) => one - other);
  const used = slices.reduce((sum, [, count]) => sum + count, 0);
  if (used < rate.max) return { used, room: rate.max - used, nextInMs: null };
  let left = used;
  let freeAtMs = nowMs;
  for (const [endMs, count] of slices) {
    if (left < rate.max) break;
    left -= count;
    freeAtMs = endMs + rateWindowMs[rate.per];
  }
  return { used, room: 0, nextInMs: Math.max(1, Math.ceil(freeAtMs - nowMs)) };
}

/** A rate as it stands at an instant, for whoever asks why something waits. */
export type RateStanding = { rate: Rate; used: number; nextInMs: number | null; sinceMs: number | null };

/** `sinceMs` is when the last one started that it let through. */
export function standingOf(rate: Rate, starts: Starts | null, nowMs: number): RateStanding {
  const { used, nextInMs } = rateRoom(rate, starts, nowMs);
  return { rate, used, nextInMs, sinceMs: starts?.seenMs ?? null };
}

/** What is kept beside the starts of this instant, and the slice that they belong to with what is in it already. */
export function sliceAt(
  rate: Rate,
  starts: Starts | null,
  nowMs: number,
): { kept: Slice[]; endMs: number; inSlice: number } {
  const sliceMs = rateWindowMs[rate.per] / slicesPerWindow;
  const endMs = (Math.floor(nowMs / sliceMs) + 1) * sliceMs;
  const counted = countedSlices(rate, starts, nowMs);
  return {
    kept: counted.filter(([end]) => end !== endMs),
    endMs,
    inSlice: counted.reduce((sum, [end, count]) => sum + (end === endMs ? count : 0), 0),
  };
}

/** The same with so many more starts at this instant. */
export function withStarts(
  rate: Rate,
  starts: Starts | null,
  { nowMs, count }: { nowMs: number; count: number },
): Starts {
  const { kept, endMs, inSlice } = sliceAt(rate, starts, nowMs);
  return { seenMs: nowMs, slices: [...kept, [endMs, inSlice + count]] };
}

// Slices keep the length that the rate had when they were counted, so that another span begins with what is known.
function countedSlices({ per }: Rate, starts: Starts | null, nowMs: number): Slice[] {
  const windowMs = rateWindowMs[per];
  return (starts?.slices ?? []).filter(([endMs]) => endMs > nowMs - windowMs && endMs <= nowMs + aheadMsMax);
}
