/** The time of a line: to the millisecond, on the clock of the zone that is shown. */

// Making a formatter costs more than using it a thousand times; a reader sees three zones at most.
const clocks = new Map<string, Intl.DateTimeFormat>();

/** `14:03:07.120`. */
export function sayLogTime(at: string, timeZone: string): string {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      fractionalSecondDigits: 3,
      hourCycle: 'h23',
    });
  clocks.set(timeZone, clock);
  return clock.format(Date.parse(at)).replace(',', '.');
}
