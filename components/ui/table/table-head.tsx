import { ArrowDown, ArrowUp } from 'lucide-react';
import { classes } from '#components/ui/classes.ts';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { selectionOf } from './selection.ts';
import type { Column } from './table-column.ts';
import type { Selection } from './use-row-keys.ts';

type HeadProps<Row> = {
  columns: readonly Column<Row>[];
  keys: readonly string[];
  selection: Selection | undefined;
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
};

/** The widths and the titles of a table's columns. */
export function TableHead<Row>({ columns, keys, selection, sort, onSort }: HeadProps<Row>) {
  return (
    <>
      <colgroup>
        {selection !== undefined && <col style={{ width: '2.4rem' }} />}
        {columns.map(({ key, width, needs }) => (
          <col key={key} data-needs={needs} style={{ width }} />
        ))}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          {selection !== undefined && (
            <th scope="col">
              <Checkbox
                label="Select all rows shown"
                isLabelHidden
                checked={selectionOf(selection.selected, keys)}
                onChange={(isAll) => selection.onChange(new Set(isAll ? keys : []))}
              />
            </th>
          )}
          {columns.map(({ sort: own, ...column }) =>
            own === undefined || onSort === undefined ? (
              <th
                key={column.key}
                scope="col"
                data-needs={column.needs}
                className={column.isNumber === true ? 'number' : undefined}
              >
                {column.title}
              </th>
            ) : (
              <SortHead
                key={column.key}
                column={column}
                isRising={own.isRising}
                isSorted={own.key === sort}
                onSort={() => onSort(own.key)}
              />
            ),
          )}
        </tr>
      </thead>
    </>
  );
}

type SortHeadProps = {
  column: Pick<Column<unknown>, 'title' | 'isNumber' | 'needs'>;
  isRising: boolean;
  isSorted: boolean;
  onSort: () => void;
};

/** A title that orders the rows when it is pressed. */
function SortHead({ column: { title, isNumber = false, needs }, isRising, isSorted, onSort }: SortHeadProps) {
  const Arrow = isRising ? ArrowUp : ArrowDown;
  return (
    <th
      scope="col"
      data-needs={needs}
      className={isNumber ? 'number' : undefined}
      aria-sort={isSorted ? (isRising ? 'ascending' : 'descending') : 'none'}
    >
      <button
        type="button"
        // The arrow stands where it moves no title: before numbers, which end at the edge of their column.
        className={classes('inline-flex min-h-6 items-center gap-1 hover:text-ink', isNumber && 'flex-row-reverse')}
        onClick={onSort}
      >
        {title}
        <Arrow aria-hidden size={12} className={isSorted ? '' : 'opacity-0'} />
      </button>
    </th>
  );
}
