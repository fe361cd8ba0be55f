/** The SLA watch's duty: a clock of its own that looks once a second, whatever the planner and the executor are doing. */
import { slaBounds } from '#domain/bounds/alert.ts';
import { type AlertCursor, watchSla } from '#engine/sla/watch-sla.ts';
import type { Duty, DutyTools } from './duty.ts';

// A breach is told about in the second in which it happens.
const lookMs = 1_000;

/** Several may run on one database, and one breach still makes one alert. */
export function slaWatcher({ database, hints }: DutyTools): Duty {
  let cursor: AlertCursor = null;
  return {
    name: 'sla-watch',
    everyMs: lookMs,
    wakesOn: [],
    run: async () => {
      const watch = await watchSla({ database, hints }, cursor);
      cursor = watch.cursor;
      // A full page of breaches means that there are more of them.
      return watch.judged >= slaBounds.breachesPerPassMax ? 0 : lookMs;
    },
  };
}
