import type { Noun } from '#components/kit/noun/noun.ts';
import type { LiveList, Row } from '#components/live/list/live-list.ts';
import type { RowsAct } from './bulk-act.ts';
import type { RowSelection } from './use-selection.ts';

/** What the line below a list is told. */
export type BarProps<R extends Row> = {
  noun: Noun;
  acts: readonly RowsAct<R>[];
  /** What `o` does to a row. */
  openWord: string;
  /** Whether something can be asked of the list. */
  mayAsk: boolean;
  query: string;
  list: LiveList<R>;
  selection: RowSelection;
};
