/**
 * Places in the event log. Rows become visible in commit order, not in id order, so a reader takes windows between two
 * moments: all rows of the transactions that ended after `from` and before `to`. Nobody is waited for, and nothing is
 * skipped: a transaction that is still open falls into a later window. Within a window the order is by id. That is the
 * order per entity, because ids are drawn under the entity's row lock; and whoever waited for that lock ended in the
 * same window or in a later one.
 */
import { covers, fromBase36, parseSnapshot, printSnapshot, type Snapshot } from './snapshot.ts';

// A cursor names the transactions open at two moments, some five characters each; there are as many as connections.
const cursorLengthMax = 8_192;

/**
 * Everything of `from` was delivered; of the window up to `to`, the rows below `id`, and of row `id` the entries below
 * `entry`. Without `to` nothing of the window was delivered, and it may end at any later moment.
 */
export type EventCursor = { from: Snapshot; to: Snapshot | null; id: bigint; entry: number };

/** The text that clients see; opaque to them. */
export function printCursor(cursor: EventCursor): string {
  return placeIn(printWindow(cursor), cursor);
}

/** The part of the text that all places of a window share. */
export function printWindow({ from, to }: Pick<EventCursor, 'from' | 'to'>): string {
  return `e2.${printSnapshot(from)}.${to === null ? '' : printSnapshot(to)}`;
}

/** The text of a place in a window that is printed already. */
export function placeIn(window: string, { id, entry }: Pick<EventCursor, 'id' | 'entry'>): string {
  return `${window}.${id.toString(36)}.${entry}`;
}

const cursorPattern = /^e2\.([0-9a-z_-]+)\.([0-9a-z_-]*)\.([0-9a-z]{1,12})\.(\d{1,7})$/;

/** The place that a cursor names; undefined for a text that names none. */
export function parseCursor(text: string): EventCursor | undefined {
  if (text.length > cursorLengthMax) return undefined;
  const parts = cursorPattern.exec(text);
  if (parts === null) return undefined;
  const from = parseSnapshot(parts[1] ?? '');
  const to = parts[2] === '' ? null : parseSnapshot(parts[2] ?? '');
  if (from === undefined || to === undefined || (to !== null && !covers(to, from))) return undefined;
  return { from, to, id: fromBase36(parts[3] ?? ''), entry: Number(parts[4]) };
}

/** The place at which a window begins and nothing of it was delivered. */
export function startOfWindow(from: Snapshot): EventCursor {
  return { from, to: null, id: 0n, entry: 0 };
}
