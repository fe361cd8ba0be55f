/**
 * Follows a topic from its first event on, however many there are. The server does not tell more than a bound at once
 * and asks to read afresh; here the rest is asked for after the last event that was handed on, so that every try gets
 * further. A try that got nowhere is made again seldom and not often, and then what is new is followed all the same.
 */
import type { Follower } from '#components/live/frame-batch.ts';
import type { LiveEvent } from '#components/live/live-event.ts';
import type { FeedWorld } from './feed-world.ts';
import { growingWaitMs } from './growing-wait.ts';

// Tries in a row that got nowhere: half a minute of a database that is away.
const idleTriesMax = 6;
const waits = { firstMs: 500, mostMs: 30_000 };

export type WholeFollower = {
  onEvents: (events: LiveEvent[]) => void;
  /** What lies after the last event could not be read, and is not asked for again before something new comes. */
  onStuck: () => void;
};

type Fittings = {
  follow: (follower: Follower & { after: string | undefined }) => () => void;
  world: Pick<FeedWorld, 'after' | 'share'>;
};

/** Returns how to stop. */
export function followWhole({ follow, world }: Fittings, { onEvents, onStuck }: WholeFollower): () => void {
  let last: string | undefined;
  let idleTries = 0;
  let leave: () => void = () => undefined;
  let cancel: () => void = () => undefined;
  const go = () => {
    leave = follow({ after: last, keepsAll: true, onEvents: take, onResync: goOnLater });
  };
  const take = (events: LiveEvent[]) => {
    idleTries = 0;
    last = events.at(-1)?.cursor ?? last;
    onEvents(events);
  };
  const goOnLater = () => {
    if (idleTries >= idleTriesMax) return onStuck();
    // What comes later would otherwise come before the rest.
    leave();
    cancel();
    cancel = world.after(growingWaitMs(idleTries, waits, world.share()), go);
    idleTries += 1;
  };
  go();
  return () => {
    cancel();
    leave();
  };
}
