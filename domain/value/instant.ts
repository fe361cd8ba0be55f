/** Days and instants as texts name them: `Date` takes the 30th of February for a day of March. */

// Beyond these no year has four digits once it is told in UTC, and no other program reads it.
const [earliestMs, latestMs] = [Date.parse('0001-01-01T00:00:00.000Z'), Date.parse('9999-12-31T23:59:59.999Z')];

/** True when a day written as year, month and day is in the calendar. */
export function isRealDay(date: string): boolean {
  const midnight = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
}

/** True for an instant of the years 0001 to 9999, which can be told, stored and read again. */
export function isTellable(instantMs: number): boolean {
  return instantMs >= earliestMs && instantMs <= latestMs;
}

/** The instant that a text names with its offset, as RFC 3339 writes it; undefined for any other text. */
export function parseInstant(text: string): Date | undefined {
  const day = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/.exec(text)?.[1];
  if (day === undefined || !isRealDay(day)) return undefined;
  const instantMs = Date.parse(text);
  return Number.isNaN(instantMs) || !isTellable(instantMs) ? undefined : new Date(instantMs);
}
