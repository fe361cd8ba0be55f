/** What retries of a kind of failure taught: after how long another try was worth it. */

// Where each step of waiting begins; the last one has no end.
const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
export const waitStepsMs: readonly number[] = [
  0,
  10 * secondMs,
  30 * secondMs,
  minuteMs,
  2 * minuteMs,
  5 * minuteMs,
  10 * minuteMs,
  30 * minuteMs,
  hourMs,
  3 * hourMs,
  6 * hourMs,
  12 * hourMs,
  24 * hourMs,
];

/** How many retries there were after each step of waiting, and how many of them worked. */
export type Lessons = { tried: readonly number[]; worked: readonly number[] };

/** What worked best: `afterMs` is at least how long was waited; null when nothing worked. */
export type WorkedBefore = { afterMs: number | null; worked: number; tried: number };

/** The step of a wait; a clock that went back waited for nothing. */
export function waitStepOf(waitedMs: number): number {
  return Math.max(
    0,
    waitStepsMs.findLastIndex((fromMs) => fromMs <= waitedMs),
  );
}

/** The wait after which a retry most surely works; undefined when nothing was tried yet. */
export function workedBefore({ tried, worked }: Lessons): WorkedBefore | undefined {
  const steps = waitStepsMs.map((afterMs, n) => ({ afterMs, tried: tried[n] ?? 0, worked: worked[n] ?? 0 }));
  const sum = (key: 'tried' | 'worked') => steps.reduce((total, step) => total + step[key], 0);
  if (sum('tried') === 0) return undefined;
  if (sum('worked') === 0) return { afterMs: null, worked: 0, tried: sum('tried') };
  // Of equally sure ones the shortest wait.
  return steps.reduce((best, step) => (surety(step) > surety(best) ? step : best));
}

// The lower end of Wilson's interval at 95 %: one success of one try says less than nine of ten.
const z = 1.96;

function surety({ tried, worked }: { tried: number; worked: number }): number {
  if (tried === 0 || worked === 0) return 0;
  const share = worked / tried;
  const spread = z * Math.sqrt((share * (1 - share)) / tried + (z * z) / (4 * tried * tried));
  return (share + (z * z) / (2 * tried) - spread) / (1 + (z * z) / tried);
}
