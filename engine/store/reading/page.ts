/** Pages of lists: keyset cursors that stay put while rows come and go, and a count that stops in time. */
import { pageBounds } from '#domain/bounds/page.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';

/** What a client asks of a list. `withCount: false` leaves the counting out; totalCount is then a lower bound. */
export type PageRequest = { first?: number | null; after?: string | null; withCount?: boolean };

/** The rows of a page. `cursors` are those of the nodes, in their order. */
export type PageOfRows<Node> = {
  nodes: Node[];
  cursors: string[];
  hasNextPage: boolean;
  endCursor: string | null;
  totalCount: number;
  totalCountExact: boolean;
};

/** A request that was understood: how many nodes, after which key. */
export type Page = { first: number; after: string | undefined; withCount: boolean };

/** How many rows match; `isExact` is false for a lower bound. */
export type Count = { count: number; isExact: boolean };

/** What a list reads its pages with. */
export type List<Row> = {
  /** Rows after the key, at most `take`, in the order of the list. */
  read: (page: { after: string | undefined; take: number }) => Promise<Row[]>;
  /** How many rows there are in all, looking at most a little further than `take`. */
  count: (take: number) => Promise<Count | number>;
  keyOf: (row: Row) => string;
};

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Reads a page request; a cursor must hold a key that fits `keyPattern`, which is a uuid unless said otherwise. */
export function readPage(request: PageRequest, keyPattern: RegExp = uuidPattern): Outcome<Page> {
  const first = request.first ?? pageBounds.pageSizeDefault;
  if (!Number.isInteger(first) || first < 1 || first > pageBounds.pageSizeMax) {
    return refuse('BAD_INPUT', `first is a whole number from 1 to ${pageBounds.pageSizeMax}`, ['first']);
  }
  const after = request.after === undefined || request.after === null ? undefined : keyOfCursor(request.after);
  if (after !== undefined && !keyPattern.test(after))
    return refuse('BAD_INPUT', 'after is not a cursor of this list', ['after']);
  return done({ first, after, withCount: request.withCount ?? true });
}

/** Reads the rows of one page of a list, and their count. */
export async function readRows<Row>(page: Page, list: List<Row>): Promise<PageOfRows<Row>> {
  const rows = await list.read({ after: page.after, take: page.first + 1 });
  const nodes = rows.slice(0, page.first);
  const cursors = nodes.map((row) => cursorOfKey(list.keyOf(row)));
  const hasNextPage = rows.length > nodes.length;
  const isAll = page.after === undefined && !hasNextPage;
  const counted =
    isAll || !page.withCount
      ? { count: rows.length, isExact: isAll }
      : asCount(await list.count(pageBounds.countMax + 1));
  return {
    nodes,
    cursors,
    hasNextPage,
    endCursor: cursors.at(-1) ?? null,
    // A lower bound is never lower than what is on the page.
    totalCount: Math.min(pageBounds.countMax, Math.max(counted.count, rows.length)),
    totalCountExact: counted.isExact && counted.count <= pageBounds.countMax,
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
