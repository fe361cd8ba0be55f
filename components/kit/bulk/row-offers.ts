/** What can be done with some rows, as the lines of a menu or of the command palette. */
import type { InstantAct, PlannedAct, RowsAct } from './bulk-act.ts';
import type { Chosen } from './chosen.ts';
import { mayFit } from './selected-rows.ts';

/** What is meant, the rows of it that are known, and how many it is in all. */
export type Meant<Row> = { chosen: Chosen; rows: readonly Row[]; count: number };

/** A line: `word` says how many it is about, and that it asks first. */
export type Offer<Row> =
  | { word: string; act: PlannedAct<Row>; chosen: Chosen }
  | { word: string; act: InstantAct<Row>; ids: readonly string[] };

/** The offers that make sense for at least one of the rows, to somebody with these permissions. */
export function offersOf<Row extends { id: string }>(
  acts: readonly RowsAct<Row>[],
  { meant: { chosen, rows, count }, permissions }: { meant: Meant<Row>; permissions: readonly string[] },
): Offer<Row>[] {
  return acts.flatMap((act): Offer<Row>[] => {
    if (!permissions.includes(act.permission)) return [];
    if (act.kind === 'planned') {
      // Of all that a query asks for only some are known: the plan says what it makes sense for.
      const isSensible = chosen.kind === 'all' || mayFit(act.fits, { rows, count });
      return isSensible ? [{ word: `${act.verb(count)} …`, act, chosen }] : [];
    }
    const ids = rows.filter(act.fits).map(({ id }) => id);
    return chosen.kind === 'all' || ids.length === 0 ? [] : [{ word: act.word(ids.length), act, ids }];
  });
}

/** The row alone, or all of the selection when the row is one of it; `total` is how many the query asks for. */
export function meantBy<Row extends { id: string }>(
  row: Row,
  selection: { ids: ReadonlySet<string>; chosen: Chosen | undefined; rows: readonly Row[]; total: number },
): Meant<Row> {
  const { ids, chosen, rows, total } = selection;
  if (chosen === undefined || !ids.has(row.id))
    return { chosen: { kind: 'some', ids: [row.id] }, rows: [row], count: 1 };
  return {
    chosen,
    rows: rows.filter(({ id }) => ids.has(id)),
    count: chosen.kind === 'all' ? total : ids.size,
  };
}
