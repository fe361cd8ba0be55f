/**
 * The live feed: one tail over the event log for a whole console process, shared by all its subscribers.
 * A subscriber that comes with a cursor first gets what it missed, then joins the tail without a gap.
 */
import type { Database } from '#engine/database.ts';
import { type EventCursor, parseCursor, printCursor, startOfWindow } from '#engine/event-cursor.ts';
import {
  beforeEverything,
  covers,
  isOverIn,
  isSameMoment,
  type Snapshot,
  snapshotNow,
} from '#engine/event-snapshot.ts';
import { rowsPerPage, Tail } from '#engine/feed-tail.ts';
import { openListener } from '#engine/listener.ts';
import { type FeedEvent, readWindow } from '#engine/queries/read-events.ts';

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
  /** The moment up to which the tail has read, for health and tests. */
  position(): Snapshot | undefined;
  close(): Promise<void>;
};

type Subscriber = {
  subscription: Subscription;
  push: (events: FeedEvent[], signal?: 'resync') => void;
  /** Held back while history is read; undefined once live. */
  pending: FeedEvent[] | undefined;
  /** What was over at this moment was delivered as history; null once the tail has passed it. */
  floor: Snapshot | null;
  isClosed: boolean;
};

// What may gather while a subscriber reads its history; one that is further behind starts anew from a snapshot.
const pendingMax = 100_000;

/** Opens the tail at the present end of the log. `database` is opened for the duty `feed`. */
export function openFeed(database: Database): Feed {
  const subscribers = new Set<Subscriber>();
  const tail = new Tail(database, (events, deliveredTo) => deliver(subscribers, events, deliveredTo));
  const listener = openListener({
    url: database.url,
    duty: database.duty,
    name: 'taskflow feed',
    onHint: (topic) => {
      if (topic === 'news') tail.wake();
    },
    onConnect: () => tail.wake(),
  });
  return {
    subscribe: (subscription, push) => {
      const subscriber: Subscriber = { subscription, push, pending: [], floor: null, isClosed: false };
      const end = () => {
        subscriber.isClosed = true;
        subscribers.delete(subscriber);
      };
      subscribers.add(subscriber);
      catchUp({ database, tail, subscriber }).catch(() => {
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

function deliver(subscribers: ReadonlySet<Subscriber>, events: FeedEvent[], deliveredTo: Snapshot): void {
  const byScope = new Map<string, FeedEvent[]>();
  for (const event of events) {
    addTo(byScope, event.tenantId, event);
    if (event.runId !== null) addTo(byScope, `${event.tenantId} ${event.runId}`, event);
  }
  for (const subscriber of subscribers) {
    const { tenantId, runId } = subscriber.subscription;
    const own = byScope.get(runId === undefined ? tenantId : `${tenantId} ${runId}`) ?? [];
    if (subscriber.pending !== undefined) hold(subscriber.pending, own);
    else if (subscriber.floor === null) pushSome(subscriber, own);
    else {
      pushSome(subscriber, beyond(subscriber.floor, own));
      if (covers(deliveredTo, subscriber.floor)) subscriber.floor = null;
    }
  }
}

// What history did not bring. In a window that began before the floor, a cursor has to say that the part below it is done.
function beyond(floor: Snapshot, events: readonly FeedEvent[]): FeedEvent[] {
  return events.flatMap((event) => {
    const cursor = isOverIn(floor, event.transactionId) ? undefined : parseCursor(event.cursor);
    if (cursor === undefined) return [];
    return covers(cursor.from, floor) ? [event] : [{ ...event, cursor: printCursor({ ...cursor, from: floor }) }];
  });
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

type CatchingUp = { database: Database; tail: Tail; subscriber: Subscriber };

// Reads from the subscriber's cursor up to one moment; what the tail brings meanwhile waits in `pending`.
async function catchUp({ database, tail, subscriber }: CatchingUp): Promise<void> {
  const { subscription } = subscriber;
  const now = await snapshotNow(database.client);
  tail.beginAt(now);
  // A tail that stands ahead has delivered up to there already, and perhaps before this subscriber came.
  const position = tail.position() ?? now;
  const end = covers(position, now) ? position : now;
  const start = startOf(subscription, end);
  if (start === undefined || !covers(end, start.to ?? start.from)) {
    subscriber.push([], 'resync');
    subscriber.pending = undefined;
    subscriber.floor = end;
    return;
  }
  for (let cursor = start; cursor.to !== null || !isSameMoment(cursor.from, end); ) {
    const page = await readWindow(database.client, {
      cursor: { ...cursor, to: cursor.to ?? end },
      tenantId: subscription.tenantId,
      runId: subscription.runId ?? null,
      rowsMax: rowsPerPage,
    });
    if (subscriber.isClosed) return;
    pushSome(subscriber, page.events);
    if (subscriber.isClosed) return;
    cursor = page.next;
  }
  const pending = subscriber.pending ?? [];
  if (pending.length > pendingMax) throw new Error('the subscriber fell too far behind');
  subscriber.floor = end;
  subscriber.pending = undefined;
  pushSome(subscriber, beyond(end, pending));
}

function startOf(subscription: Subscription, end: Snapshot): EventCursor | undefined {
  if (subscription.after !== undefined) return parseCursor(subscription.after);
  return startOfWindow(subscription.runId === undefined ? end : beforeEverything);
}
