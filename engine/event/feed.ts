/**
 * The live feed: one tail over the event log for a whole console process, shared by all its subscribers.
 * A subscriber that comes with a cursor first gets what it missed, then joins the tail without a gap.
 */
import type { Database } from '#engine/store/database.ts';
import { openListener } from '#engine/store/listener.ts';
import { deliver, type Passed, type Push, type Subscriber, type Subscription } from './delivery.ts';
import { type HistoryFigures, openHistory } from './history.ts';
import type { Snapshot } from './snapshot.ts';
import { Tail } from './tail.ts';

export type Feed = {
  /**
   * Calls `push` with batches in order until the returned function is called, and with `resync` when the cursor cannot be
   * continued. `passed` hears of the moments up to which nothing more will be pushed.
   */
  subscribe(subscription: Subscription, push: Push, passed?: Passed): () => void;
  /** The moment up to which the tail has read, for health and tests. */
  position(): Snapshot | undefined;
  /** What was read for those who came with a cursor, since the feed was opened. */
  history(): HistoryFigures;
  close(): Promise<void>;
};

/** Opens the tail at the present end of the log. `database` is opened for the duty `feed`; `onFault` hears of what a subscriber threw. */
export function openFeed(database: Database, onFault: (fault: unknown) => void = () => undefined): Feed {
  const subscribers = new Set<Subscriber>();
  const end = (subscriber: Subscriber) => {
    subscriber.isClosed = true;
    subscribers.delete(subscriber);
  };
  const leaveFaulty = (subscriber: Subscriber) => {
    if (subscriber.isClosed) return;
    end(subscriber);
    askToResync(subscriber, onFault);
  };
  const endFaulty = (subscriber: Subscriber, fault: unknown) => {
    onFault(fault);
    leaveFaulty(subscriber);
  };
  const tail = new Tail(database, (events, deliveredTo) => deliver(subscribers, { events, deliveredTo }, endFaulty));
  const history = openHistory(database, { tail, onFault, end: leaveFaulty });
  const listener = openListener({
    url: database.url,
    duty: database.duty,
    name: 'taskflow feed listener',
    onHint: (topic) => {
      if (topic === 'news') tail.wake();
    },
    onConnect: () => tail.wake(),
  });
  return {
    subscribe: (subscription, push, passed) => {
      const subscriber: Subscriber = { subscription, push, passed, pending: [], floor: null, isClosed: false };
      subscribers.add(subscriber);
      history.join(subscriber);
      return () => end(subscriber);
    },
    position: () => tail.position(),
    history: () => history.figures(),
    close: async () => {
      tail.close();
      for (const subscriber of subscribers) end(subscriber);
      await listener.close();
      await history.close();
    },
  };
}

// It subscribes anew after that; one that cannot even hear this has no voice left.
function askToResync(subscriber: Subscriber, onFault: (fault: unknown) => void): void {
  try {
    subscriber.push([], 'resync');
  } catch (fault) {
    onFault(fault);
  }
}
