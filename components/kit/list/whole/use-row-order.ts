'use client';

import { useState } from 'react';
import { useUrlChoice } from '#components/address/use-url.ts';
import type { Row } from '#components/live/list/live-list.ts';
import { idsInOrder, keepOrder, type RowOrders } from './row-order.ts';

type Ordered<R> = { rows: readonly R[]; sort?: string; onSort?: (sort: string) => void };

/** Rows are ordered when somebody asks for it, and stay where they are while their numbers change. */
export function useRowOrder<R extends Row>(rows: readonly R[], orders: RowOrders<R> | undefined): Ordered<R> {
  const [first = '', ...others] = Object.keys(orders ?? {});
  const [sort, setSort] = useUrlChoice('sort', [first, ...others]);
  const orderedBy = (key: string) => ({ sort: key, ids: idsInOrder(rows, orders?.[key]) });
  const [shown, setShown] = useState(() => orderedBy(sort));
  if (shown.sort !== sort) setShown(orderedBy(sort));
  if (orders === undefined) return { rows };
  return {
    rows: keepOrder(rows, shown.ids),
    sort,
    onSort: (next) => {
      setShown(orderedBy(next));
      setSort(next);
    },
  };
}
