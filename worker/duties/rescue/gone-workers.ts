/** Forgets workers that are long gone. */
import { forgetWorkers } from '#engine/attempt/rescue-jobs.ts';
import type { Duty, DutyTools } from '#worker/duties/duty.ts';

/** One runs in every worker, and they do not disturb each other. */
export function goneWorkers({ database, rhythm }: DutyTools): Duty {
  return {
    name: 'gone-workers',
    everyMs: rhythm.sweepMs,
    wakesOn: [],
    run: async () => {
      await forgetWorkers(database);
      return rhythm.sweepMs;
    },
  };
}
