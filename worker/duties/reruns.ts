/** The duty of batches of reruns: starts the next runs of each at its rate, and takes in how those before ended. */
import { advanceBatches } from '#engine/rerun/advance-batches.ts';
import type { Duty, DutyTools } from './duty.ts';

// A batch that was just made begins within a second, and ten starts a second are spread over it well enough.
const lookMs = 1_000;

/** Several may run on one database: a batch is one worker's at a time. */
export function reruns({ database, hints }: DutyTools): Duty {
  return {
    name: 'reruns',
    everyMs: lookMs,
    wakesOn: [],
    run: async () => {
      const { started, isNews, isMore } = await advanceBatches(database);
      if (isNews) hints.send('news');
      if (started > 0) hints.send('work');
      return isMore ? 0 : lookMs;
    },
  };
}
