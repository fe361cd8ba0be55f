/** The pace of a batch: how many of its runs may start now, and when the next one may. */
import { rerunBounds } from '#domain/bounds/run.ts';

type Pace = { nowMs: number; nextMs: number; perMinute: number; most: number };

/** Starts are spread evenly over the minute. A pass that comes late makes up for a little of what it missed. */
export function startsDue({ nowMs, nextMs, perMinute, most }: Pace): { count: number; nextMs: number } {
  if (nowMs < nextMs || most <= 0) return { count: 0, nextMs };
  const apartMs = 60_000 / perMinute;
  const firstMs = Math.max(nextMs, nowMs - rerunBounds.arrearsMs);
  const count = Math.min(most, Math.floor((nowMs - firstMs) / apartMs) + 1);
  return { count, nextMs: Math.ceil(firstMs + count * apartMs) };
}
