/** Instants that passed while their schedule was paused, changed or deleted: recorded as MISSED, never fired, never silent. */

import { type StoredSchedule, unplannedInstants } from '#engine/schedule/schedules.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { insertTicks, type NewTick } from './insert-ticks.ts';

const sentences = {
  PAUSED: 'the schedule was paused',
  CHANGED: 'the timetable was changed before it fired',
  DELETED: 'the schedule was deleted before it fired',
} as const;

/** Records what the locked schedules still owe up to now; `exceptMs` of a schedule is left to the planner. */
export async function recordUnplanned(
  tx: Transaction,
  schedules: readonly StoredSchedule[],
  record: { why: keyof typeof sentences; actor: string; exceptMs?: ReadonlyMap<string, number> },
): Promise<void> {
  const ticks = schedules.flatMap((schedule) => {
    const { instants, isCut } = unplannedInstants(schedule, tx.now);
    const exceptMs = record.exceptMs?.get(schedule.id);
    const code = schedule.state === 'PAUSED' ? 'PAUSED' : record.why;
    return instants.flatMap((atMs, n): NewTick[] => {
      if (atMs === exceptMs) return [];
      const isLast = isCut && n === instants.length - 1;
      const more = isLast ? `; this tick stands for every later one before ${tx.now.toISOString()}, too` : '';
      const reason = { code, message: `${sentences[code]}${more}` };
      return [{ tenantId: tx.tenantId, scheduleId: schedule.id, scheduledForMs: atMs, outcome: 'MISSED', reason }];
    });
  });
  await insertTicks(tx, ticks, record.actor);
}
