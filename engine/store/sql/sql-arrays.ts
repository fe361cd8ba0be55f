/** PostgreSQL array literals, handed over as one text parameter: about half the price of a driver's array parameter. */

/** A literal of uuids. */
export function uuidArray(ids: readonly string[]): string {
  return `{${ids.join(',')}}`;
}

/** A literal of numbers, states or other words that need no quoting. */
export function arrayOf(values: readonly (number | string | bigint)[]): string {
  return `{${values.join(',')}}`;
}
