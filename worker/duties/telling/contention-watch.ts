/** The duty that watches over gates at which most of those that come have to wait. */
import { type ContentionCursor, watchContention } from '#engine/gate/contention/watch-contention.ts';
import type { Duty, DutyTools } from '#worker/duties/duty.ts';

// It is told over minutes.
const lookMs = 10_000;

/** Several may run on one database, and one trouble still makes one alert. */
export function contentionWatch({ database, hints }: Pick<DutyTools, 'database' | 'hints'>): Duty {
  let cursor: ContentionCursor = null;
  return {
    name: 'contention-watch',
    everyMs: lookMs,
    wakesOn: [],
    run: async () => {
      const watch = await watchContention(database, cursor);
      cursor = watch.cursor;
      if (watch.raised + watch.resolved > 0) hints.send('news');
      return cursor === null ? lookMs : 0;
    },
  };
}
