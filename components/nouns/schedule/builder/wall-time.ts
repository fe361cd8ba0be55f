/** Instants as the fields of a form show them: the wall clock of a zone, to the minute. */
import { localText, offsetMsAt } from '#domain/timetable/zone.ts';

/** What a field of the browser holds for an instant, for example `2026-03-29T03:00`. */
export function wallTimeOf(instant: string, timeZone: string): string {
  const atMs = Date.parse(instant);
  return localText(atMs, offsetMsAt(timeZone, atMs)).slice(0, 16);
}

/** The instant at which a zone's clock shows this; undefined for what is no time. In a gap it is the time after it. */
export function instantOf(wallTime: string, timeZone: string): string | undefined {
  const wallMs = Date.parse(`${wallTime}Z`);
  if (Number.isNaN(wallMs)) return undefined;
  // The offset is asked for at a guess; the second question stands on the right side of a change.
  const guessMs = wallMs - offsetMsAt(timeZone, wallMs);
  return new Date(wallMs - offsetMsAt(timeZone, guessMs)).toISOString();
}
