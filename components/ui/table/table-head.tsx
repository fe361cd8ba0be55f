import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { selectionOf } from './selection.ts';
import type { Column } from './table-column.ts';
import type { Selection } from './use-row-keys.ts';

type HeadProps<Row> = {
  columns: readonly Column<Row>[];
  keys: readonly string[];
  selection: Selection | undefined;
};

/** The widths and the titles of a table's columns. */
export function TableHead<Row>({ columns, keys, selection }: HeadProps<Row>) {
  return (
    <>
      <colgroup>
        {selection !== undefined && <col style={{ width: '2.4rem' }} />}
        {columns.map(({ key, width }) => (
          <col key={key} style={{ width }} />
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
          {columns.map(({ key, title, isNumber }) => (
            <th key={key} scope="col" className={isNumber === true ? 'number' : undefined}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
    </>
  );
}
