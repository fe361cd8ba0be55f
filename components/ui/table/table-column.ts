import type { ReactNode } from 'react';

/** One column of a table. */
export type Column<Row> = {
  key: string;
  title: ReactNode;
  /** A fixed width (`8rem`), so that nothing moves when the rows change. Without one it shares what is left. */
  width?: string;
  isNumber?: boolean;
  /** How much room the table must have before this column is shown: what a row is known by stands in every one. */
  needs?: 'middle' | 'wide' | 'widest';
  /** The order of the rows that a press on the title asks for, and whether its least row stands first in it. */
  sort?: { key: string; isRising: boolean };
  /** What a cell shows. It gets one line; what is longer is cut. */
  cell: (row: Row) => ReactNode;
  /** What a cell stands for, where that is more than the text in it, which is shown whole when it is cut. */
  hint?: (row: Row) => string | undefined;
};
