/** The rows of a timeline: one for each step, or one for each level with its steps folded into it. */

import type { Span } from '#components/timeline/scale/time-scale.ts';
import { type JobState, jobStates } from '#domain/machines.ts';
import { type Bar, barsOf, type TimedStep } from './timeline-step.ts';

// More bars than this are a texture; steps are then gathered by level until somebody opens one.
const timelineBarsMax = 500;

/** A step with its bars. */
export type StepRow = {
  kind: 'step';
  id: string;
  step: TimedStep;
  bars: readonly Bar[];
  isInGroup: boolean;
  /** Which attempt of the step it is; null for the step as a whole. */
  attempt: number | null;
};
/** All steps of one level, or all jobs of a step that repeats its task, gathered. */
export type GroupRow = {
  kind: 'group';
  id: string;
  name: string;
  level: number;
  steps: readonly TimedStep[];
  isOpen: boolean;
  counts: readonly { state: JobState; count: number }[];
  /** When any of its steps waited but none ran, and when at least one ran. `toMs` is null for what still goes on. */
  waiting: readonly OpenSpan[];
  running: readonly OpenSpan[];
};
/** What one row shows. */
export type TimelineRow = StepRow | GroupRow;
/** A stretch of time; `toMs` is null while it goes on. */
export type OpenSpan = { fromMs: number; toMs: number | null };

type Shown = { openLevels: ReadonlySet<number>; only?: ReadonlySet<string> | undefined };

/** The bars of steps, made once for each step as it is. */
export function barMaker(): (step: TimedStep) => readonly Bar[] {
  const made = new WeakMap<TimedStep, readonly Bar[]>();
  return (step) => {
    const bars = made.get(step) ?? barsOf(step);
    made.set(step, bars);
    return bars;
  };
}

/** The id of the row of a level. */
export function levelRowId(level: number): string {
  return `level ${level}`;
}

/** True when there are too many bars to look at one by one. */
export function isGrouped(steps: readonly TimedStep[]): boolean {
  let count = 0;
  for (const step of steps) count += Math.max(1, 2 * step.attempts.length);
  return count > timelineBarsMax;
}

/** The rows in the order of the definition's levels. `only` leaves out all other steps, and then nothing is grouped. */
export function timelineRows(
  steps: readonly TimedStep[],
  { openLevels, only }: Shown,
  bars: (step: TimedStep) => readonly Bar[],
): TimelineRow[] {
  const shown = only === undefined ? steps : steps.filter((step) => only.has(step.id));
  const inOrder = shown.toSorted((a, b) => a.level - b.level);
  if (only !== undefined || !isGrouped(steps)) return inOrder.map((step) => stepRow(step, { bars, isInGroup: false }));
  const levels = [...Map.groupBy(inOrder, (step) => step.level)];
  return levels.flatMap(([level, own]) => {
    const isOpen = openLevels.has(level);
    const group: GroupRow = {
      kind: 'group',
      id: levelRowId(level),
      name: `Level ${level + 1}`,
      level,
      steps: own,
      isOpen,
      counts: jobStates.flatMap((state) => {
        const count = own.filter((step) => step.state === state).length;
        return count === 0 ? [] : [{ state, count }];
      }),
      waiting: union(own.flatMap((step) => bars(step))),
      running: union(own.flatMap((step) => bars(step)).filter((bar) => bar.kind === 'run')),
    };
    return isOpen ? [group, ...own.map((step) => stepRow(step, { bars, isInGroup: true }))] : [group];
  });
}

function stepRow(
  step: TimedStep,
  { bars, isInGroup }: { bars: (step: TimedStep) => readonly Bar[]; isInGroup: boolean },
): StepRow {
  return { kind: 'step', id: step.id, step, bars: bars(step), isInGroup, attempt: null };
}

/** The same time without overlaps; what goes on swallows everything after its beginning. */
export function union(spans: readonly OpenSpan[]): OpenSpan[] {
  const merged: OpenSpan[] = [];
  for (const { fromMs, toMs } of spans.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = merged.at(-1);
    if (last === undefined || (last.toMs !== null && fromMs > last.toMs)) merged.push({ fromMs, toMs });
    else if (last.toMs !== null) last.toMs = toMs === null ? null : Math.max(last.toMs, toMs);
  }
  return merged;
}

type View = { scrollPx: number; heightPx: number; rowPx: number; count: number };

// Drawn beyond the view on either side, so that a quick scroll meets no blank.
const overscan = 6;

/** The first row that is drawn and the one after the last. */
export function rowsInView({ scrollPx, heightPx, rowPx, count }: View): { from: number; to: number } {
  const from = Math.max(0, Math.floor(scrollPx / rowPx) - overscan);
  const to = Math.min(count, Math.ceil((scrollPx + heightPx) / rowPx) + overscan);
  return { from: Math.min(from, to), to };
}

/** From the first thing that happened to the last; `nowMs` ends what still goes on. */
export function spanOf(bars: readonly Bar[], { fromMs, nowMs }: { fromMs: number; nowMs: number }): Span {
  let [first, last] = [fromMs, fromMs];
  for (const bar of bars) {
    first = Math.min(first, bar.fromMs);
    last = Math.max(last, bar.toMs ?? nowMs, bar.fromMs);
  }
  return { fromMs: first, toMs: last };
}
