/** The axis of time below a chart: a few round instants of the reader's clock, and what is written beside them. */
import { instantAtWall, offsetMsAt, roundInstants, wallMsAt } from '#domain/timetable/zone.ts';
import { placeOf, type Window } from './chart-model.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const steps = [1, 2, 5, 10, 15, 30].map((minutes) => minutes * minuteMs);
const longSteps = [1, 2, 3, 6, 12, 24, 48, 168, 336, 672, 1_344].map((hours) => hours * hourMs);

/** One line of the axis, as a fraction of the width. */
export type TimeTick = { atMs: number; left: number; word: string };

/** Round instants inside the window, at most `ticksMax` of them and the one at its end, by the clock of the zone. */
export function timeTicks(window: Window, { ticksMax, timeZone }: { ticksMax: number; timeZone: string }): TimeTick[] {
  const spanMs = window.toMs - window.fromMs;
  if (spanMs <= 0) return [];
  const stepMs = [...steps, ...longSteps].find((step) => spanMs / step <= ticksMax) ?? spanMs;
  const style = styleOf(stepMs);
  return roundInstants(timeZone, { ...window, stepMs, marksMax: ticksMax + 1 }).map((atMs) => ({
    atMs,
    left: placeOf(window, atMs),
    word: wordOf(atMs, { style, timeZone }),
  }));
}

/**
 * The span of one bucket in words: `14:05 – 14:10`, with the day in windows longer than one; `16 Nov – 22 Nov`. Whole days
 * are said by their dates, however long they are; where clocks change within a bucket, it says on which it begins and ends.
 */
export function sayBucket(
  { atMs, endMs }: { atMs: number; endMs: number },
  { window, timeZone }: { window: Window; timeZone: string },
): string {
  const word = (ms: number, style: Style) => wordOf(ms, { style, timeZone });
  if ([atMs, endMs].every((ms) => beginsDay(timeZone, ms))) {
    const [first, last] = [word(atMs, 'date'), word(endMs - 1, 'date')];
    return first === last ? first : `${first} – ${last}`;
  }
  const clock = offsetMsAt(timeZone, atMs) === offsetMsAt(timeZone, endMs) ? 'clock' : 'zonedClock';
  if (endMs - atMs >= dayMs)
    return `${word(atMs, 'date')} ${word(atMs, clock)} – ${word(endMs, 'date')} ${word(endMs, clock)}`;
  const hasDay = window.toMs - window.fromMs > dayMs;
  const day = hasDay ? `${word(atMs, 'day')} ` : '';
  return `${day}${word(atMs, clock)} – ${word(endMs, clock)}`;
}

function beginsDay(timeZone: string, atMs: number): boolean {
  return instantAtWall(timeZone, Math.floor(wallMsAt(timeZone, atMs) / dayMs) * dayMs) === atMs;
}

type Style = 'clock' | 'zonedClock' | 'day' | 'date';

const styles: Record<Style, Intl.DateTimeFormatOptions> = {
  clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  zonedClock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' },
  day: { weekday: 'short', day: 'numeric' },
  date: { day: 'numeric', month: 'short' },
};

function styleOf(stepMs: number): Style {
  return stepMs < dayMs ? 'clock' : stepMs < 7 * dayMs ? 'day' : 'date';
}

function wordOf(atMs: number, { style, timeZone }: { style: Style; timeZone: string }): string {
  return new Intl.DateTimeFormat('en-GB', { ...styles[style], timeZone }).format(atMs);
}
