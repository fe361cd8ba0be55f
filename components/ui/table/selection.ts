/** Which rows of a list are ticked. */

/** The selection after a row was ticked or unticked. */
export function toggled(selected: ReadonlySet<string>, key: string): Set<string> {
  const next = new Set(selected);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** The selection after Shift was held: all rows from the last ticked one to this one. */
export function extended(
  selected: ReadonlySet<string>,
  { keys, from, to }: { keys: readonly string[]; from: string | undefined; to: string },
): Set<string> {
  const start = from === undefined ? -1 : keys.indexOf(from);
  const end = keys.indexOf(to);
  if (start < 0 || end < 0) return toggled(selected, to);
  return new Set([...selected, ...keys.slice(Math.min(start, end), Math.max(start, end) + 1)]);
}

/** What the box in the head shows for these rows. */
export function selectionOf(selected: ReadonlySet<string>, keys: readonly string[]): boolean | 'mixed' {
  const count = keys.filter((key) => selected.has(key)).length;
  if (count === 0) return false;
  return count === keys.length ? true : 'mixed';
}
