'use client';

import { useState } from 'react';
import type { Chosen } from './chosen.ts';

export type RowSelection = {
  ids: ReadonlySet<string>;
  isAll: boolean;
  /** What a bulk act would be about; undefined when nothing is selected. */
  chosen: Chosen | undefined;
  select: (ids: ReadonlySet<string>) => void;
  selectAll: () => void;
  clear: () => void;
};

const none: ReadonlySet<string> = new Set();

/** Which rows of a list are selected: some of the rows, or all that the query asks for. */
export function useSelection(query: string): RowSelection {
  const [state, setState] = useState({ query, ids: none, isAll: false });
  // What was selected in another list is not seen any more, so it must not be acted upon.
  if (state.query !== query) setState({ query, ids: none, isAll: false });
  const { ids, isAll } = state;
  const some: Chosen | undefined = ids.size === 0 ? undefined : { kind: 'some', ids: [...ids] };
  return {
    ids,
    isAll,
    chosen: isAll ? { kind: 'all', query } : some,
    select: (next) => setState({ query, ids: next, isAll: false }),
    selectAll: () => setState((now) => ({ ...now, isAll: true })),
    clear: () => setState({ query, ids: none, isAll: false }),
  };
}
