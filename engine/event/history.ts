/**
 * What a subscriber missed: read page by page from its cursor up to one moment, while what the tail brings waits.
 * More than is worth telling, or more to look through than is worth it, is not read at all: a snapshot tells it sooner.
 */
import { bounds } from '#domain/bounds.ts';
import type { Database } from '#engine/store/database.ts';
import { type EventCursor, parseCursor, startOfWindow } from './cursor.ts';
import { goLive, pushSome, type Subscriber, type Subscription } from './delivery.ts';
import { isWindowLarger, readWindow } from './read-events.ts';
import { beforeEverything, covers, isSameMoment, type Snapshot, snapshotNow } from './snapshot.ts';
import type { Tail } from './tail.ts';

type CatchingUp = { history: Database; tail: Tail; subscriber: Subscriber };

/** Brings a subscriber to where the tail is, and live. What cannot be continued ends in a resync, from which it is live. */
export async function catchUp({ history, tail, subscriber }: CatchingUp): Promise<void> {
  const now = await snapshotNow(history.client);
  tail.beginAt(now);
  // A tail that stands ahead has delivered up to there already, and perhaps before this subscriber came.
  const position = tail.position() ?? now;
  const end = covers(position, now) ? position : now;
  const isTold = await tellHistory(history, { subscriber, end });
  if (subscriber.isClosed || (isTold && goLive(subscriber, end))) return;
  subscriber.floor = end;
  subscriber.pending = undefined;
  subscriber.push([], 'resync');
}

/** False when the cursor cannot be continued. */
async function tellHistory(
  history: Database,
  { subscriber, end }: { subscriber: Subscriber; end: Snapshot },
): Promise<boolean> {
  const { client } = history;
  const { subscription } = subscriber;
  const start = startOf(subscription, end);
  if (start === undefined || !covers(end, start.to ?? start.from)) return false;
  // The log has an index by run and one by time, none by tenant: what others did since is looked through, too.
  const scanned = { from: start.from, to: end, rowsMax: bounds.catchUpScanMax };
  if (subscription.runId === undefined && (await isWindowLarger(client, scanned))) return false;
  let told = 0;
  for (let cursor = start; cursor.to !== null || !isSameMoment(cursor.from, end); ) {
    const page = await readWindow(client, {
      cursor: { ...cursor, to: cursor.to ?? end },
      tenantId: subscription.tenantId,
      runId: subscription.runId ?? null,
      rowsMax: bounds.historyRowsPerPage,
    });
    if (subscriber.isClosed) return false;
    told += page.events.length;
    if (told > bounds.catchUpEventsMax) return false;
    pushSome(subscriber, page.events);
    if (subscriber.isClosed) return false;
    cursor = page.next;
  }
  return true;
}

function startOf(subscription: Subscription, end: Snapshot): EventCursor | undefined {
  if (subscription.after !== undefined) return parseCursor(subscription.after);
  return startOfWindow(subscription.runId === undefined ? end : beforeEverything);
}
