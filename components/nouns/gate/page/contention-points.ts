/** The minutes of a lock as the columns of a chart. */
import type { Point, Window } from '#components/chart/chart-model.ts';
import { gateBounds } from '#domain/bounds/gate.ts';

const minuteMs = 60_000;

/** The last hour in columns of two minutes: those that had to wait, then those that went in at once. */
export function contentionPoints(
  minutes: readonly { at: string; came: number; waited: number }[],
  nowMs: number,
): { points: Point[]; window: Window } {
  const columnMs = 2 * minuteMs;
  const toMs = Math.ceil((nowMs + 1) / columnMs) * columnMs;
  const count = gateBounds.contentionMinutesShown / 2;
  const fromMs = toMs - count * columnMs;
  const sums = Array.from({ length: count }, () => ({ came: 0, waited: 0 }));
  for (const { at, came, waited } of minutes) {
    const sum = sums[Math.floor((Date.parse(at) - fromMs) / columnMs)];
    if (sum === undefined) continue;
    sum.came += came;
    sum.waited += waited;
  }
  const points = sums.map(
    ({ came, waited }, n): Point => ({
      atMs: fromMs + n * columnMs,
      endMs: fromMs + (n + 1) * columnMs,
      values: [waited, came - waited],
    }),
  );
  return { points, window: { fromMs, toMs } };
}
