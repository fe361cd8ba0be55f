/** Ends attempts that are no longer this worker's, as after a cancel. */
import type { Duty, DutyTools } from '#worker/duties/duty.ts';

/** The net under a lost hint is the heartbeat. */
export function lostAttempts({ executor, reportRunning, rhythm }: DutyTools): Duty {
  return {
    name: 'lost-attempts',
    everyMs: rhythm.heartbeatMs,
    wakesOn: ['stop'],
    run: async () => {
      // Long jobs settle rarely: who looks at the worker should see them all the same.
      reportRunning();
      await executor.dropLost();
      return rhythm.heartbeatMs;
    },
  };
}
