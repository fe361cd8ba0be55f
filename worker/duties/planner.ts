/** The planner's duty: plans what is due, then sleeps until the next due instant, a hint, or the poll net. */
import { planDueSchedules } from '#engine/schedule/plan/plan-due-schedules.ts';
import type { Database } from '#engine/store/database.ts';
import type { Hints } from '#engine/store/hints.ts';
import { type Duty, type DutyLog, startDuty } from '#worker/duty.ts';

export type PlannerOptions = { database: Database; hints: Hints; log: DutyLog; pollMs: number };

// What is due but not to be had is in the hands of another planner; if that one dies, its locks go with its connection.
const heldByAnotherMs = 50;

/** Starts a planner; several may run on one database. Wake it on the hint `plan`. */
export function startPlanner({ database, hints, log, pollMs }: PlannerOptions): Duty {
  const pass = async () => {
    const { planned, nextDueInMs } = await planDueSchedules({ database, hints });
    if (nextDueInMs === null) return pollMs;
    if (nextDueInMs > 0) return Math.ceil(nextDueInMs);
    return planned > 0 ? 0 : heldByAnotherMs;
  };
  return startDuty({ name: 'planner', pass, pollMs, log });
}
