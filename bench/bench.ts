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
export type Bench = {
  name: string;
  describe: string;
  /** Left out unless it is asked for by name: it installs packages, or takes minutes. */
  onlyByName?: true;
  run(context: BenchContext): Promise<Result[]>;
};

type Direction = 'at least' | 'at most';

/** What a figure is measured against: a figure, or so many times a figure that was taken in the same run. */
export type Target = { direction: Direction; kind: 'figure' | 'ratio'; figure: number };

/** Something else measured in the same run. */
export type Other = { name: string; figure: number };

export type Verdict = 'met' | 'MISSED' | 'open';

/** One line of the report. */
export type Result = {
  what: string;
  target?: Target & { text: string };
  got: number;
  unit: string;
  /** `open` where there is no target, or nothing to measure a ratio against. */
  verdict: Verdict;
  /** What else was measured in this run, and how many times its figure ours is. */
  beside: readonly (Other & { ratio: number })[];
  detail: string;
};

type Finding = {
  what: string;
  target?: Target;
  got: number;
  unit: string;
  beside?: readonly Other[];
  detail: string;
};

/** Judges a figure. A ratio is judged against the best of what was measured beside it. */
export function resultOf({ what, target, got, unit, beside = [], detail }: Finding): Result {
  const ratios = beside.map((other) => ({ ...other, ratio: got / other.figure }));
  return {
    what,
    ...(target !== undefined && { target: { ...target, text: targetText(target, unit) } }),
    got,
    unit,
    verdict: verdictOf(target, got, beside),
    beside: ratios,
    detail,
  };
}

function verdictOf(target: Target | undefined, got: number, beside: readonly Other[]): Verdict {
  if (target === undefined || (target.kind === 'ratio' && beside.length === 0)) return 'open';
  const figures = beside.map(({ figure }) => figure);
  const isMore = target.direction === 'at least';
  const best = isMore ? Math.max(...figures) : Math.min(...figures);
  const limit = target.kind === 'figure' ? target.figure : target.figure * best;
  return (isMore ? got >= limit : got <= limit) ? 'met' : 'MISSED';
}

function targetText({ direction, kind, figure }: Target, unit: string): string {
  const sign = direction === 'at least' ? '>=' : '<=';
  return kind === 'ratio' ? `ratio ${sign} ${figure}` : `${sign} ${showFigure(figure)} ${unit}`;
}

/** The target of a rate. */
export function atLeast(figure: number): Target {
  return { direction: 'at least', kind: 'figure', figure };
}

/** The target of a time or a count of mistakes. */
export function atMost(figure: number): Target {
  return { direction: 'at most', kind: 'figure', figure };
}

/** The target of a rate beside another rate of the same run. */
export function atLeastTimes(figure: number): Target {
  return { direction: 'at least', kind: 'ratio', figure };
}

/** The target of a time beside another time of the same run. */
export function atMostTimes(figure: number): Target {
  return { direction: 'at most', kind: 'ratio', figure };
}

/** A figure as people read it: no more digits than it is worth. */
export function showFigure(figure: number): string {
  const digits = Math.abs(figure) >= 100 || Number.isInteger(figure) ? 0 : Math.abs(figure) >= 10 ? 1 : 2;
  return figure.toLocaleString('en-GB', { maximumFractionDigits: digits, minimumFractionDigits: digits === 1 ? 1 : 0 });
}
