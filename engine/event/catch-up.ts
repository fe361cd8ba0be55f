/**
 * One pass through what a group of subscribers missed, page by page up to one moment, while what the tail brings waits.
 * More than is worth telling, or more to look through than is worth it, is not told: a snapshot tells it sooner.
 */
import { isTurnOver, nextTurn } from '#engine/store/batch/turns.ts';
import type { Statements } from '#engine/store/database.ts';
import { type EventCursor, parseCursor, placeIn, printWindow, startOfWindow } from './cursor.ts';
import { catchUpEventsMax, pushSome, type Subscriber } from './delivery.ts';
import { type EventWindow, type FeedEvent, isWindowLarger, readWindow, type WindowPage } from './read-events.ts';
import {
  beforeEverything,
  commonPast,
  covers,
  isOverIn,
  isSameMoment,
  oldestOpen,
  printSnapshot,
  type Snapshot,
} from './snapshot.ts';

// Rows of all tenants since the cursor: some 50 ms to look through.
export const catchUpScanMax = 100_000;
// History is looked through from its cursor on for every page, so its pages are longer.
const historyRowsPerPage = 2_000;

export type Pass = {
  client: Statements;
  /** The moment up to which is told. */
  end: Snapshot;
  figures: { rows: number };
  onFault: (fault: unknown) => void;
  /** Lets a subscriber go that threw. */
  leave: (subscriber: Subscriber) => void;
};

/** A subscriber that catches up: from where, and how many events it was told already. */
export type Catcher = { subscriber: Subscriber; place: EventCursor; told: number };

/** Undefined when the cursor of the subscriber cannot be continued up to `end`. */
export function catcherOf(subscriber: Subscriber, end: Snapshot): Catcher | undefined {
  const { after, runId } = subscriber.subscription;
  const place = after === undefined ? startOfWindow(runId === undefined ? end : beforeEverything) : parseCursor(after);
  if (place === undefined || !covers(end, place.to ?? place.from)) return undefined;
  return { subscriber, place, told: 0 };
}

/**
 * Tells all of them what they missed; those who have all of it are given back. Either all are of one run, or none is of
 * any. Rows are read once for the whole group, and no more of them than `catchUpScanMax` for each half of the way.
 */
export async function tellHistory(pass: Pass, catchers: readonly Catcher[]): Promise<ReadonlySet<Subscriber>> {
  const group = new Set(await worthTelling(pass, catchers));
  await finishWindows(pass, group);
  await tellRest(pass, group);
  return new Set([...group].map(({ subscriber }) => subscriber));
}

// The log has an index by run and one by time, none by tenant: what others did since is looked through, too.
async function worthTelling({ client, end }: Pass, catchers: readonly Catcher[]): Promise<readonly Catcher[]> {
  if (catchers[0] === undefined || catchers[0].subscriber.subscription.runId !== undefined) return catchers;
  const oldestFirst = catchers.toSorted((a, b) => (oldestOpen(a.place.from) < oldestOpen(b.place.from) ? -1 : 1));
  const isTooMuch = async (nth: number) => {
    const from = oldestFirst[nth]?.place.from;
    return from !== undefined && (await isWindowLarger(client, { from, to: end, rowsMax: catchUpScanMax }));
  };
  if (!(await isTooMuch(0))) return oldestFirst;
  // Whoever is too far behind must not take the others along.
  let [tooOld, recent] = [0, oldestFirst.length];
  while (recent - tooOld > 1) {
    const middle = Math.floor((tooOld + recent) / 2);
    if (await isTooMuch(middle)) tooOld = middle;
    else recent = middle;
  }
  return oldestFirst.slice(recent);
}

