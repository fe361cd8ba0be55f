/** A page of the API as a page of a list. */
import type { Row, RowPage } from '#components/live/list/live-list.ts';

type Connection<R> = {
  nodes: R[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  totalCount: number;
  totalCountExact: boolean;
  eventCursor: string;
};

/** The rows of a connection, and the way to older ones. */
export function pageOf<R extends Row>({ nodes, pageInfo, ...page }: Connection<R>): RowPage<R> {
  return { ...page, rows: nodes, endCursor: pageInfo.endCursor, hasOlder: pageInfo.hasNextPage };
}
