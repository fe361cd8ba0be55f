/** The rescuer's duty: takes back the jobs of dead workers, ends runs that are out of time, forgets workers long gone. */

import { forgetWorkers, rescueJobs } from '#engine/attempt/rescue-jobs.ts';
import { failLateRuns } from '#engine/run/advance/fail-late-runs.ts';
import type { Database } from '#engine/store/database.ts';
import type { Hints } from '#engine/store/hints.ts';
import { type Duty, type DutyLog, startDuty } from '#worker/duty.ts';

export type RescuerOptions = { database: Database; hints: Hints; log: DutyLog; sweepMs: number };

/** Starts the rescuer; one runs in every worker, and they do not disturb each other. */
export function startRescuer({ database, hints, log, sweepMs }: RescuerOptions): Duty {
  const pass = async () => {
    const rescued = await rescueJobs(database);
    if (rescued.jobs > 0) {
      log.warn('jobs.rescued', { workers: rescued.workers, jobs: rescued.jobs, dead: rescued.dead });
      hints.send('work', 'news');
    }
    if (rescued.unsettled > 0) log.error('jobs.unsettled', { jobs: rescued.unsettled });
    await forgetWorkers(database);
    if ((await failLateRuns(database)) > 0) hints.send('stop', 'news');
    return rescued.jobs > 0 ? 0 : sweepMs;
  };
  return startDuty({ name: 'rescuer', pass, pollMs: sweepMs, log });
}
