import { classes } from '#components/ui/classes.ts';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import type { Column } from './table-column.ts';

type TableRowProps<Row> = {
  row: Row;
  rowKey: string;
  /** The name of the row's box: `Select job …7`. */
  selectWords: string | undefined;
  /** Its place in the whole table, the head being 1. */
  place: number;
  columns: readonly Column<Row>[];
  isSelected: boolean;
  isOpen: boolean;
  isReached: boolean;
  isPressable: boolean;
};

/** One row of a table; drawn again only when something of it has changed. */
export function TableRow<Row>({ row, rowKey, selectWords, place, columns, ...marks }: TableRowProps<Row>) {
  return (
    <tr
      data-key={rowKey}
      data-opens={marks.isPressable || undefined}
      aria-rowindex={place}
      aria-current={marks.isOpen || undefined}
      tabIndex={marks.isReached ? 0 : -1}
      className={classes('data-row', marks.isSelected && 'data-row-selected', marks.isPressable && 'cursor-pointer')}
    >
      {selectWords !== undefined && (
        <td data-role="select">
          <Checkbox label={selectWords} isLabelHidden checked={marks.isSelected} onChange={ignored} />
        </td>
      )}
      {columns.map((column) => (
        <td
          key={column.key}
          data-needs={column.needs}
          data-whole={column.hint?.(row)}
          className={column.isNumber === true ? 'number' : undefined}
        >
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

// The table hears presses itself: it has to know whether Shift is held.
function ignored(): void {}
