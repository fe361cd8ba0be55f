/** A list that stays where it is: rows are patched in place, new rows are counted and wait until they are asked for. */
import type { LiveEvent } from '#components/live/live-event.ts';

export type Row = { id: string };

/** A page of rows, the newest first, and where the event log stood when it was read. */
export type RowPage<R extends Row> = {
  rows: R[];
  endCursor: string | null;
  hasOlder: boolean;
  totalCount: number;
  totalCountExact: boolean;
  eventCursor: string;
};

export type LiveList<R extends Row> = RowPage<R> & {
  /** Where each row stands, so that a burst costs what it moves and not what is shown. */
  places: ReadonlyMap<string, number>;
  /** How many rows wait above; the first page is all that is looked at, so it may be more. */
  waitingCount: number;
  waitingExact: boolean;
};

/** A list just read. */
export function freshList<R extends Row>(page: RowPage<R>): LiveList<R> {
  return { ...page, places: placesOf(page.rows), waitingCount: 0, waitingExact: true };
}

/** Hangs the next page below. A row that moved down meanwhile stays where it is shown. */
export function withOlder<R extends Row>(list: LiveList<R>, page: RowPage<R>): LiveList<R> {
  const rows = [...list.rows, ...page.rows.filter((row) => !list.places.has(row.id))];
  return { ...list, rows, places: placesOf(rows), endCursor: page.endCursor, hasOlder: page.hasOlder };
}

/** Changes rows, but not which they are, by what was read again; those that are given back as they were stay the same objects. */
export function withRows<R extends Row>(list: LiveList<R>, change: (row: R) => R): LiveList<R> {
  const rows = list.rows.map(change);
  return rows.every((row, place) => row === list.rows[place]) ? list : { ...list, rows };
}

/** Patches the rows that a burst of events moves; the others stay the same objects. */
export function withEvents<R extends Row>(
  list: LiveList<R>,
  { events, apply }: { events: readonly LiveEvent[]; apply: (row: R, event: LiveEvent) => R },
): LiveList<R> {
  let rows: R[] | undefined;
  for (const event of events) {
    const place = event.entityId === null ? undefined : list.places.get(event.entityId);
    const row = place === undefined ? undefined : (rows ?? list.rows)[place];
    if (place === undefined || row === undefined) continue;
    const next = apply(row, event);
    if (next === row) continue;
    rows ??= [...list.rows];
    rows[place] = next;
  }
  return rows === undefined ? list : { ...list, rows };
}

/** Counts what waits above: ids of the present first page that are not shown and stand before one that is. */
export function withWaiting<R extends Row>(list: LiveList<R>, presentIds: readonly string[]): LiveList<R> {
  const lastShown = presentIds.findLastIndex((id) => list.places.has(id));
  const isExact = lastShown !== -1 || list.rows.length === 0;
  const above = lastShown === -1 ? presentIds : presentIds.slice(0, lastShown);
  const waitingCount = above.filter((id) => !list.places.has(id)).length;
  if (waitingCount === list.waitingCount && isExact === list.waitingExact) return list;
  return { ...list, waitingCount, waitingExact: isExact };
}

function placesOf(rows: readonly Row[]): Map<string, number> {
  return new Map(rows.map((row, place) => [row.id, place]));
}
