/** Narrowing a list step by step: what a filter says and what its query says must both hold. */

/** The values that are in both lists; undefined stands for every value. */
export function narrowed<T>(values: readonly T[] | undefined, others: readonly T[] | undefined): T[] | undefined {
  if (values === undefined) return others === undefined ? undefined : [...others];
  if (others === undefined) return [...values];
  return values.filter((value) => others.includes(value));
}

/** The later of two lower limits. */
export function later(oneMs: number | undefined, otherMs: number | undefined): number | undefined {
  return oneMs === undefined ? otherMs : Math.max(oneMs, otherMs ?? oneMs);
}

/** The earlier of two upper limits. */
export function earlier(oneMs: number | undefined, otherMs: number | undefined): number | undefined {
  return oneMs === undefined ? otherMs : Math.min(oneMs, otherMs ?? oneMs);
}

/** The one value of a field as a list; undefined when it was not given. */
export function oneOf(value: string | null | undefined): string[] | undefined {
  return value === undefined || value === null ? undefined : [value];
}

/** The values of a field as a list of our own; undefined when they were not given. */
export function onlyOf<T>(values: readonly T[] | null | undefined): T[] | undefined {
  return values === undefined || values === null ? undefined : [...values];
}
