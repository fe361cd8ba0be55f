/** Starts the runs that steps of other runs ask for, and takes in how they ended. */
import { lookAtSubflows } from '#engine/subflow/look-at-subflows.ts';
import type { Duty, DutyTools } from '#worker/duties/duty.ts';

// A step that begins, and a run that ends, are seen late by as much: nobody tells the worker of them.
const lookMs = 250;

/** Several may run on one database: what one has under its lock the others pass by. */
export function subflows({ database, hints }: DutyTools): Duty {
  return {
    name: 'subflows',
    everyMs: lookMs,
    wakesOn: [],
    run: async () => {
      const { moved, stopped, isMore, nextMs } = await lookAtSubflows(database);
      if (moved > 0) hints.send('work', 'news');
      if (stopped) hints.send('stop');
      return isMore ? 0 : Math.min(lookMs, Math.max(1, nextMs ?? lookMs));
    },
  };
}
