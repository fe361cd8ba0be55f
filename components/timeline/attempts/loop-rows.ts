/** A step that repeats its task as one row with the counts of its jobs, which opens into them. */
import type { LoopItemsQuery, RunLoopsQuery } from '#components/generated/loops.ts';
import { type GroupRow, type StepRow, type TimelineRow, union } from '#components/timeline/timeline-rows.ts';
import { barsOf, type TimedStep } from '#components/timeline/timeline-step.ts';
import { jobStates } from '#domain/machines.ts';

export type LoopCounts = NonNullable<NonNullable<RunLoopsQuery['run']>['steps'][number]['loop']>;
export type LoopItem = LoopItemsQuery['loopJobs']['nodes'][number];

/** The loops of a run by step, and the jobs of the one that is open. */
export type Loops = {
  counts: ReadonlyMap<string, LoopCounts>;
  open: string | undefined;
  items: readonly LoopItem[];
};

/** The id of the row of a loop. */
export function loopRowId(stepKey: string): string {
  return `loop ${stepKey}`;
}

/** The rows with each loop as a group. */
export function withLoops(rows: readonly TimelineRow[], loops: Loops): TimelineRow[] {
  return rows.flatMap((row): TimelineRow[] => {
    const counts = row.kind === 'step' ? loops.counts.get(row.step.stepKey) : undefined;
    if (row.kind !== 'step' || counts === undefined || row.step.keptMs !== null) return [row];
    const isOpen = loops.open === row.step.stepKey;
    const items = isOpen ? loops.items.map((item) => itemRow(row.step, item)) : [];
    return [groupOf(row.step, { counts, items, isOpen }), ...items];
  });
}

type Group = { counts: LoopCounts; items: readonly StepRow[]; isOpen: boolean };

function groupOf(step: TimedStep, { counts, items, isOpen }: Group): GroupRow {
  const { running, succeeded, failed, cancelled, total } = counts;
  const byState = { RUNNING: running, SUCCEEDED: succeeded, FAILED: failed, CANCELLED: cancelled };
  const waiting = total === null ? 0 : Math.max(0, total - counts.started);
  const found = { ...byState, PENDING: waiting };
  const bars = items.flatMap((row) => row.bars);
  return {
    kind: 'group',
    id: loopRowId(step.stepKey),
    name: step.stepKey,
    level: step.level,
    steps: [step],
    isOpen,
    counts: jobStates.flatMap((state) => {
      const count = state in found ? found[state as keyof typeof found] : 0;
      return count === 0 ? [] : [{ state, count }];
    }),
    waiting: union(bars),
    running: union((items.length === 0 ? barsOf(step) : bars).filter(({ kind }) => kind === 'run')),
  };
}

function itemRow(step: TimedStep, item: LoopItem): StepRow {
  const attempts = item.attempts.map(({ number, state, startedAt, finishedAt }) => ({
    ...{ number, state, startedMs: Date.parse(startedAt) },
    finishedMs: finishedAt === null ? null : Date.parse(finishedAt),
  }));
  const own: TimedStep = {
    ...step,
    ...{ id: item.id, jobId: item.id, iteration: item.item, state: item.state, reason: item.reason, isLoop: false },
    attempts,
    readyMs: Date.parse(item.createdAt),
    dueMs: item.runAt === null ? null : Date.parse(item.runAt),
    finishedMs: item.finishedAt === null ? null : Date.parse(item.finishedAt),
  };
  return { kind: 'step', id: item.id, step: own, bars: barsOf(own), isInGroup: true, attempt: null };
}
