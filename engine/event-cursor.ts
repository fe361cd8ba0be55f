/**
 * Places in the event log. Rows become visible in commit order, not in id order, so a reader takes closed windows:
 * all rows written by transactions from `from` up to `to`, when none of those is still running. Within a window the
 * order is by id, which is the order per entity, because ids are drawn under the entity's row lock.
 */

/** Everything below `from` was delivered; of the window up to `to`, the rows below `id`, and of row `id` the entries below `entry`. */
export type EventCursor = { from: bigint; to: bigint; id: bigint; entry: number };

/** The text that clients see; opaque to them. */
export function printCursor(cursor: EventCursor): string {
  return `e1.${cursor.from.toString(36)}.${cursor.to.toString(36)}.${cursor.id.toString(36)}.${cursor.entry}`;
}

const cursorPattern = /^e1\.([0-9a-z]{1,13})\.([0-9a-z]{1,13})\.([0-9a-z]{1,13})\.(\d{1,7})$/;

/** The place that a cursor names; undefined for a text that is none. */
export function parseCursor(text: string): EventCursor | undefined {
  const parts = cursorPattern.exec(text);
  if (parts === null) return undefined;
  const [, from = '', to = '', id = '', entry = ''] = parts;
  return { from: fromBase36(from), to: fromBase36(to), id: fromBase36(id), entry: Number(entry) };
}

/** The place at which a window begins and nothing of it was delivered. */
export function startOfWindow(from: bigint): EventCursor {
  return { from, to: 0n, id: 0n, entry: 0 };
}

function fromBase36(text: string): bigint {
  let value = 0n;
  for (const digit of text) value = value * 36n + BigInt(Number.parseInt(digit, 36));
  return value;
}
