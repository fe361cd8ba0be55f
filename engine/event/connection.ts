/** A page of a list together with the place of the event log from which a subscriber goes on. */
import { type List, type Page, type PageOfRows, readRows } from '#engine/store/reading/page.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { eventCursorNow } from './read-events.ts';

/** A page; `eventCursor` is where a subscriber goes on from here. */
export type Connection<Node> = PageOfRows<Node> & { eventCursor: string };

/** Reads one page of a list, its count and the place of the event log before it. */
export async function readConnection<Row>(tx: Transaction, page: Page, list: List<Row>): Promise<Connection<Row>> {
  // First, so that what happens while the page is read is told again rather than missed.
  const eventCursor = await eventCursorNow(tx.client);
  return { ...(await readRows(page, list)), eventCursor };
}
