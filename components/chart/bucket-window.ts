/** A window of time that a chart asks for, in buckets that are round on the clock of the zone that is shown. */

/** `cuts` are where the buckets after the first begin when clocks change among them; else all are equally long. */
export type BucketWindow = { fromMs: number; toMs: number; buckets: number; cuts: readonly number[] | undefined };

/** The window between the first of these edges and the last. */
export function windowOfEdges(edges: readonly number[]): BucketWindow {
  const [fromMs = 0, secondMs = 0] = edges;
  const toMs = edges.at(-1) ?? fromMs;
  const isEven = edges.every((atMs, n) => atMs === fromMs + n * (secondMs - fromMs));
  return { fromMs, toMs, buckets: edges.length - 1, cuts: isEven ? undefined : edges.slice(1, -1) };
}

/** How the API is asked for the window. */
export function askedOf({ fromMs, toMs, buckets, cuts }: BucketWindow) {
  const ends = { from: instant(fromMs), to: instant(toMs) };
  return cuts === undefined ? { ...ends, buckets } : { ...ends, cuts: cuts.map(instant) };
}

/** The buckets of an answer with the span of each: up to the next one, the last up to the end of the window. */
export function withSpans<Bucket extends { at: string }>(
  buckets: readonly Bucket[],
  toMs: number,
): (Bucket & { atMs: number; endMs: number })[] {
  return buckets.map((bucket, n) => {
    const next = buckets[n + 1];
    return { ...bucket, atMs: Date.parse(bucket.at), endMs: next === undefined ? toMs : Date.parse(next.at) };
  });
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
