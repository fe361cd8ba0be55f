/** The rescuer's duty: takes back the jobs of dead workers. */
import { rescueJobs } from '#engine/attempt/rescue-jobs.ts';
import type { Duty, DutyTools } from '#worker/duties/duty.ts';

/** One runs in every worker, and they do not disturb each other. */
export function rescuer({ database, hints, log, rhythm }: DutyTools): Duty {
  return {
    name: 'rescuer',
    everyMs: rhythm.sweepMs,
    wakesOn: [],
    run: async () => {
      const rescued = await rescueJobs(database);
      if (rescued.jobs > 0) {
        log.warn('jobs.rescued', { workers: rescued.workers, jobs: rescued.jobs, dead: rescued.dead });
        hints.send('work', 'news');
      }
      if (rescued.unsettled > 0) log.error('jobs.unsettled', { jobs: rescued.unsettled });
      return rescued.jobs > 0 ? 0 : rhythm.sweepMs;
    },
  };
}
