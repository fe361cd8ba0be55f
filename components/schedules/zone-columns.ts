/** The clocks on which people read an instant: the schedule's, their own, and UTC; one column for those that agree. */

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

/** An instant on a clock, with its day: `Sun 2026-03-29 03:00`. */
export function sayOnClock(instant: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(Date.parse(instant));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('weekday')} ${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`;
}

/** Every zone that the browser knows, UTC first. */
export function knownZones(): string[] {
  const others = Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC');
  return ['UTC', ...others];
}

/** The zone of the reader's clock. */
export function viewerZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
