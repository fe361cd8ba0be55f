/** Medians, percentiles and the words around them. */
import { assert } from '#domain/unreachable.ts';
import { showFigure } from './bench.ts';

/** The value that this share of the values does not exceed; `share` lies in (0, 1]. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  assert(value !== undefined, 'a percentile is taken of at least one value');
  return value;
}

/** The middle one; of an even number, the lower of the two. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The round whose figure is the median, to take every other figure from the same round. */
export function medianRound<Round>(rounds: readonly Round[], figureOf: (round: Round) => number): Round {
  const sorted = rounds.toSorted((a, b) => figureOf(a) - figureOf(b));
  const round = sorted[Math.ceil(sorted.length / 2) - 1];
  assert(round !== undefined, 'there is at least one round');
  return round;
}

/** `median of 3, 950 to 1,050 jobs/s`; nothing when there is one value. */
export function spread(values: readonly number[], unit: string): string {
  if (values.length < 2) return 'one round';
  return `median of ${values.length}, ${showFigure(Math.min(...values))} to ${showFigure(Math.max(...values))} ${unit}`;
}

/** Jain's index of shares: 1 when all are alike, 1/n when one has everything. */
export function fairness(shares: readonly number[]): number {
  const sum = shares.reduce((total, share) => total + share, 0);
  const squares = shares.reduce((total, share) => total + share * share, 0);
  return sum ** 2 / (shares.length * squares);
}
