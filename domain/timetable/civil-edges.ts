/**
 * Where the columns of a chart begin and end, by the clock of a zone: days at its midnights, hours at its round hours.
 * Where clocks change, a column is as much shorter or longer as the day is.
 */
import { instantAtWall, offsetMsAt, roundInstants, wallMsAt } from './zone.ts';

const hourMs = 3_600_000;
const weekMs = 7 * 24 * hourMs;
// The first of January 1970 was a Thursday; weeks begin on Mondays.
const mondayMs = 3 * 24 * hourMs;

type Span = { widthMs: number; fromMs: number; toMs: number };

/**
 * The edges of the columns that hold a span, by the clock of the zone: the first edge is at or before `fromMs`, the last
 * at or after `toMs`. A midnight that the clock leaves out is the first instant of its day; a time that it shows twice
 * is an edge once, except that every hour that was has a column of its own. `widthMs` is a part of an hour, an hour, a
 * part of a day, or whole days.
 */
export function civilEdges(timeZone: string, span: Span): number[] {
  const { widthMs, fromMs, toMs } = span;
  const marks =
    widthMs < hourMs
      ? evenMarks(timeZone, span)
      : widthMs === hourMs
        ? hourMarks(timeZone, span)
        : wallMarks(timeZone, span);
  const first = marks.findLastIndex((atMs) => atMs <= fromMs);
  const last = marks.findIndex((atMs) => atMs >= toMs);
  return marks.slice(first, last + 1);
}

/** The edges of so many columns of which the last holds `lastMs`; of fewer where the clock leaves out whole columns. */
export function civilEdgesUpTo(timeZone: string, asked: { widthMs: number; count: number; lastMs: number }): number[] {
  const { widthMs, count, lastMs } = asked;
  const endMs = civilEdges(timeZone, { widthMs, fromMs: lastMs, toMs: lastMs + 1 }).at(-1) ?? lastMs;
  // Where columns follow the day, as many of them back is the same time of an earlier day.
  const fromMs =
    widthMs <= hourMs
      ? endMs - count * widthMs
      : instantAtWall(timeZone, roundWall(timeZone, endMs, widthMs) - count * widthMs);
  return civilEdges(timeZone, { widthMs, fromMs, toMs: endMs }).slice(-count - 1);
}

// No zone moves its clocks by less than half an hour today: parts of that stay round and equally long.
function evenMarks(timeZone: string, { widthMs, fromMs, toMs }: Span): number[] {
  const offsetMs = offsetMsAt(timeZone, toMs);
  const first = Math.floor((fromMs + offsetMs) / widthMs);
  const beyond = Math.ceil((toMs + offsetMs) / widthMs);
  return Array.from({ length: beyond - first + 1 }, (_, n) => (first + n) * widthMs - offsetMs);
}

function hourMarks(timeZone: string, { widthMs, fromMs, toMs }: Span): number[] {
  // Where clocks go back by half an hour, an hour and a half pass between two full hours.
  const around = { fromMs: fromMs - 2 * widthMs, toMs: toMs + 2 * widthMs };
  const marksMax = Math.ceil((around.toMs - around.fromMs) / widthMs) + 2;
  return roundInstants(timeZone, { ...around, stepMs: widthMs, marksMax });
}

function wallMarks(timeZone: string, { widthMs, fromMs, toMs }: Span): number[] {
  const marks: number[] = [];
  let wallMs = roundWall(timeZone, fromMs, widthMs);
  // As many steps as widths in the span, and those that a clock goes back: never more than a day of them.
  for (let atMs = Number.NEGATIVE_INFINITY; atMs < toMs; wallMs += widthMs) {
    const nextMs = instantAtWall(timeZone, wallMs);
    // What the clock leaves out whole has no column.
    if (nextMs > atMs) marks.push(nextMs);
    atMs = nextMs;
  }
  return marks;
}

function roundWall(timeZone: string, atMs: number, widthMs: number): number {
  const phaseMs = widthMs === weekMs ? mondayMs : 0;
  return Math.floor((wallMsAt(timeZone, atMs) + phaseMs) / widthMs) * widthMs - phaseMs;
}
