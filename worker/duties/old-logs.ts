/** Keeps the logs of attempts within their time. */
import { tendLogWeeks } from '#engine/log/tend-log-weeks.ts';
import type { Duty, DutyTools } from './duty.ts';

// A week is added three weeks before it begins: an hour more or less is nothing.
const lookMs = 3_600_000;

/** One runs in every worker, and they do not disturb each other. */
export function oldLogs({ database }: DutyTools): Duty {
  return {
    name: 'old-logs',
    everyMs: lookMs,
    wakesOn: [],
    run: async () => {
      await tendLogWeeks(database);
      return lookMs;
    },
  };
}
