/** Groups what failed into kinds, beside the work: who settles jobs pays nothing for it. */
import { type FailureRounds, watchFailures } from '#engine/failure/follow/watch-failures.ts';
import { faultSentence } from '#engine/store/batch/apart.ts';
import type { Duty, DutyTools } from './duty.ts';

// Who looks at a list of failures reads one a second later.
const lookMs = 1_000;

/** One runs in every worker; of several that read the same page of the log one takes it in. */
export function failures({ database, hints, log }: DutyTools): Duty {
  let rounds: FailureRounds = { retried: null };
  return {
    name: 'failures',
    everyMs: lookMs,
    wakesOn: [],
    run: async () => {
      const watch = await watchFailures({ database, hints }, rounds);
      rounds = watch.rounds;
      for (const { tenantId, subjectId, fault } of watch.poisoned)
        log.error('failures.left_out', { tenant: tenantId, subject: subjectId, fault: faultSentence(fault) });
      return watch.isBehind ? 0 : lookMs;
    },
  };
}