/** First what is left of the windows in which some of them stand: their cursors know no other order. */
async function finishWindows(pass: Pass, group: Set<Catcher>): Promise<void> {
  const byWindow = Map.groupBy(
    [...group].filter(({ place }) => place.to !== null),
    ({ place }) => printWindow(place),
  );
  let rows = 0;
  for (const standing of byWindow.values()) {
    const [first] = standing;
    if (first === undefined || first.place.to === null) continue;
    const { from, to } = first.place;
    let { id } = first.place;
    for (const { place } of standing) if (place.id < id) id = place.id;
    for (let cursor: EventCursor = { from, to, id, entry: 0 }; cursor.to !== null; ) {
      const members = standing.filter((one) => group.has(one));
      // As many windows as cursors are possible; what they cost together is bounded as the rest of the way is.
      if (rows > catchUpScanMax) for (const one of members) group.delete(one);
      if (rows > catchUpScanMax || members.length === 0) break;
      const page = await readPage(pass, members, { ...cursor, to: cursor.to });
      rows += page.rowsRead;
      const byTenant = Map.groupBy(page.events, ({ tenantId }) => tenantId);
      for (const one of members) {
        const own = byTenant.get(one.subscriber.subscription.tenantId) ?? [];
        tell(pass, group, { one, events: own.filter((event) => isBeyond(event, one.place)) });
        if (isTurnOver()) await nextTurn();
      }
      cursor = page.next;
    }
    for (const one of standing) one.place = startOfWindow(to);
  }
}

/** Then all that is between there and the end, in one walk. */
async function tellRest(pass: Pass, group: Set<Catcher>): Promise<void> {
  const [first, ...others] = [...group].map(({ place }) => place.from);
  if (first === undefined) return;
  const from = commonPast([first, ...others]);
  if (isSameMoment(from, pass.end)) return;
  for (let cursor: EventCursor = { ...startOfWindow(from), to: pass.end }; cursor.to !== null && group.size > 0; ) {
    const page = await readPage(pass, [...group], { ...cursor, to: cursor.to });
    const byTenant = Map.groupBy(page.events, ({ tenantId }) => tenantId);
    const byPlace = Map.groupBy(
      group,
      ({ subscriber, place }) => `${subscriber.subscription.tenantId} ${printSnapshot(place.from)}`,
    );
    for (const standing of byPlace.values()) {
      const [one] = standing;
      if (one === undefined) continue;
      const own = byTenant.get(one.subscriber.subscription.tenantId) ?? [];
      const events = seenFrom(own, { from: one.place.from, to: pass.end });
      for (const each of standing) {
        tell(pass, group, { one: each, events });
        if (isTurnOver()) await nextTurn();
      }
    }
    cursor = page.next;
  }
}

// The same events for all who stand at the same place, so that what is made of an event is made once.
function seenFrom(events: readonly FeedEvent[], { from, to }: { from: Snapshot; to: Snapshot }): FeedEvent[] {
  const window = printWindow({ from, to });
  return events
    .filter(({ transactionId }) => !isOverIn(from, transactionId))
    .map((event) => ({ ...event, cursor: placeIn(window, { id: event.rowId, entry: event.entry + 1 }) }));
}

async function readPage(pass: Pass, members: readonly Catcher[], cursor: EventWindow): Promise<WindowPage> {
  const tenantIds = new Set(members.map(({ subscriber }) => subscriber.subscription.tenantId));
  const page = await readWindow(pass.client, {
    cursor,
    tenantIds: [...tenantIds],
    runId: members[0]?.subscriber.subscription.runId ?? null,
    rowsMax: historyRowsPerPage,
  });
  pass.figures.rows += page.rowsRead;
  return page;
}

function tell(pass: Pass, group: Set<Catcher>, { one, events }: { one: Catcher; events: FeedEvent[] }): void {
  const { subscriber } = one;
  if (!group.has(one)) return;
  one.told += events.length;
  try {
    if (one.told <= catchUpEventsMax) pushSome(subscriber, events);
  } catch (fault) {
    pass.onFault(fault);
    pass.leave(subscriber);
  }
  if (subscriber.isClosed || one.told > catchUpEventsMax) group.delete(one);
}

function isBeyond({ rowId, entry }: FeedEvent, { id, entry: next }: EventCursor): boolean {
  return rowId > id || (rowId === id && entry >= next);
}
