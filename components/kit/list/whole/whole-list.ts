/** A list of a noun that is read whole, as a value: few rows, full of numbers that travel with no event. */
import type { ComponentType } from 'react';
import type { Ask } from '#components/api/ask.ts';
import type { ListFilter } from '#components/kit/list/noun-list.ts';
import type { Noun } from '#components/kit/noun/noun.ts';
import type { Row } from '#components/live/list/live-list.ts';
import type { Topic } from '#components/live/live-event.ts';
import type { Column } from '#components/ui/table/table-column.ts';
import type { RowOrders } from './row-order.ts';

/** How the rows, and what is read with them, are read and kept up to date. */
export type WholeAsked<Whole> = {
  /** `query` is what the filter says; nothing when the list has none. */
  read: (query: string) => Ask<Whole>;
  /** What no event tells of, such as an age, is read again after this time. */
  againMs: number;
  /** What tells that they are others; read again at most once in a gap. */
  news?: { topic: Topic; after: (whole: Whole) => string; gapMs: number };
};

export type WholeList<R extends Row, Whole> = WholeAsked<Whole> & {
  noun: Noun;
  /** How the list is narrowed; without it everything is read. */
  filter?: ListFilter;
  rowsOf: (whole: Whole) => readonly R[];
  /** What they come to, beside the title. */
  say: (whole: Whole) => string;
  /** The orders that a reader may choose, by the `sort` of their columns; the first is meant when none is chosen. */
  orders?: RowOrders<R>;
  columns: (whole: Whole) => readonly Column<R>[];
  /** The least width of the table before it scrolls sideways. */
  minWidth: string;
  /** How many lines a row has; 1 unless given. */
  lines?: 1 | 2;
  /** Where a row leads. */
  pathOf?: (row: R) => string;
  /** Shown when there are no rows. */
  Empty: ComponentType;
  /** What can be done beside the title: `New queue`. */
  Actions?: ComponentType<{ rows: readonly R[] }>;
  /** What stands below the rows; the table is then as high as its rows and not as the window. */
  Below?: ComponentType<{ whole: Whole }>;
};
