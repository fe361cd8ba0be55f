/** The SLA watch's duty: a clock of its own that looks once a second, whatever the planner and the executor are doing. */
import { bounds } from '#domain/bounds.ts';
import { type AlertCursor, watchSla } from '#engine/sla/watch-sla.ts';
import type { Database } from '#engine/store/database.ts';
import type { Hints } from '#engine/store/hints.ts';
import { type Duty, type DutyLog, startDuty } from '#worker/duty.ts';

export type SlaWatcherOptions = { database: Database; hints: Hints; log: DutyLog; pollMs?: number };

// A breach is told about in the second in which it happens.
const lookMs = 1_000;

/** Starts the watch; several may run on one database, and one breach still makes one alert. */
export function startSlaWatcher({ database, hints, log, pollMs = lookMs }: SlaWatcherOptions): Duty {
  let cursor: AlertCursor = null;
  const pass = async () => {
    const watch = await watchSla({ database, hints }, cursor);
    cursor = watch.cursor;
    // A full page of breaches means that there are more of them.
    return watch.judged >= bounds.breachesPerPassMax ? 0 : pollMs;
  };
  return startDuty({ name: 'sla_watch', pass, pollMs, log });
}
