/** How far a batch of reruns is: in numbers, in words, and after an event. */
import type { RerunBatchRowFragment } from '#components/generated/reruns.ts';
import type { LiveEvent } from '#components/live/live-event.ts';
import { type RerunBatchState, type RerunItemState, rerunBatchStates, rerunItemStates } from '#domain/machines.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';

export type Counts = RerunBatchRowFragment['counts'];
type Batch = { id: string; state: RerunBatchState; finishedAt: string | null; counts: Counts };

const countedAs: Record<RerunItemState, Exclude<keyof Counts, 'total'>> = {
  WAITING: 'waiting',
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
  REFUSED: 'refused',
};

/** How many runs stand where, what is over first; states without runs are left out. */
export function standing(counts: Counts): { state: RerunItemState; count: number }[] {
  const inOrder: RerunItemState[] = ['SUCCEEDED', 'FAILED', 'REFUSED', 'CANCELLED', 'RUNNING', 'WAITING'];
  return inOrder.flatMap((state) => {
    const count = counts[countedAs[state]];
    return count === 0 ? [] : [{ state, count }];
  });
}

/** How many runs are over. */
export function endedOf({ total, waiting, running }: Counts): number {
  return total - waiting - running;
}

/** When the last run starts at the earliest, from the rate; undefined when none waits. */
export function lastStartMs({ counts, perMinute }: { counts: Counts; perMinute: number }): number | undefined {
  return counts.waiting === 0 ? undefined : (counts.waiting * 60_000) / perMinute;
}

/** The batch after an event. What waits never grows and what is over never shrinks, so a repeated history changes nothing. */
export function applyToBatch<Row extends Batch>(row: Row, event: LiveEvent): Row {
  if (event.entityId !== row.id) return row;
  const counts = countsIn(event.payload, row.counts.total);
  if (counts === undefined || counts.waiting > row.counts.waiting || endedOf(counts) < endedOf(row.counts)) return row;
  const to = rerunBatchStates.find((state) => state === event.to);
  const state = to !== undefined && event.from === row.state ? to : row.state;
  const isOver = counts.waiting === 0 && counts.running === 0;
  return { ...row, state, counts, finishedAt: isOver ? (row.finishedAt ?? event.at) : null };
}

function countsIn(payload: Json | null, total: number): Counts | undefined {
  if (!isJsonObject(payload)) return undefined;
  const counts: Counts = { total, waiting: 0, running: 0, succeeded: 0, failed: 0, cancelled: 0, refused: 0 };
  for (const state of rerunItemStates) {
    const count = payload[countedAs[state]];
    if (typeof count !== 'number') return undefined;
    counts[countedAs[state]] = count;
  }
  return counts;
}
