/** The weekday nearest to a day of the month, as `15W` and `LW` mean it: never in another month. */

/** `L` is the last day of the month. Undefined when the month lacks the day. */
export function nearestWeekday(
  text: string,
  { length, weekdayOfFirst }: { length: number; weekdayOfFirst: number },
): number | undefined {
  const day = text === 'L' ? length : Number(text);
  if (day > length) return undefined;
  const dayOfWeek = (weekdayOfFirst + day - 1) % 7;
  if (dayOfWeek === 6) return day === 1 ? 3 : day - 1;
  if (dayOfWeek === 0) return day === length ? day - 2 : day + 1;
  return day;
}
