/** Quiet hours of a channel, by the clock of the tenant's zone, in weeks in which it changes like in any other. */

import { done, type Outcome, type Refusal, refuseAll } from '#domain/refusal.ts';
import { type Severity, severities } from '#domain/sla/alert-kinds.ts';
import { stretchAt, wallMsAt } from '#domain/timetable/zone.ts';
import { isJsonObject } from '#domain/value/json.ts';

/** From one minute of the day to another, over midnight where the second is the earlier one. */
export type QuietHours = {
  fromMinute: number;
  toMinute: number;
  /** What is told all the same. */
  through: readonly Severity[];
};

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
// Quiet hours last less than a day, in which clocks change once; each look passes a change or the end.
const looksMax = 8;

/** True while the clock shows a time within the quiet hours. */
export function isQuietAt(quiet: Pick<QuietHours, 'fromMinute' | 'toMinute'>, timeZone: string, atMs: number): boolean {
  const wallMs = wallMsAt(timeZone, atMs);
  const minute = Math.floor((((wallMs % dayMs) + dayMs) % dayMs) / minuteMs);
  const { fromMinute, toMinute } = quiet;
  return fromMinute < toMinute ? minute >= fromMinute && minute < toMinute : minute >= fromMinute || minute < toMinute;
}

/** The first instant from here on that is not quiet: this one when it is not. */
export function quietEndsAtMs(
  quiet: Pick<QuietHours, 'fromMinute' | 'toMinute'>,
  timeZone: string,
  atMs: number,
): number {
  let hereMs = atMs;
  for (let looks = 0; looks < looksMax && isQuietAt(quiet, timeZone, hereMs); looks += 1) {
    const { offsetMs, endMs } = stretchAt(timeZone, hereMs);
    const wallMs = hereMs + offsetMs;
    const endOfDayMs = Math.floor(wallMs / dayMs) * dayMs + quiet.toMinute * minuteMs;
    const wallEndMs = endOfDayMs > wallMs ? endOfDayMs : endOfDayMs + dayMs;
    hereMs = Math.min(endMs, wallEndMs - offsetMs);
  }
  return hereMs;
}

/** Until when a message of this weight waits; undefined when it may go at once. */
export function heldUntilMs(
  quiet: QuietHours | null,
  message: { severity: Severity; timeZone: string; atMs: number },
): number | undefined {
  if (quiet === null || quiet.through.includes(message.severity)) return undefined;
  const endsAtMs = quietEndsAtMs(quiet, message.timeZone, message.atMs);
  return endsAtMs > message.atMs ? endsAtMs : undefined;
}

/** `22:00` of a minute of the day. */
export function sayMinute(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** Reads `{ from: "22:00", to: "07:00", through: [CRITICAL] }`; null is none. */
export function parseQuietHours(input: unknown, path: string[]): Outcome<QuietHours | null> {
  if (input === undefined || input === null) return done(null);
  if (!isJsonObject(input)) return refuseAll([bad('quiet hours are an object', path)]);
  const refusals: Refusal[] = [];
  const [fromMinute, toMinute] = [readMinute(input.from), readMinute(input.to)];
  if (fromMinute === undefined) refusals.push(bad('a time of day such as 22:00 is needed here', [...path, 'from']));
  if (toMinute === undefined) refusals.push(bad('a time of day such as 07:00 is needed here', [...path, 'to']));
  if (fromMinute !== undefined && fromMinute === toMinute)
    refusals.push(
      bad('quiet hours that begin when they end would never end; pause the channel instead', [...path, 'to']),
    );
  const through = readThrough(input.through);
  if (through === undefined)
    refusals.push(bad(`what goes through is a list of ${severities.join(', ')}`, [...path, 'through']));
  if (fromMinute === undefined || toMinute === undefined || through === undefined || refusals.length > 0)
    return refuseAll(refusals);
  return done({ fromMinute, toMinute, through });
}

function readMinute(value: unknown): number | undefined {
  const parts = typeof value === 'string' ? /^([01]\d|2[0-3]):([0-5]\d)$/.exec(value) : null;
  return parts === null ? undefined : Number(parts[1]) * 60 + Number(parts[2]);
}

function readThrough(value: unknown): Severity[] | undefined {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.length > severities.length) return undefined;
  const known = severities.filter((severity) => value.includes(severity));
  return new Set(value).size === known.length ? known : undefined;
}

function bad(message: string, path: string[]): Refusal {
  return { code: 'BAD_INPUT', message, path };
}
