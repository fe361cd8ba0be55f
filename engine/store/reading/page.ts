/** Pages of lists: keyset cursors that stay put while rows come and go, and a count that stops in time. */
import { bounds } from '#domain/bounds.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { eventCursorNow } from '#engine/event/read-events.ts';
import type { Transaction } from '#engine/store/transaction.ts';

/** What a client asks of a list. `withCount: false` leaves the counting out; totalCount is then a lower bound. */
export type PageRequest = { first?: number | null; after?: string | null; withCount?: boolean };

/** A page. `cursors` are those of the nodes, in their order; `eventCursor` is where a subscriber goes on from here. */
export type Connection<Node> = {
  nodes: Node[];
  cursors: string[];
  hasNextPage: boolean;
  endCursor: string | null;
  totalCount: number;
  totalCountExact: boolean;
  eventCursor: string;
};

/** A request that was understood: how many nodes, after which key. */
export type Page = { first: number; after: string | undefined; withCount: boolean };

/** How many rows match; `isExact` is false for a lower bound. */
export type Count = { count: number; isExact: boolean };

type List<Row> = {
  /** Rows after the key, at most `take`, in the order of the list. */
  read: (page: { after: string | undefined; take: number }) => Promise<Row[]>;
  /** How many rows there are in all, looking at most a little further than `take`. */
  count: (take: number) => Promise<Count | number>;
  keyOf: (row: Row) => string;
};

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Reads a page request; a cursor must hold a key that fits `keyPattern`, which is a uuid unless said otherwise. */
export function readPage(request: PageRequest, keyPattern: RegExp = uuidPattern): Outcome<Page> {
  const first = request.first ?? bounds.pageSizeDefault;
  if (!Number.isInteger(first) || first < 1 || first > bounds.pageSizeMax) {
    return refuse('BAD_INPUT', `first is a whole number from 1 to ${bounds.pageSizeMax}`, ['first']);
  }
  const after = request.after === undefined || request.after === null ? undefined : keyOfCursor(request.after);
  if (after !== undefined && !keyPattern.test(after))
    return refuse('BAD_INPUT', 'after is not a cursor of this list', ['after']);
  return done({ first, after, withCount: request.withCount ?? true });
}

/** Reads one page of a list, its count and the place of the event log before it. */
export async function readConnection<Row>(tx: Transaction, page: Page, list: List<Row>): Promise<Connection<Row>> {
  // First, so that what happens while the page is read is told again rather than missed.
  const eventCursor = await eventCursorNow(tx.client);
  const rows = await list.read({ after: page.after, take: page.first + 1 });
  const nodes = rows.slice(0, page.first);
  const cursors = nodes.map((row) => cursorOfKey(list.keyOf(row)));
  const hasNextPage = rows.length > nodes.length;
  const isAll = page.after === undefined && !hasNextPage;
  const counted =
    isAll || !page.withCount ? { count: rows.length, isExact: isAll } : asCount(await list.count(bounds.countMax + 1));
  return {
    nodes,
    cursors,
    hasNextPage,
    endCursor: cursors.at(-1) ?? null,
    // A lower bound is never lower than what is on the page.
    totalCount: Math.min(bounds.countMax, Math.max(counted.count, rows.length)),
    totalCountExact: counted.isExact && counted.count <= bounds.countMax,
    eventCursor,
  };
}

function asCount(count: Count | number): Count {
  return typeof count === 'number' ? { count, isExact: true } : count;
}

/** The cursor of a node with this key. */
export function cursorOfKey(key: string): string {
  return Buffer.from(key, 'utf8').toString('base64url');
}

function keyOfCursor(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString('utf8');
}
