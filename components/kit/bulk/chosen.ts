/** Which rows of a list are meant. */

/** Some by hand, or all that a query asks for. */
export type Chosen = { kind: 'some'; ids: readonly string[] } | { kind: 'all'; query: string };

/** The rows that are meant, as the API names them. */
export function filterOf(chosen: Chosen): { query: string } | { ids: string[] } {
  return chosen.kind === 'all' ? { query: chosen.query } : { ids: [...chosen.ids] };
}

/** The rows that can be brought back; none when one of them would lose something, or is not shown. */
export function undoableIds<Row extends { id: string }>(
  chosen: Chosen,
  { rows, isWhole }: { rows: readonly Row[]; isWhole: (row: Row) => boolean },
): string[] {
  if (chosen.kind === 'all') return [];
  const ids = new Set(chosen.ids);
  const meant = rows.filter(({ id }) => ids.has(id));
  return meant.length === ids.size && meant.every(isWhole) ? meant.map(({ id }) => id) : [];
}
