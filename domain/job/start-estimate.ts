/** When a job in line will probably start, told from how much of its queue ended lately, or from the rate that holds it up. */
import { rateWindowMs } from '#domain/rate/rate.ts';
import type { RateStanding } from '#domain/rate/starts.ts';

/** What ended, the latest part last; the last part is not over yet. */
export type EndedLately = { parts: readonly { at: Date; succeeded: number; failed: number }[]; isExact: boolean };

/** Probably between the two. `basis` says in words where that is from. */
export type Estimate = { fromMs: number; toMs: number; basis: string };

// A quarter of an hour, with the part that has begun: long enough to count, short enough to be of now.
const partsMax = 4;
// Of fewer nothing can be told.
const endedMin = 3;
// Twice the standard deviation of what was counted and of what is to be.
const deviations = 2;

/** The estimate for a job with so many before it; undefined when there is no basis for one. */
export function estimateStart(lately: EndedLately, ahead: number, nowMs: number): Estimate | undefined {
  const parts = lately.parts.slice(-partsMax);
  const [first] = parts;
  const ended = parts.reduce((sum, { succeeded, failed }) => sum + succeeded + failed, 0);
  if (first === undefined || ended < endedMin) return undefined;
  const spanMs = nowMs - first.at.getTime();
  if (spanMs <= 0) return undefined;
  const wanted = ahead + 1;
  const probableMs = (wanted * spanMs) / ended;
  const doubt = 1 + deviations * Math.sqrt(1 / ended + 1 / wanted);
  const minutes = Math.max(1, Math.round(spanMs / 60_000));
  const count = `${ended.toLocaleString('en')}${lately.isExact ? '' : ' or more'}`;
  return {
    fromMs: nowMs + probableMs / doubt,
    toMs: nowMs + probableMs * doubt,
    basis: `${count} ${ended === 1 ? 'job' : 'jobs'} of its queue ended in the last ${minutes} min, and ${sayAhead(ahead)}`,
  };
}

// What a rate that is counted in slices may give less than it allows.
const lostToSlices = 1.1;

/** The estimate for a job that a rate holds up, with so many before it: so many spans of the rate later. */
export function estimateByRate({ rate, nextInMs }: RateStanding, ahead: number, nowMs: number): Estimate {
  const spans = Math.floor(ahead / rate.max);
  const firstInMs = nextInMs ?? 0;
  const lastInMs = firstInMs + spans * rateWindowMs[rate.per];
  return {
    fromMs: nowMs + lastInMs,
    toMs: nowMs + lastInMs * lostToSlices,
    basis: `${rate.max.toLocaleString('en')} may start in any ${rate.per.toLowerCase()}, and ${sayAhead(ahead)}`,
  };
}

function sayAhead(ahead: number): string {
  if (ahead === 0) return 'it is the next';
  return `${ahead.toLocaleString('en')} ${ahead === 1 ? 'stands' : 'stand'} before it`;
}
