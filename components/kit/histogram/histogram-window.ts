/** Which span of time a histogram shows, and how it is cut: round buckets by the clock of the zone that is shown. */
import { type BucketWindow, windowOfEdges } from '#components/chart/bucket-window.ts';
import { statisticsBounds } from '#domain/bounds/statistics.ts';
import { civilEdges, civilEdgesUpTo } from '#domain/timetable/civil-edges.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;
const widthsMs = [
  ...[1, 5, 15, 30].map((minutes) => minutes * minuteMs),
  ...[1, 3, 6, 12].map((hours) => hours * hourMs),
  ...[1, 2, 7].map((days) => days * dayMs),
];
// Whole weeks at both ends make a window longer than what was asked for, and clocks that change add hours.
const longestMs = statisticsBounds.histogramWindowMsMax - 2 * weekMs - dayMs;
// A column is wide enough to point at.
const columnsMax = 60;

/** What a query says of the time; an end may be left open. */
export type Span = { afterMs?: number | undefined; beforeMs?: number | undefined };

/**
 * `fromMs` and `toMs` are edges of buckets, so that it is the same question for as long as one bucket lasts. `bucketMs` is
 * how long a bucket is where no clock changes.
 */
export type HistogramWindow = BucketWindow & { bucketMs: number };

type Asked = {
  nowMs: number;
  timeZone: string;
  /** How far back a window reaches whose beginning nobody named. */
  lengthMs?: number;
};

/** The window of a query: the span that it names, else the last 24 hours or as much of them as is asked for. */
export function windowOf(span: Span, { nowMs, timeZone, lengthMs = dayMs }: Asked): HistogramWindow {
  const { fromMs, toMs } = endsOf(span, { nowMs, lengthMs });
  const bucketMs = widthsMs.find((width) => (toMs - fromMs) / width <= columnsMax) ?? weekMs;
  // A beginning that nobody named follows the end, or the two would cross an edge at different times.
  const edges =
    span.afterMs === undefined
      ? civilEdgesUpTo(timeZone, { widthMs: bucketMs, count: lengthMs / bucketMs, lastMs: toMs - 1 })
      : civilEdges(timeZone, { widthMs: bucketMs, fromMs, toMs });
  return { ...windowOfEdges(edges), bucketMs };
}

function endsOf(
  { afterMs, beforeMs }: Span,
  { nowMs, lengthMs }: { nowMs: number; lengthMs: number },
): { fromMs: number; toMs: number } {
  // The bucket that is under way belongs to the window. An end that is asked for with its beginning stays where it is.
  const endMs = beforeMs === undefined || (afterMs === undefined && beforeMs > nowMs) ? nowMs + 1 : beforeMs;
  const fromMs = afterMs ?? endMs - lengthMs;
  // What ends before it begins holds nothing, wherever one looks.
  if (fromMs >= endMs) return { fromMs: nowMs + 1 - dayMs, toMs: nowMs + 1 };
  return { fromMs: Math.max(fromMs, endMs - longestMs), toMs: endMs };
}

// Each of them is cut into round buckets.
const lengthsMs = [hourMs, 6 * hourMs];

/**
 * How far back a window must reach to show all that the last day holds; undefined when that is most of the day, or
 * nothing. Where a day stands almost empty, what there is would be a stroke at its edge.
 */
export function lengthThatHolds(
  buckets: readonly { atMs: number; states: readonly unknown[] }[],
  nowMs: number,
): number | undefined {
  const first = buckets.find(({ states }) => states.length > 0);
  return first === undefined ? undefined : lengthsMs.find((length) => nowMs - first.atMs <= length);
}

// So many columns are left however few hold something: fewer would be walls.
const columnsMin = 20;

/** The buckets from the first one on that holds something; for windows whose beginning nobody named. */
export function sinceFirst<Bucket extends { states: readonly unknown[] }>(buckets: readonly Bucket[]): Bucket[] {
  const first = buckets.findIndex(({ states }) => states.length > 0);
  return first === -1 ? [...buckets] : buckets.slice(Math.max(0, Math.min(first - 1, buckets.length - columnsMin)));
}

/** Whole days before now that a window may be widened to; the first is what is shown when nothing is asked. */
const daysWide = [1, 7, 30, 90, 180];

/** How many days before now hold the window and more; undefined when it cannot be any wider. */
export function daysAround({ fromMs, toMs, bucketMs }: HistogramWindow, nowMs: number): number | undefined {
  return daysWide.find((days) => {
    const startMs = nowMs - days * dayMs;
    const isAround = startMs <= fromMs + bucketMs;
    // A window of whole buckets is a little longer than what was asked for.
    return isAround && days * dayMs > toMs - fromMs + bucketMs;
  });
}
