/** From the tail to its subscribers: each gets the events of its scope, and a fault of one harms no other. */
import { parseCursor, printCursor } from './cursor.ts';
import type { FeedEvent } from './read-events.ts';
import { covers, isOverIn, type Snapshot } from './snapshot.ts';

// Half a minute at 2,000 events a second, and the log of most runs; a snapshot tells more sooner.
export const catchUpEventsMax = 50_000;

export type Subscription = {
  tenantId: string;
  /** Only this run's events, from its first one unless `after` is given. */
  runId?: string;
  /** Cursor of the last event seen; from now on when absent. */
  after?: string;
};

/** Takes events in order; `resync` says that the cursor cannot be continued, and nothing comes with it. */
export type Push = (events: FeedEvent[], signal?: 'resync') => void;

/** Hears that everything up to a moment was pushed, whether it concerned the subscriber or not. */
export type Passed = (moment: Snapshot) => void;

export type Subscriber = {
  readonly subscription: Subscription;
  readonly push: Push;
  readonly passed: Passed | undefined;
  /** Held back while history is read; undefined once live. */
  pending: FeedEvent[] | undefined;
  /** What was over at this moment was delivered as history; null once the tail has passed it. */
  floor: Snapshot | null;
  isClosed: boolean;
};

/** Hands a page of the tail to everybody whom it concerns. `onFault` hears of a subscriber that threw; it gets nothing more. */
export function deliver(
  subscribers: ReadonlySet<Subscriber>,
  page: { events: FeedEvent[]; deliveredTo: Snapshot },
  onFault: (subscriber: Subscriber, fault: unknown) => void,
): void {
  const byScope = new Map<string, FeedEvent[]>();
  for (const event of page.events) {
    addTo(byScope, event.tenantId, event);
    if (event.runId !== null) addTo(byScope, `${event.tenantId} ${event.runId}`, event);
  }
  for (const subscriber of subscribers) {
    const { tenantId, runId } = subscriber.subscription;
    const own = byScope.get(runId === undefined ? tenantId : `${tenantId} ${runId}`) ?? [];
    try {
      deliverTo(subscriber, own, page.deliveredTo);
    } catch (fault) {
      // Whatever it was, it is this subscriber's own: the tail has moved on, and the others must not miss the page.
      onFault(subscriber, fault);
    }
  }
}

/** Hands over what the tail brought while history was read, up to `end`; from then on the subscriber is live. False when that was too much to hold. */
export function goLive(subscriber: Subscriber, end: Snapshot): boolean {
  const pending = subscriber.pending ?? [];
  if (pending.length > catchUpEventsMax) return false;
  subscriber.floor = end;
  subscriber.pending = undefined;
  pushSome(subscriber, beyond(end, pending));
  sayPassed(subscriber, end);
  return true;
}

/** Pushes events when there are any. */
export function pushSome(subscriber: Subscriber, events: FeedEvent[]): void {
  if (events.length > 0 && !subscriber.isClosed) subscriber.push(events);
}

function sayPassed(subscriber: Subscriber, moment: Snapshot): void {
  if (!subscriber.isClosed) subscriber.passed?.(moment);
}

function deliverTo(subscriber: Subscriber, events: FeedEvent[], deliveredTo: Snapshot): void {
  const { pending, floor } = subscriber;
  if (pending !== undefined) {
    hold(pending, events);
    return;
  }
  if (floor !== null && covers(deliveredTo, floor)) subscriber.floor = null;
  pushSome(subscriber, floor === null ? events : beyond(floor, events));
  if (subscriber.floor === null) sayPassed(subscriber, deliveredTo);
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
  if (pending.length > catchUpEventsMax) return;
  for (const event of events) pending.push(event);
}

function addTo(lists: Map<string, FeedEvent[]>, key: string, event: FeedEvent): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [event]);
  else list.push(event);
}
