/** One subscriber at the feed: where the feed could not go on for it, it is told so and joins anew from where it is. */
import type { Subscription } from '#engine/event/delivery.ts';
import type { Feed } from '#engine/event/feed.ts';
import type { FeedEvent } from '#engine/event/read-events.ts';
import type { Snapshot } from '#engine/event/snapshot.ts';

export type Attendant = {
  /** The cursor from which to go on; undefined for: from now on. */
  place: () => string | undefined;
  onEvents: (events: FeedEvent[]) => void;
  /** Everything up to this moment has been handed over. */
  onPassed: (moment: Snapshot) => void;
  /** What lies before this place is not told any more; undefined when nobody knows yet where the log stands. */
  onGap: (position: Snapshot | undefined) => void;
};

export type Attending = { join: () => void; leave: () => void; end: () => void };

// A database that is away is asked again at once, then less and less often.
const rejoinMsMin = 50;
const rejoinMsMax = 5_000;

/** Nothing is heard before `join`, nor between `leave` and another `join`. */
export function attendFeed(feed: Feed, subscription: Subscription, attendant: Attendant): Attending {
  let unsubscribe: (() => void) | undefined;
  let rejoin: ReturnType<typeof setTimeout> | undefined;
  let rejoinMs = rejoinMsMin;
  let isOver = false;

  const leave = () => {
    clearTimeout(rejoin);
    unsubscribe?.();
    unsubscribe = undefined;
  };
  // The feed could not go on from the cursor, because it is too old or because the database was away.
  const gap = () => {
    leave();
    rejoin = setTimeout(join, rejoinMs);
    rejoinMs = Math.min(2 * rejoinMs, rejoinMsMax);
    attendant.onGap(feed.position());
  };
  const join = () => {
    leave();
    if (isOver) return;
    const after = attendant.place();
    let isHere = true;
    const away = feed.subscribe(
      { ...subscription, ...(after !== undefined && { after }) },
      (events, signal) => {
        if (!isHere) return;
        if (signal === 'resync') return gap();
        rejoinMs = rejoinMsMin;
        attendant.onEvents(events);
      },
      (moment) => {
        if (isHere) attendant.onPassed(moment);
      },
    );
    unsubscribe = () => {
      isHere = false;
      away();
    };
  };
  const end = () => {
    isOver = true;
    leave();
  };
  return { join, leave, end };
}
