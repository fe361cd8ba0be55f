/** The marks of the time axis: round instants of the reader's clock, as many as fit. */
import { roundInstants } from '#domain/timetable/zone.ts';
import { msAt, pxOf, type TimeScale } from './time-scale.ts';

/** A mark: its instant and its place on the line. */
export type Tick = { atMs: number; px: number };

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const stepsMs = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * secondMs),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minuteMs),
  ...[1, 2, 3, 6, 12].map((count) => count * hourMs),
  ...[1, 2, 7, 14, 30, 90, 365].map((count) => count * dayMs),
];

// A label such as 10:32:05 with room around it.
const apartPxMin = 96;
const labelPx = 72;
// More marks than this are in no view; it bounds the loop, whatever the scale.
const ticksMax = 200;

/** The distance of the marks in time. */
export function tickStepMs(msPerPx: number): number {
  return stepsMs.find((step) => step / msPerPx >= apartPxMin) ?? stepsMs.at(-1) ?? dayMs;
}

type View = { fromPx: number; toPx: number; timeZone: string };

/** The marks in view: what is round on the clock of the zone, also on days on which it is changed. */
export function ticksIn(scale: TimeScale, { fromPx, toPx, timeZone }: View): Tick[] {
  const stepMs = tickStepMs(scale.msPerPx);
  const ticks: Tick[] = [];
  for (const piece of scale.pieces) {
    if (piece.isFold || piece.toPx < fromPx || piece.fromPx > toPx) continue;
    // A label must not run into the mark of a fold.
    const roomPx = piece.toMs < scale.span.toMs ? labelPx : 0;
    const untilMs = Math.min(piece.toMs, msAt(scale, Math.min(toPx, piece.toPx - roomPx)));
    const startMs = Math.max(piece.fromMs, msAt(scale, Math.max(fromPx, piece.fromPx)));
    const span = { fromMs: startMs, toMs: untilMs };
    const marks = roundInstants(timeZone, { ...span, stepMs, marksMax: ticksMax - ticks.length });
    ticks.push(...marks.map((atMs) => ({ atMs, px: pxOf(scale, atMs) })));
  }
  return ticks;
}

/** A mark in words, as fine as the marks are close: `Mar 29`, `10:32`, `10:32:05`, `10:32:05.250`. */
export function sayTick(atMs: number, { stepMs, timeZone }: { stepMs: number; timeZone: string }): string {
  if (stepMs >= dayMs) {
    return new Intl.DateTimeFormat('en', { timeZone, month: 'short', day: 'numeric' }).format(atMs);
  }
  const parts: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  if (stepMs < minuteMs) parts.second = '2-digit';
  if (stepMs < secondMs) parts.fractionalSecondDigits = 3;
  return new Intl.DateTimeFormat('en', { ...parts, timeZone }).format(atMs);
}
