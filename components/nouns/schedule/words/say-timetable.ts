/** Words about a timetable, made ready to be read. */

/** The words of a timetable without its zone, which stands beside them: `At 07:00 (UTC)` is `At 07:00`. */
export function sentenceOf(description: string, timeZone: string): string {
  const ending = ` (${timeZone})`;
  return description.endsWith(ending) ? description.slice(0, -ending.length) : description;
}
