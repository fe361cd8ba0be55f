import type { ReactNode } from 'react';

/** One column of a table. */
export type Column<Row> = {
  key: string;
  title: ReactNode;
  /** A fixed width (`8rem`), so that nothing moves when the rows change. Without one it shares what is left. */
  width?: string;
  isNumber?: boolean;
  /** What a cell shows. It gets one line; what is longer is cut. */
  cell: (row: Row) => ReactNode;
  /** The whole text of a cell that may be cut. */
  hint?: (row: Row) => string | undefined;
};
