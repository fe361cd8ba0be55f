/**
 * The live feed: one tail over the event log for a whole console process, shared by all its subscribers.
 * A subscriber that comes with a cursor first gets what it missed, then joins the tail without a gap.
 */
import { bounds } from '#domain/bounds.ts';
import { type Database, openDatabase } from '#engine/store/database.ts';
import { openListener } from '#engine/store/listener.ts';
import { deliver, type Push, type Subscriber, type Subscription } from './delivery.ts';
import { catchUp } from './history.ts';
import type { Snapshot } from './snapshot.ts';
import { Tail } from './tail.ts';

export type Feed = {
  /** Calls `push` with batches in order until the returned function is called. `push` is called with `resync` when the cursor cannot be continued. */
  subscribe(subscription: Subscription, push: Push): () => void;
  /** The moment up to which the tail has read, for health and tests. */
  position(): Snapshot | undefined;
  close(): Promise<void>;
};

/** Opens the tail at the present end of the log. `database` is opened for the duty `feed`; `onFault` hears of what a subscriber threw. */
export function openFeed(database: Database, onFault: (fault: unknown) => void = () => undefined): Feed {
  const subscribers = new Set<Subscriber>();
  // Whoever catches up waits for others who catch up, and nobody who is live waits for any of them.
  const history = openDatabase({
    url: database.url,
    duty: 'feed',
    connectionsMax: bounds.catchUpsAtOnceMax,
    name: 'taskflow feed history',
  });
  const end = (subscriber: Subscriber) => {
    subscriber.isClosed = true;
    subscribers.delete(subscriber);
  };
  const endFaulty = (subscriber: Subscriber, fault: unknown) => {
    onFault(fault);
    end(subscriber);
    askToResync(subscriber, onFault);
  };
  const tail = new Tail(database, (events, deliveredTo) => deliver(subscribers, { events, deliveredTo }, endFaulty));
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
    subscribe: (subscription, push) => {
      const subscriber: Subscriber = { subscription, push, pending: [], floor: null, isClosed: false };
      subscribers.add(subscriber);
      catchUp({ history, tail, subscriber }).catch((fault: unknown) => {
        if (!subscriber.isClosed) endFaulty(subscriber, fault);
      });
      return () => end(subscriber);
    },
    position: () => tail.position(),
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
