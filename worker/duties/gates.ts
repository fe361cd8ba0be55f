/**
 * Wakes what waits at a gate that has room: the net under everything that frees one without looking at who waits there -
 * a cancel, a run that failed, a cap that was raised, a job that was sent to wait just when the holder ended.
 */
import { sweepGates } from '#engine/gate/sweep-gates.ts';
import type { GateOf } from '#engine/gate/wake-gates.ts';
import type { Duty, DutyTools } from './duty.ts';

/** One runs in every worker, and they do not disturb each other. */
export function gates({ database, hints, executor, rhythm }: DutyTools): Duty {
  let after: GateOf | undefined;
  return {
    name: 'gates',
    everyMs: rhythm.sweepMs,
    wakesOn: ['stop'],
    run: async () => {
      const swept = await sweepGates(database, after);
      after = swept.after;
      if (swept.jobs > 0) {
        executor.wake();
        hints.send('work');
      }
      return after === undefined ? rhythm.sweepMs : 0;
    },
  };
}
