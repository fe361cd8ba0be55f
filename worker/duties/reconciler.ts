/**
 * The reconciler's duty: compares the rows that say RUNNING under this worker with what it really has in hand. A claim,
 * settle or release whose answer was lost with its connection may have been committed all the same; and a statement
 * that the server goes on with after its connection was cut is committed even later. Such a job is nobody's: its
 * worker lives, so that no rescuer looks at it.
 */

import { findHeldJobs, type HeldJob } from '#engine/attempt/find-held-jobs.ts';
import type { Duty, DutyTools } from './duty.ts';

// The second look at a row that nobody knew of: after the answer to its claim, if one is still to come.
const againMs = 100;

/** Looks at every heartbeat and after every fault. */
export function reconciler({ database, executor, log, rhythm }: DutyTools): Duty {
  // Rows that nobody knew of at the last look, with the claims that may still answer for them.
  let doubtful = new Map<string, number>();
  const run = async () => {
    const mark = executor.claimMark();
    const held = await findHeldJobs(database, executor.workerId());
    const stillDoubtful = new Map<string, number>();
    const orphans: HeldJob[] = [];
    for (const job of held) {
      if (executor.knows(job)) continue;
      const key = `${job.jobId} ${job.fence}`;
      const since = doubtful.get(key);
      if (since !== undefined && executor.hasHeardClaimsBefore(since)) orphans.push(job);
      else stillDoubtful.set(key, since ?? mark);
    }
    doubtful = stillDoubtful;
    if (orphans.length > 0) log.warn('claim.unheard', { jobs: orphans.length });
    for (const job of orphans) executor.giveBack(job, 'the answer to its claim was lost');
    return doubtful.size > 0 ? againMs : rhythm.heartbeatMs;
  };
  return { name: 'reconciler', everyMs: rhythm.heartbeatMs, wakesOn: ['unsure'], run };
}
