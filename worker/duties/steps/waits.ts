/** Ends the waits of steps whose time or signal has come. */
import { closeDueWaits } from '#engine/step/close-due-waits.ts';
import type { Duty, DutyTools } from '#worker/duties/duty.ts';

// What begins to wait for less than this is seen late by as much: nobody tells the worker of it.
const lookMs = 500;

/** Several may run on one database: what one has under its lock the others pass by. */
export function waits({ database, hints }: DutyTools): Duty {
  return {
    name: 'waits',
    everyMs: lookMs,
    wakesOn: [],
    run: async () => {
      const { closed, stopped, isMore, nextMs } = await closeDueWaits(database);
      if (closed > 0) hints.send('work', 'news');
      if (stopped) hints.send('stop');
      return isMore ? 0 : Math.min(lookMs, Math.max(1, nextMs ?? lookMs));
    },
  };
}
