/** A list that stays where it is: rows are patched in place, new rows are counted and wait until they are asked for. */
import type { LiveEvent } from './live-event.ts';

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
  /** How many rows wait above; the first page is all that is looked at, so it may be more. */
  waitingCount: number;
  waitingExact: boolean;
};

/** A list just read. */
export function freshList<R extends Row>(page: RowPage<R>): LiveList<R> {
  return { ...page, waitingCount: 0, waitingExact: true };
}

/** Hangs the next page below. A row that moved down meanwhile stays where it is shown. */
export function withOlder<R extends Row>(list: LiveList<R>, page: RowPage<R>): LiveList<R> {
  const shown = new Set(list.rows.map((row) => row.id));
  const rows = [...list.rows, ...page.rows.filter((row) => !shown.has(row.id))];
  return { ...list, rows, endCursor: page.endCursor, hasOlder: page.hasOlder };
}

/** Changes rows by what was read again; those that are given back as they were stay the same objects. */
export function withRows<R extends Row>(list: LiveList<R>, change: (row: R) => R): LiveList<R> {
  const rows = list.rows.map(change);
  return rows.every((row, place) => row === list.rows[place]) ? list : { ...list, rows };
}

/** Patches the rows that a burst of events moves; the others stay the same objects. */
export function withEvents<R extends Row>(
  list: LiveList<R>,
  { events, apply }: { events: readonly LiveEvent[]; apply: (row: R, event: LiveEvent) => R },
): LiveList<R> {
  const byRow = Map.groupBy(events, (event) => event.entityId);
  return withRows(list, (row) => (byRow.get(row.id) ?? []).reduce(apply, row));
}

/** Counts what waits above: ids of the present first page that are not shown and stand before one that is. */
export function withWaiting<R extends Row>(list: LiveList<R>, presentIds: readonly string[]): LiveList<R> {
  const shown = new Set(list.rows.map((row) => row.id));
  const lastShown = presentIds.findLastIndex((id) => shown.has(id));
  const isExact = lastShown !== -1 || list.rows.length === 0;
  const above = lastShown === -1 ? presentIds : presentIds.slice(0, lastShown);
  const waitingCount = above.filter((id) => !shown.has(id)).length;
  if (waitingCount === list.waitingCount && isExact === list.waitingExact) return list;
  return { ...list, waitingCount, waitingExact: isExact };
}
