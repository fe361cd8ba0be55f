/** The planner's duty: plans what is due, then sleeps until the next due instant, a hint, or the poll net. */
import { planDueSchedules } from '#engine/schedule/plan/plan-due-schedules.ts';
import type { Duty, DutyTools } from './duty.ts';

// What is due but not to be had is in the hands of another planner; if that one dies, its locks go with its connection.
const heldByAnotherMs = 50;

/** Several planners may run on one database. */
export function planner({ database, hints, rhythm }: Pick<DutyTools, 'database' | 'hints' | 'rhythm'>): Duty {
  return {
    name: 'planner',
    everyMs: rhythm.pollMs,
    wakesOn: ['plan'],
    run: async () => {
      const { planned, nextDueInMs } = await planDueSchedules({ database, hints });
      if (nextDueInMs === null) return rhythm.pollMs;
      if (nextDueInMs > 0) return Math.ceil(nextDueInMs);
      return planned > 0 ? 0 : heldByAnotherMs;
    },
  };
}
