/** The clocks on which people read an instant: the schedule's, their own, and UTC; one column for those that agree. */

import { offsetMsAt } from '#domain/timetable/zone.ts';

/** One clock. `words` say whose it is. */
export type ZoneColumn = { timeZone: string; words: string };

/** A column for each clock, the schedule's first. */
export function zoneColumns(schedule: string, viewer: string): ZoneColumn[] {
  const owners = [
    { timeZone: schedule, words: 'schedule' },
    { timeZone: viewer, words: 'yours' },
    { timeZone: 'UTC', words: '' },
  ];
  const columns: ZoneColumn[] = [];
  for (const { timeZone, words } of owners) {
    const same = columns.find((column) => column.timeZone === timeZone);
    if (same === undefined) columns.push({ timeZone, words });
    else if (words !== '') same.words = `${same.words} and ${words}`;
  }
  return columns;
}

/** An instant on a clock, with its day and, unless it is this one, its year: `Sun 03-29 03:00`. */
export function sayOnClock(instant: string, { timeZone, nowMs }: { timeZone: string; nowMs: number }): string {
  const atMs = Date.parse(instant);
  const { weekday, year, date, time } = readClock(atMs, timeZone);
  const isThisYear = year === readClock(nowMs, timeZone).year;
  return `${weekday} ${isThisYear ? date : `${year}-${date}`} ${time}`;
}

/** Every zone that the browser knows, UTC first. */
export function knownZones(): string[] {
  const others = Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC');
  return ['UTC', ...others];
}

function readClock(atMs: number, timeZone: string): { weekday: string; year: string; date: string; time: string } {
  const wallMs = atMs + offsetMsAt(timeZone, atMs);
  const text = new Date(wallMs).toISOString();
  const weekday = weekdays[new Date(wallMs).getUTCDay()] ?? '';
  return { weekday, year: text.slice(0, 4), date: text.slice(5, 10), time: text.slice(11, 16) };
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
