/** The duty that turns what happened into messages: it reads the event log, and tells what rules ask for. */
import { forgetNotices } from '#engine/notification/forget-notices.ts';
import { releaseHeld } from '#engine/notification/watch/release-held.ts';
import { tellNotices } from '#engine/notification/watch/tell-notices.ts';
import { watchNotices } from '#engine/notification/watch/watch-notices.ts';
import type { Duty, DutyTools } from '#worker/duties/duty.ts';

const lookMs = 1_000;
// Where nobody asks, how far the log was read still has to keep up with it, or the first rule would begin far behind.
const idleLookMs = 5_000;
const passesPerForgetting = 3_600;

/** Several may run on one database: each message is made once. */
export function notices({ database, hints, links }: Pick<DutyTools, 'database' | 'hints' | 'links'>): Duty {
  let passes = 0;
  return {
    name: 'notices',
    everyMs: idleLookMs,
    wakesOn: [],
    run: async () => {
      const watch = await watchNotices(database);
      const told = await tellNotices(database, links);
      const released = await releaseHeld(database, links);
      if (watch.items + told + released > 0) hints.send('news');
      passes += 1;
      if (passes % passesPerForgetting === 0) await forgetNotices(database);
      if (!watch.isComplete) return 0;
      return watch.isAsked ? lookMs : idleLookMs;
    },
  };
}
