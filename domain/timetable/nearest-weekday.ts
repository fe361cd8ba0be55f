/** The weekday nearest to a day of the month, as `15W` and `LW` mean it: never in another month. */

const dayMs = 24 * 3_600_000;

/** True when a wall-clock day is the weekday nearest to one of `days`; `L` is the last day of the month. */
export function isNearestWeekday(days: readonly string[], wallMs: number): boolean {
  const wall = new Date(wallMs);
  return days.some((day) => nearestWeekday(day, wall.getUTCFullYear(), wall.getUTCMonth()) === wall.getUTCDate());
}

/** Undefined when the month lacks the day. */
function nearestWeekday(text: string, year: number, month: number): number | undefined {
  const lastDay = new Date(Date.UTC(year, month + 1) - dayMs).getUTCDate();
  const day = text === 'L' ? lastDay : Number(text);
  if (day > lastDay) return undefined;
  const dayOfWeek = new Date(Date.UTC(year, month, day)).getUTCDay();
  if (dayOfWeek === 6) return day === 1 ? 3 : day - 1;
  if (dayOfWeek === 0) return day === lastDay ? day - 2 : day + 1;
  return day;
}
