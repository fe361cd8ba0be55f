/** The order of the rows of a list that is read whole. A person chooses it, and it does not move under their hand. */
import type { Row } from '#components/live/list/live-list.ts';

/** Which of two rows stands first. */
export type RowOrder<R> = (one: R, other: R) => number;

/** Orders by what they are called. */
export type RowOrders<R> = Readonly<Record<string, RowOrder<R>>>;

/** The ids of rows in an order. */
export function idsInOrder<R extends Row>(rows: readonly R[], order: RowOrder<R> | undefined): string[] {
  return (order === undefined ? rows : rows.toSorted(order)).map(({ id }) => id);
}

/** The rows in an order that was shown before; those that came since stand below. */
export function keepOrder<R extends Row>(rows: readonly R[], ids: readonly string[]): R[] {
  const places = new Map(ids.map((id, place) => [id, place]));
  return rows.toSorted((one, other) => (places.get(one.id) ?? ids.length) - (places.get(other.id) ?? ids.length));
}
