/** The span of time that the overview looks at. */
import { type BucketWindow, windowOfEdges } from '#components/chart/bucket-window.ts';
import { civilEdgesUpTo } from '#domain/timetable/civil-edges.ts';

export const windowChoices = ['24h', '1h', '6h', '7d'] as const;
export type WindowChoice = (typeof windowChoices)[number];

/** A window whose ends lie on round instants, so that it is the same question for as long as one bucket lasts. */
export type OverviewWindow = BucketWindow;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

// Some 60 columns each: a column is wide enough to point at.
const shapes: Record<WindowChoice, { bucketMs: number; buckets: number }> = {
  '1h': { bucketMs: minuteMs, buckets: 60 },
  '6h': { bucketMs: 5 * minuteMs, buckets: 72 },
  '24h': { bucketMs: 30 * minuteMs, buckets: 48 },
  '7d': { bucketMs: 3 * hourMs, buckets: 56 },
};

/** Each choice on its button and in a sentence. */
export const windowWords: Record<WindowChoice, { button: string; sentence: string }> = {
  '1h': { button: '1 h', sentence: 'the last hour' },
  '6h': { button: '6 h', sentence: 'the last 6 hours' },
  '24h': { button: '24 h', sentence: 'the last 24 hours' },
  '7d': { button: '7 d', sentence: 'the last 7 days' },
};

/** The window up to now, in buckets that are round on the zone's clock; the one that is not over yet is its last. */
export function windowAt(
  choice: WindowChoice,
  { nowMs, timeZone }: { nowMs: number; timeZone: string },
): OverviewWindow {
  const { bucketMs, buckets } = shapes[choice];
  return windowOfEdges(civilEdgesUpTo(timeZone, { widthMs: bucketMs, count: buckets, lastMs: nowMs }));
}
