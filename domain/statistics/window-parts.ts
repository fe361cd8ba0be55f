/** A window of time in parts, as whoever asks for figures over time names them: so many equal ones, or where each begins. */
import { statisticsBounds } from '#domain/bounds/statistics.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';

/** `cuts` are where the parts after the first begin. */
export type WindowAsked = { from: Date; to: Date; buckets?: number | null; cuts?: readonly Date[] | null };

/** Each part lies between an edge and the next; the first edge is where the window begins, the last where it ends. */
export type WindowParts = { fromMs: number; toMs: number; edges: readonly number[]; count: number };

type Limits = { bucketsDefault: number; bucketsMax: number; windowMsMax: number };

const dayMs = 24 * 3_600_000;

/** Reads a window and its parts. */
export function readWindowParts(asked: WindowAsked, limits: Limits): Outcome<WindowParts> {
  const { buckets, cuts } = asked;
  const [fromMs, toMs] = [asked.from.getTime(), asked.to.getTime()];
  const count = buckets ?? limits.bucketsDefault;
  if (isNamed(buckets) && isNamed(cuts))
    return refuse('BAD_INPUT', 'buckets are named too: name either them or cuts', ['cuts']);
  if (!Number.isInteger(count) || count < 1 || count > limits.bucketsMax)
    return refuse('BAD_INPUT', `buckets is a whole number from 1 to ${limits.bucketsMax}`, ['buckets']);
  if (toMs <= fromMs) return refuse('BAD_INPUT', 'the window ends after it begins', ['to']);
  if (toMs - fromMs > limits.windowMsMax)
    return refuse('TOO_LARGE', `a window is at most ${Math.floor(limits.windowMsMax / dayMs)} days long`, ['from']);
  const edges = isNamed(cuts) ? readCuts(cuts, { fromMs, toMs }) : done(equalEdges({ fromMs, toMs }, count));
  return edges.ok ? done({ fromMs, toMs, edges: edges.value, count: edges.value.length - 1 }) : edges;
}

type Ends = { fromMs: number; toMs: number };

function readCuts(cuts: readonly Date[], { fromMs, toMs }: Ends): Outcome<number[]> {
  const { cutsMax } = statisticsBounds;
  if (cuts.length > cutsMax) return refuse('TOO_LARGE', `at most ${cutsMax} cuts part a window`, ['cuts']);
  const edges = [fromMs];
  for (const [place, cut] of cuts.entries()) {
    const atMs = cut.getTime();
    const path = ['cuts', String(place)];
    if (atMs <= fromMs || atMs >= toMs) return refuse('BAD_INPUT', 'a cut lies inside the window', path);
    if (atMs <= (edges.at(-1) ?? fromMs)) return refuse('BAD_INPUT', 'each cut is later than the one before', path);
    edges.push(atMs);
  }
  return done([...edges, toMs]);
}

function equalEdges({ fromMs, toMs }: Ends, count: number): number[] {
  return Array.from({ length: count + 1 }, (_, n) => Math.round(fromMs + ((toMs - fromMs) * n) / count));
}

function isNamed<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
