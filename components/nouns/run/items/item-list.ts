/** The items of a loop as they are read: a page below the other, and one of them again whenever something moves. */
import type { LoopItemFieldsFragment } from '#components/generated/loop-items.ts';
import { isSettled } from '#domain/machines.ts';

export type ItemRow = LoopItemFieldsFragment & { cursor: string; item: number };
export type ItemPage = { rows: readonly ItemRow[]; endCursor: string | null; hasMore: boolean };

/** A place in the list: behind an item, or at its beginning. */
export type ItemPlace = { item: number; cursor: string | null };

const beginning: ItemPlace = { item: -1, cursor: null };

/** The list with a page that was read from a place on; what stands behind the page stays. */
export function withPage(list: ItemPage | undefined, page: ItemPage, { item }: ItemPlace): ItemPage {
  if (list === undefined) return page;
  const lastItem = page.hasMore ? (page.rows.at(-1)?.item ?? item) : Number.POSITIVE_INFINITY;
  const before = list.rows.filter((row) => row.item <= item);
  const behind = list.rows.filter((row) => row.item > lastItem);
  const end = behind.length > 0 ? list : page;
  return { rows: [...before, ...page.rows, ...behind], endCursor: end.endCursor, hasMore: end.hasMore };
}

/** Where to read again when something moved: before the first item that may still change, or where new ones begin. */
export function placeToReread(list: ItemPage | undefined, isFiltered: boolean): ItemPlace {
  // What no longer fits a filter may stand anywhere.
  if (list === undefined || isFiltered) return beginning;
  const open = list.rows.findIndex(({ state }) => !isSettled(state));
  return placeBefore(list.rows, open === -1 ? list.rows.length : open);
}

/** Where the next page begins. */
export function placeBehind({ rows, endCursor }: ItemPage): ItemPlace {
  const last = rows.at(-1);
  return last === undefined ? beginning : { item: last.item, cursor: endCursor };
}

function placeBefore(rows: readonly ItemRow[], place: number): ItemPlace {
  const row = rows[place - 1];
  return row === undefined ? beginning : { item: row.item, cursor: row.cursor };
}

// A row has one line; the whole value is in its details.
const charsMax = 160;

/** What an item is, on one line. */
export function sayItem(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > charsMax ? `${text.slice(0, charsMax)}…` : text;
}
