/** The duty that watches over queues as far as rules ask for it: jobs that wait for too long, and queues without a worker. */
import { type QueueCursor, watchQueues } from '#engine/notification/watch/watch-queues.ts';
import type { Duty, DutyTools } from '#worker/duties/duty.ts';

// Rules ask for minutes.
const lookMs = 5_000;

/** Several may run on one database, and one trouble still makes one alert for each rule. */
export function queueWatch({ database, hints }: Pick<DutyTools, 'database' | 'hints'>): Duty {
  let cursor: QueueCursor = null;
  return {
    name: 'queue-watch',
    everyMs: lookMs,
    wakesOn: [],
    run: async () => {
      const watch = await watchQueues(database, cursor);
      cursor = watch.cursor;
      if (watch.raised + watch.resolved > 0) hints.send('news');
      return cursor === null ? lookMs : 0;
    },
  };
}
