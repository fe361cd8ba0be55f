/** Values that rows have, with how many rows have them. */

/** `count` is undefined until it is known, or for ever where nobody counts; when it is not exact there may be more. */
export type Facet = { value: string; count: number | undefined; isExact: boolean; isCounted: boolean };

/** A field of the query and the values that rows have in it. */
export type FieldFacets = { field: string; title: string; facets: readonly Facet[] };

/** Every known value in its order, with the count of those that rows have. */
export function facetsOf(
  known: readonly string[],
  counted: { facets: readonly { value: string; count: number }[]; isExact: boolean } | undefined,
): Facet[] {
  const counts = new Map(counted?.facets.map(({ value, count }) => [value, count]));
  const isExact = counted?.isExact ?? true;
  const values = [...known, ...[...counts.keys()].filter((value) => !known.includes(value))];
  return values.map((value) => ({
    value,
    count: counted === undefined ? undefined : (counts.get(value) ?? 0),
    isExact,
    isCounted: true,
  }));
}

/** Values that nobody counts. */
export function uncounted(known: readonly string[]): Facet[] {
  return known.map((value) => ({ value, count: undefined, isExact: true, isCounted: false }));
}

/** The count for a small place: `12`, `1.2k`, `5k+`. Not seeing any among some of the rows says nothing. */
export function sayCount({ count, isExact }: Pick<Facet, 'count' | 'isExact'>): string {
  if (count === undefined || (count === 0 && !isExact)) return '';
  const text = count < 1_000 ? String(count) : `${(Math.floor(count / 100) / 10).toString()}k`;
  return isExact ? text : `${text}+`;
}
