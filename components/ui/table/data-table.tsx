'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import { usePreference } from '#components/kit/kept/preferences.ts';
import { classes } from '#components/ui/classes.ts';
import { leastHeight } from './filled-height.ts';
import { TableBody } from './table-body.tsx';
import type { Column } from './table-column.ts';
import { TableHead } from './table-head.tsx';
import { type RowPlace, type Selection, useRowKeys } from './use-row-keys.ts';

// Rows drawn beyond the edges of a table, so that quick scrolling shows no gaps.
const tableOverscanRows = 12;

// As high as `--row` in the styles, and as `TwoLines` in a cell.
const rowHeightsPx = { 1: { comfortable: 32, compact: 26 }, 2: { comfortable: 50, compact: 44 } };

type DataTableProps<Row> = {
  /** What the rows are: the table's name for a screen reader. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** A row's name for its box; needed with a selection: `job …7f3a`. */
  nameOf?: (row: Row) => string;
  /** How many there are in all, when more exist than were read. */
  totalCount?: number;
  /** Called by a press, by Enter and by `o`. */
  onOpen?: (row: Row) => void;
  /** Called by `.`, by the key for menus and by the other button of a mouse: what can be done to the row. */
  onActs?: (row: Row, place: RowPlace) => void;
  /** The row that is open beside the table. */
  openKey?: string | undefined;
  selection?: Selection;
  /** The order of the rows as the `sort` of a column calls it; with columns that have one. */
  sort?: string;
  onSort?: (sort: string) => void;
  /** The table of its screen: `j`, `k`, `x` and `o` work wherever the focus is. One to a screen. */
  isMain?: boolean;
  /** As high as its rows up to the height that is left (inside `<Page isFilled>`); otherwise it grows to `maxHeight`. */
  isFilled?: boolean;
  maxHeight?: string;
  /** How many lines a row has; 1 unless given. */
  lines?: 1 | 2;
  /** The least width before it scrolls sideways. */
  minWidth?: string;
  /** Called when the last rows come into view. */
  onEnd?: () => void;
  /** True when the reader has left the first rows. */
  onScrolled?: (isScrolled: boolean) => void;
  /** Below the last row: how to read more. */
  foot?: ReactNode;
};

/** Rows in columns that keep their width. Only what is in view is drawn, so thousands of rows cost as much as fifty. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const [density] = usePreference('density');
  // Another height of rows is another table: every place that was measured is wrong.
  return <SizedTable key={density} {...props} rowHeightPx={rowHeightsPx[props.lines ?? 1][density]} />;
}

// What is left of a table that lets columns go.
const narrowMin = '30rem';

// Widths for the styles, which know how much room there is.
function widthsFor(columns: readonly { needs?: string }[], width = '0px'): Record<string, string> {
  const letsGo = columns.some(({ needs }) => needs !== undefined);
  return { '--table-min': width, '--table-least': letsGo ? narrowMin : width };
}

function SizedTable<Row>({ rowHeightPx, ...props }: DataTableProps<Row> & { rowHeightPx: number }) {
  // The virtualizer is one object whose answers change: remembering them would freeze the table.
  'use no memo';
  const { label, columns, rows, selection, onOpen, onActs, onEnd, onScrolled } = props;
  const { isMain = false, isFilled = false } = props;
  const box = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeightPx,
    overscan: tableOverscanRows,
    // The rows begin below the head, which is as high as one of them.
    scrollPaddingEnd: rowHeightPx,
    initialRect: { width: 1_000, height: 800 },
  });
  const keys = rows.map(props.keyOf);
  const rowOf = (key: string) => rows[keys.indexOf(key)];
  const walk = useRowKeys({
    label,
    keys,
    body,
    isMain,
    selection,
    onOpen: onOpen && ((key) => withRow(rowOf(key), onOpen)),
    onActs: onActs && ((key, place) => withRow(rowOf(key), (row) => onActs(row, place))),
    reveal: (place) => virtualizer.scrollToIndex(place, { align: 'auto' }),
  });
  const drawn = virtualizer.getVirtualItems();
  const isAtEnd = rows.length > 0 && (drawn.at(-1)?.index ?? -1) >= rows.length - 1;
  const isScrolled = (virtualizer.scrollOffset ?? 0) > rowHeightPx;
  useEffect(() => {
    if (isAtEnd) onEnd?.();
  }, [isAtEnd, onEnd]);
  useEffect(() => onScrolled?.(isScrolled), [isScrolled, onScrolled]);
  return (
    <div
      ref={box}
      className={classes('data-box', isFilled && 'flex-initial')}
      style={
        isFilled
          ? { minHeight: leastHeight({ rowCount: rows.length, lines: props.lines }) }
          : { maxHeight: props.maxHeight ?? '70vh' }
      }
    >
      <table
        aria-label={label}
        aria-rowcount={(props.totalCount ?? rows.length) + 1}
        className="data-table"
        data-lines={props.lines}
        style={widthsFor(columns, props.minWidth)}
      >
        <TableHead columns={columns} keys={keys} selection={selection} sort={props.sort} onSort={props.onSort} />
        <tbody ref={body} {...walk.ears}>
          <TableBody
            drawn={drawn}
            totalHeightPx={virtualizer.getTotalSize()}
            rows={rows}
            keys={keys}
            columns={columns}
            nameOf={props.nameOf}
            selected={selection?.selected}
            openKey={props.openKey}
            reached={walk.reached}
            isPressable={onOpen !== undefined}
          />
        </tbody>
      </table>
      {props.foot}
    </div>
  );
}

// A key may be of a row that has gone since it was pressed.
function withRow<Row>(row: Row | undefined, act: (row: Row) => void): void {
  if (row !== undefined) act(row);
}
