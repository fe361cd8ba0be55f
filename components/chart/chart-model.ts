/**
 * What a chart over time shows, without pixels: stacked columns or a stepped depth, in fractions of the width (0 to 1)
 * and pixels of a fixed height, so that the skin needs to measure nothing.
 */
import { nice, ticks } from 'd3-array';
import type { Family } from '#components/state/state-look.ts';

/** One thing counted: its word, its colour by state, and a filling that tells it apart without colour. */
export type Series = { word: string; family: Family; filling: 'solid' | 'hatched' };

/** What was counted from `atMs` to `endMs`, in the order of the series; null where it is not known. */
export type Point = { atMs: number; endMs: number; values: readonly (number | null)[] };

/** What is measured, where it is nothing to be counted: how a value is said. Such values are not added up over time. */
export type Measure = { say: (value: number) => string };

export type Window = { fromMs: number; toMs: number };

/** A column: where it stands, and its parts from the bottom up. */
export type Column = { left: number; width: number; parts: { series: number; top: number; height: number }[] };

/** The axis of values: where it ends and which lines cross the chart. */
export type ValueAxis = { max: number; ticks: number[] };

/** The height of a chart's drawing in pixels; it stands whatever is known, so that nothing below it moves. */
export const chartHeight = 128;
const linesMax = 3;

/** An axis over whole numbers that ends at or above the highest stack; an empty chart still has one. */
export function valueAxis(points: readonly Point[]): ValueAxis {
  const highest = Math.max(1, ...points.map(sumOf));
  const [, max] = nice(0, highest, linesMax);
  return { max, ticks: ticks(0, max, linesMax).filter((tick) => Number.isInteger(tick)) };
}

// Of fewer columns the eye sees the middle by itself.
const medianColumnsMin = 6;

/**
 * What a column usually holds: the median of those that hold something, the one under way aside. Undefined when there
 * are too few to speak of a rule.
 */
export function medianOf(points: readonly Point[]): number | undefined {
  const sums = points
    .slice(0, -1)
    .map(sumOf)
    .filter((sum) => sum > 0)
    .toSorted((a, b) => a - b);
  return sums.length < medianColumnsMin ? undefined : sums[sums.length >> 1];
}

// At least this share of a window stays, so that a single column is not as wide as the chart.
const fittedShareMin = 0.25;

/**
 * Where a drawing begins that leaves out what is empty before the first count, when that is the longest part: a day of
 * which one hour is known is drawn as some hours. Undefined when all of it is drawn.
 */
export function drawnFrom(points: readonly Point[]): number | undefined {
  const first = points.findIndex((point) => sumOf(point) > 0);
  const kept = Math.max(Math.ceil(points.length * fittedShareMin), Math.ceil((points.length - first) * 1.25));
  const start = points[points.length - kept];
  return first < points.length / 2 || kept >= points.length ? undefined : start?.atMs;
}

/** What is drawn from an instant on. */
export function fitted(
  points: readonly Point[],
  { window, fromMs }: { window: Window; fromMs: number | undefined },
): { points: readonly Point[]; window: Window } {
  if (fromMs === undefined) return { points, window };
  return { points: points.filter(({ atMs }) => atMs >= fromMs), window: { fromMs, toMs: window.toMs } };
}

/** How far along the window an instant lies, 0 to 1. */
export function placeOf({ fromMs, toMs }: Window, atMs: number): number {
  if (toMs <= fromMs) return 0;
  return Math.min(1, Math.max(0, (atMs - fromMs) / (toMs - fromMs)));
}

type Sheet = { window: Window; axis: ValueAxis; height: number };

/** Columns of the points, stacked. A count above zero is always at least one pixel: a single failure must be seen. */
export function columnsOf(points: readonly Point[], sheet: Sheet): Column[] {
  return points.map(({ atMs, endMs, values }) => {
    const left = placeOf(sheet.window, atMs);
    const width = placeOf(sheet.window, endMs) - left;
    let below = 0;
    const parts = values.flatMap((value, series) => {
      const from = below;
      below += value ?? 0;
      if (below === from) return [];
      const height = Math.max(1, heightOf(from, sheet) - heightOf(below, sheet));
      return [{ series, top: Math.max(0, heightOf(from, sheet) - height), height }];
    });
    return { left, width, parts };
  });
}

// Pixels grow downwards.
function heightOf(value: number, { axis, height }: Sheet): number {
  return height - (height * value) / axis.max;
}

/** How wide the drawing of a path is in its own units; the skin stretches it over the chart. */
export const pathWidth = 1000;

/** The first series as a stepped area with its upper edge, in units of `pathWidth`; it ends where nothing is known. */
export function depthPaths(points: readonly Point[], sheet: Sheet): { area: string; edge: string } {
  const known = points.flatMap(({ values: [value], ...span }) =>
    typeof value === 'number' ? [{ ...span, value }] : [],
  );
  const [first] = known;
  if (first === undefined) return { area: '', edge: '' };
  const x = (atMs: number) => placeOf(sheet.window, atMs) * pathWidth;
  // A depth is known at the end of its bucket and stands for the whole of it.
  const steps = known.map(({ endMs, value }) => `V${heightOf(value, sheet)}H${x(endMs)}`).join('');
  const edge = `M${x(first.atMs)},${heightOf(first.value, sheet)}${steps}`;
  return { area: `${edge}V${sheet.height}H${x(first.atMs)}Z`, edge };
}

/** The place of the point under a fraction of the width; undefined when there is none. */
export function pointAt(points: readonly Point[], window: Window, fraction: number): number | undefined {
  const atMs = window.fromMs + fraction * (window.toMs - window.fromMs);
  const place = points.findLastIndex((point) => point.atMs <= atMs);
  return place === -1 ? undefined : place;
}

/** Where the reading mark goes on a key; undefined when the key is not for the chart. */
export function moveMark(key: string, mark: number | undefined, count: number): number | undefined {
  const last = count - 1;
  if (last < 0) return undefined;
  const here = mark ?? last;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return mark === undefined ? last : Math.max(0, here - 1);
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.min(last, here + 1);
    case 'PageDown':
      return Math.max(0, here - 10);
    case 'PageUp':
      return Math.min(last, here + 10);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

function sumOf({ values }: Point): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}
