/**
 * The live feed: one tail over the event log for a whole console process, shared by all its subscribers.
 * A subscriber that comes with a cursor first gets what it missed, then joins the tail without a gap.
 */
import type { Database } from '#engine/database.ts';
import { type EventCursor, parseCursor, startOfWindow } from '#engine/event-cursor.ts';
import { rowsPerPage, Tail } from '#engine/feed-tail.ts';
import { openListener } from '#engine/listener.ts';
import { type FeedEvent, oldestRunning, readWindow } from '#engine/queries/read-events.ts';

export type Subscription = {
  tenantId: string;
  /** Only this run's events, from its first one unless `after` is given. */
  runId?: string;
  /** Cursor of the last event seen; from now on when absent. */
  after?: string;
};

export type Feed = {
  /** Calls `push` with batches in order until the returned function is called. `push` is called with `resync` when the cursor cannot be continued. */
  subscribe(subscription: Subscription, push: (events: FeedEvent[], signal?: 'resync') => void): () => void;
  /** The place up to which the tail has read, for health and tests. */
  position(): bigint | undefined;
  close(): Promise<void>;
};

type Subscriber = {
  subscription: Subscription;
  push: (events: FeedEvent[], signal?: 'resync') => void;
  /** Held back while history is read; undefined once live. */
  pending: FeedEvent[] | undefined;
  /** Events of transactions below this were delivered as history; 0 once the tail has passed it. */
  floor: bigint;
  isClosed: boolean;
};

// What may gather while a subscriber reads its history; one that is further behind starts anew from a snapshot.
const pendingMax = 100_000;

/** Opens the tail at the present end of the log. `database` is opened for the duty `feed`. */
export function openFeed(database: Database): Feed {
  const subscribers = new Set<Subscriber>();
  const tail = new Tail(database, (events, windowEnd) => deliver(subscribers, events, windowEnd));
  const listener = openListener({
    url: database.url,
    name: 'taskflow feed',
    onHint: (topic) => {
      if (topic === 'news') tail.wake();
    },
    onConnect: () => tail.wake(),
  });
  return {
    subscribe: (subscription, push) => {
      const subscriber: Subscriber = { subscription, push, pending: [], floor: 0n, isClosed: false };
      const end = () => {
        subscriber.isClosed = true;
        subscribers.delete(subscriber);
      };
      subscribers.add(subscriber);
      catchUp(database, subscriber).catch(() => {
        if (!subscriber.isClosed) push([], 'resync');
        end();
      });
      return end;
    },
    position: () => tail.position(),
    close: async () => {
      tail.close();
      subscribers.clear();
      await listener.close();
    },
  };
}

function deliver(subscribers: ReadonlySet<Subscriber>, events: FeedEvent[], windowEnd: bigint): void {
  const byScope = new Map<string, FeedEvent[]>();
  for (const event of events) {
    addTo(byScope, event.tenantId, event);
    if (event.runId !== null) addTo(byScope, `${event.tenantId} ${event.runId}`, event);
  }
  for (const subscriber of subscribers) {
    const { tenantId, runId } = subscriber.subscription;
    const own = byScope.get(runId === undefined ? tenantId : `${tenantId} ${runId}`) ?? [];
    if (subscriber.pending !== undefined) hold(subscriber.pending, own);
    else if (subscriber.floor === 0n) pushSome(subscriber, own);
    else {
      pushSome(
        subscriber,
        own.filter((event) => event.transactionId >= subscriber.floor),
      );
      if (windowEnd >= subscriber.floor) subscriber.floor = 0n;
    }
  }
}

// An overfull list takes nothing more; the catch-up sees its length and ends in a resync.
function hold(pending: FeedEvent[], events: FeedEvent[]): void {
  if (pending.length > pendingMax) return;
  for (const event of events) pending.push(event);
}

function pushSome(subscriber: Subscriber, events: FeedEvent[]): void {
  if (events.length > 0) subscriber.push(events);
}

function addTo(lists: Map<string, FeedEvent[]>, key: string, event: FeedEvent): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [event]);
  else list.push(event);
}

// Reads from the subscriber's cursor up to a closed end; what the tail brings meanwhile waits in `pending`.
async function catchUp(database: Database, subscriber: Subscriber): Promise<void> {
  const { subscription } = subscriber;
  const end = await oldestRunning(database.client);
  const start = startOf(subscription, end);
  if (start === undefined || start.from > end || start.to > end) {
    subscriber.push([], 'resync');
    subscriber.pending = undefined;
    subscriber.floor = end;
    return;
  }
  for (let cursor = start; !subscriber.isClosed; ) {
    if (cursor.to === 0n) cursor = { ...cursor, to: end };
    if (cursor.from >= end && cursor.to <= cursor.from) break;
    const page = await readWindow(database.client, {
      cursor,
      tenantId: subscription.tenantId,
      runId: subscription.runId ?? null,
      rowsMax: rowsPerPage,
    });
    if (subscriber.isClosed) return;
    if (page.events.length > 0) subscriber.push(page.events);
    cursor = page.next;
    if (page.isComplete && cursor.from >= end) break;
  }
  // The tail may stand behind `end`: what it brings from below was history already.
  if ((subscriber.pending ?? []).length > pendingMax) throw new Error('the subscriber fell too far behind');
  subscriber.floor = end;
  const waiting = (subscriber.pending ?? []).filter((event) => event.transactionId >= end);
  subscriber.pending = undefined;
  if (!subscriber.isClosed) pushSome(subscriber, waiting);
}

function startOf(subscription: Subscription, end: bigint): EventCursor | undefined {
  if (subscription.after !== undefined) return parseCursor(subscription.after);
  return startOfWindow(subscription.runId === undefined ? end : 0n);
}
