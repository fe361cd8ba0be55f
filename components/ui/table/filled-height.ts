// So many rows can be read at once in the lowest window: below that the page scrolls, not the table.
const rowsMin = 6;

type Filled = {
  rowCount: number;
  lines?: 1 | 2 | undefined;
  /** What stands around the rows in the same panel, in rem. */
  aroundRem?: number;
};

/** The least height of a table that fills what is left of its page, with its head; as CSS. */
export function leastHeight({ rowCount, lines = 1, aroundRem = 0 }: Filled): string {
  const rows = Math.min(rowCount, rowsMin);
  // A second line is as high as in `TwoLines`; the head has one.
  return `calc(${rows} * (var(--row) + ${lines === 2 ? 18 : 0}px) + var(--row) + ${aroundRem}rem)`;
}
