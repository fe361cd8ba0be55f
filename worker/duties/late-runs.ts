/** Ends runs that are out of time. */
import { failLateRuns } from '#engine/run/advance/fail-late-runs.ts';
import type { Duty, DutyTools } from './duty.ts';

/** One runs in every worker, and they do not disturb each other. */
export function lateRuns({ database, hints, rhythm }: DutyTools): Duty {
  return {
    name: 'late-runs',
    everyMs: rhythm.sweepMs,
    wakesOn: [],
    run: async () => {
      if ((await failLateRuns(database)) > 0) hints.send('stop', 'news');
      return rhythm.sweepMs;
    },
  };
}
