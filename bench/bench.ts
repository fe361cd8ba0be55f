/** What a benchmark is: it gives the product one kind of work and says what came of it, beside the target. */
import type { Cluster } from './stage/cluster.ts';

/** What a benchmark works with. */
export type BenchContext = {
  /** True when the benches only have to work: tiny sizes, one round. */
  isOnce: boolean;
  cluster: Cluster;
  /** The size of a full run, or the tiny one. */
  size(full: number, tiny: number): number;
  /** How often noisy figures are taken; the median counts. */
  rounds: number;
  /** Says what is going on, for whoever waits. */
  note(text: string): void;
};

/** One benchmark. It throws when the product does wrong, never because it is slow. */
export type Bench = { name: string; describe: string; run(context: BenchContext): Promise<Result[]> };

/** What a figure is measured against. */
export type Target = { direction: 'at least' | 'at most'; figure: number };

/** Another engine and its figure for the same work. */
export type Peer = { name: string; figure: number };

/** One line of the report. */
export type Result = {
  what: string;
  target: Target & { text: string };
  got: number;
  unit: string;
  met: boolean;
  /** How many times as good as the best peer; above 1 is better. */
  ratioTo?: Peer & { ratio: number };
  detail: string;
};

type Finding = { what: string; target: Target; got: number; unit: string; peers?: readonly Peer[]; detail: string };

/** Judges a figure. */
export function resultOf({ what, target, got, unit, peers = [], detail }: Finding): Result {
  const isMore = target.direction === 'at least';
  const [best] = peers.toSorted((a, b) => (isMore ? b.figure - a.figure : a.figure - b.figure));
  const text = `${isMore ? '>=' : '<='} ${showFigure(target.figure)} ${unit}`;
  const met = isMore ? got >= target.figure : got <= target.figure;
  const ratio = best === undefined ? 0 : isMore ? got / best.figure : best.figure / got;
  return {
    what,
    target: { ...target, text },
    got,
    unit,
    met,
    ...(best === undefined ? {} : { ratioTo: { ...best, ratio } }),
    detail,
  };
}

/** The target of a rate. */
export function atLeast(figure: number): Target {
  return { direction: 'at least', figure };
}

/** The target of a time or a count of mistakes. */
export function atMost(figure: number): Target {
  return { direction: 'at most', figure };
}

/** A figure as people read it: no more digits than it is worth. */
export function showFigure(figure: number): string {
  const digits = Math.abs(figure) >= 100 || Number.isInteger(figure) ? 0 : Math.abs(figure) >= 10 ? 1 : 2;
  return figure.toLocaleString('en-GB', { maximumFractionDigits: digits, minimumFractionDigits: digits === 1 ? 1 : 0 });
}
