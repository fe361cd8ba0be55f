import type { Noun } from '#components/kit/noun/noun.ts';
import type { LiveList, Row } from '#components/live/list/live-list.ts';
import type { Look } from '#components/state/state-look.ts';
import type { RowsAct } from './bulk-act.ts';
import type { Bulk } from './use-bulk.tsx';
import type { RowSelection } from './use-selection.ts';

/** How two rows are shown beside each other. `pathOf` knows no path for two that cannot be; `hint` says which can. */
export type RowPair<R extends Row> = { pathOf: (one: R, other: R) => string | undefined; hint: string };

/** What the line below a list is told. */
export type BarProps<R extends Row> = {
  noun: Noun;
  acts: readonly RowsAct<R>[];
  pair: RowPair<R> | undefined;
  /** Whether a row offers acts of its own. */
  hasRowActs: boolean;
  /** What `o` does to a row. */
  openWord: string;
  /** Whether something can be asked of the list. */
  mayAsk: boolean;
  query: string;
  /** Where its rows have states: which one a row is in, and what the states look like. */
  states: { of: (row: R) => string; looks: Readonly<Record<string, Look>> } | undefined;
  list: LiveList<R>;
  selection: RowSelection;
  bulk: Bulk<R>;
};
