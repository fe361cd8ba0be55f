/** Instants as the fields of a form show them: the wall clock of a zone, to the minute. */
import { instantAtWall, wallMsAt } from '#domain/timetable/zone.ts';

/** What a field of the browser holds for an instant, for example `2026-03-29T03:00`. */
export function wallTimeOf(instant: string, timeZone: string): string {
  return new Date(wallMsAt(timeZone, Date.parse(instant))).toISOString().slice(0, 16);
}

/** The instant at which a zone's clock shows this; undefined for what is no time. In a gap it is the first after it. */
export function instantOf(wallTime: string, timeZone: string): string | undefined {
  const wallMs = Date.parse(`${wallTime}Z`);
  return Number.isNaN(wallMs) ? undefined : new Date(instantAtWall(timeZone, wallMs)).toISOString();
}
