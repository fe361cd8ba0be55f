/** What a histogram draws and says: states of one family share a colour and so a part of the column; words tell them apart. */
import type { Point, Series } from '#components/chart/chart-model.ts';
import type { Family, Look } from '#components/state/state-look.ts';

/** A bucket as the API tells it. */
export type ToldBucket = { at: string; isExact: boolean; states: readonly { state: string; count: number }[] };
/** A bucket with its span. */
export type Bucket = ToldBucket & { atMs: number; endMs: number };
/** `happened` stands before a span of time: `Created 14:00 – 14:30`. */
export type HistogramWords = { label: string; happened: string; none: string };
export type Looks = Readonly<Record<string, Look>>;

// From the bottom up: what has settled, failures on what succeeded as everywhere, and what is still to come above it.
const parts: readonly (Series & { family: Family })[] = [
  { word: 'success', family: 'success', filling: 'solid' },
  { word: 'failed', family: 'failed', filling: 'solid' },
  { word: 'running', family: 'running', filling: 'solid' },
  { word: 'waiting', family: 'waiting', filling: 'hatched' },
];

/** Columns by family, for the drawing. */
export function columnsByFamily(
  buckets: readonly Bucket[],
  looks: Looks,
): { series: readonly Series[]; points: Point[] } {
  const points = buckets.map(({ atMs, endMs, states }) => ({
    atMs,
    endMs,
    values: parts.map(({ family }) => sumOf(states.filter(({ state }) => looks[state]?.family === family))),
  }));
  return { series: parts, points };
}

/** Columns by state, for the table: those states that occur, in the order of their looks. */
export function columnsByState(buckets: readonly Bucket[], looks: Looks): { series: Series[]; points: Point[] } {
  const states = Object.keys(looks).filter((state) => buckets.some((bucket) => countOf(bucket, state) > 0));
  const series = states.flatMap((state): Series[] => {
    const look = looks[state];
    return look === undefined ? [] : [{ word: look.word.toLowerCase(), family: look.family, filling: 'solid' }];
  });
  const points = buckets.map((bucket) => ({
    atMs: bucket.atMs,
    endMs: bucket.endMs,
    values: states.map((state) => countOf(bucket, state)),
  }));
  return { series, points };
}

/** The states of a bucket with their counts, in the order of their looks. */
export function statesOf(bucket: Bucket, looks: Looks): { look: Look; count: string }[] {
  return Object.entries(looks).flatMap(([state, look]) => {
    const count = countOf(bucket, state);
    return count === 0 ? [] : [{ look, count: sayCount(count, bucket.isExact) }];
  });
}

/** A bucket in one sentence: `14:00 – 14:30: 3 failed, 12 succeeded`. */
export function sayBucketCounts(bucket: Bucket, { looks, when }: { looks: Looks; when: string }): string {
  const counts = statesOf(bucket, looks).map(({ look, count }) => `${count} ${look.word.toLowerCase()}`);
  return `${when}: ${counts.length === 0 ? 'none' : counts.join(', ')}`;
}

/** `1,200`, or `1,200+` where there may be more. */
export function sayCount(count: number, isExact: boolean): string {
  return `${count.toLocaleString('en')}${isExact || count === 0 ? '' : '+'}`;
}

function countOf({ states }: Bucket, asked: string): number {
  return states.find(({ state }) => state === asked)?.count ?? 0;
}

function sumOf(states: Bucket['states']): number {
  return states.reduce((sum, { count }) => sum + count, 0);
}
