import type { VirtualItem } from '@tanstack/react-virtual';
import type { Column } from './table-column.ts';
import { TableRow } from './table-row.tsx';

type BodyProps<Row> = {
  drawn: readonly VirtualItem[];
  totalHeightPx: number;
  rows: readonly Row[];
  keys: readonly string[];
  columns: readonly Column<Row>[];
  nameOf: ((row: Row) => string) | undefined;
  selected: ReadonlySet<string> | undefined;
  openKey: string | undefined;
  reached: string | undefined;
  isPressable: boolean;
};

/** The rows that are in view, and the height of those that are not. */
export function TableBody<Row>({ drawn, totalHeightPx, rows, keys, columns, selected, ...marks }: BodyProps<Row>) {
  return (
    <>
      <Gap heightPx={drawn[0]?.start ?? 0} />
      {drawn.map(({ index }) => {
        const row = rows[index];
        const key = keys[index];
        if (row === undefined || key === undefined) return null;
        return (
          <TableRow
            key={key}
            row={row}
            rowKey={key}
            place={index + 2}
            columns={columns}
            selectWords={selected === undefined ? undefined : `Select ${marks.nameOf?.(row) ?? key}`}
            isSelected={selected?.has(key) ?? false}
            isOpen={key === marks.openKey}
            isReached={key === marks.reached}
            isPressable={marks.isPressable}
          />
        );
      })}
      <Gap heightPx={totalHeightPx - (drawn.at(-1)?.end ?? 0)} />
    </>
  );
}

// One cell is enough for the height; a span over columns that are not shown would bring them back.
function Gap({ heightPx }: { heightPx: number }) {
  if (heightPx <= 0) return null;
  return (
    <tr aria-hidden>
      <td style={{ height: heightPx, padding: 0, border: 0 }} />
    </tr>
  );
}
