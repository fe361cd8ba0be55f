/** The axis of time below a chart: a few round instants of the reader's clock, and what is written beside them. */
import { placeOf, type Window } from './chart-model.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const steps = [1, 2, 5, 10, 15, 30].map((minutes) => minutes * minuteMs);
const longSteps = [1, 2, 3, 6, 12, 24, 48, 168, 336, 672, 1_344].map((hours) => hours * hourMs);

/** One line of the axis, as a fraction of the width. */
export type TimeTick = { atMs: number; left: number; word: string };

/** Round instants inside the window, at most `ticksMax` of them, in the words of the zone (the reader's when absent). */
export function timeTicks(window: Window, { ticksMax, timeZone }: { ticksMax: number; timeZone?: string }): TimeTick[] {
  const spanMs = window.toMs - window.fromMs;
  if (spanMs <= 0) return [];
  const stepMs = [...steps, ...longSteps].find((step) => spanMs / step <= ticksMax) ?? spanMs;
  // Midnight and noon of the zone are round, not those of Greenwich.
  const offsetMs = zoneOffsetMs(window.toMs, timeZone);
  const first = Math.ceil((window.fromMs + offsetMs) / stepMs) * stepMs - offsetMs;
  const ticks: TimeTick[] = [];
  for (let atMs = first; atMs <= window.toMs && ticks.length <= ticksMax; atMs += stepMs) {
    ticks.push({ atMs, left: placeOf(window, atMs), word: wordOf(atMs, { style: styleOf(stepMs), timeZone }) });
  }
  return ticks;
}

type Bucket = { atMs: number; bucketMs: number; window: Window; timeZone?: string };

/** The span of one bucket in words: `14:05 – 14:10`, with the day in windows longer than one; `16 Nov – 22 Nov`. */
export function sayBucket({ atMs, bucketMs, window, timeZone }: Bucket): string {
  const word = (ms: number, style: Style) => wordOf(ms, { style, timeZone });
  const lastMs = atMs + bucketMs - 1;
  if (bucketMs > dayMs) return `${word(atMs, 'date')} – ${word(lastMs, 'date')}`;
  if (bucketMs === dayMs) return word(atMs, 'date');
  const hasDay = window.toMs - window.fromMs > dayMs;
  const day = hasDay ? `${word(atMs, 'day')} ` : '';
  return `${day}${word(atMs, 'clock')} – ${word(atMs + bucketMs, 'clock')}`;
}

type Style = 'clock' | 'day' | 'date';

const styles: Record<Style, Intl.DateTimeFormatOptions> = {
  clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { weekday: 'short', day: 'numeric' },
  date: { day: 'numeric', month: 'short' },
};

function styleOf(stepMs: number): Style {
  return stepMs < dayMs ? 'clock' : stepMs < 7 * dayMs ? 'day' : 'date';
}

function wordOf(atMs: number, { style, timeZone }: { style: Style; timeZone: string | undefined }): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  return new Intl.DateTimeFormat('en-GB', { ...styles[style], ...zone }).format(atMs);
}

/** How far the clock of a zone stands before UTC at an instant. */
export function zoneOffsetMs(atMs: number, timeZone: string | undefined): number {
  const wholeSecondMs = Math.floor(atMs / 1_000) * 1_000;
  if (timeZone === undefined) return -new Date(wholeSecondMs).getTimezoneOffset() * minuteMs;
  const clock = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone });
  return Date.parse(`${clock.format(wholeSecondMs).replace(' ', 'T')}Z`) - wholeSecondMs;
}
