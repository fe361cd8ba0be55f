/** A list that is read again as a whole and still does not jump: what is new waits until somebody asks for it. */

export type Steady<Row> = { rows: Row[]; waitingCount: number };

/** The rows that may be shown, and how many wait. In an empty list nothing can jump, so everything shows. */
export function steadyRows<Row extends { id: string }>(
  rows: readonly Row[],
  admitted: ReadonlySet<string>,
): Steady<Row> {
  const shown = rows.filter((row) => admitted.has(row.id));
  if (shown.length === 0) return { rows: [...rows], waitingCount: 0 };
  return { rows: shown, waitingCount: rows.length - shown.length };
}
