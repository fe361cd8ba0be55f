/** The instants of a timetable as a person checks them before saving: local time, and a note where clocks change. */
import { timetableBounds } from '#domain/bounds/timetable.ts';
import { isDueAfterGap, nextInstants, nextWallClock, type Timetable } from './cron.ts';
import { localText, offsetMsAt, type Stretch, stretchAt } from './zone.ts';

/** `local` is the wall clock with its offset; `note` says what a clock change did to this instant. */
export type PreviewedInstant = { atMs: number; local: string; note: string | null };

/** The next `count` instants, at most timetableBounds.previewCountMax, strictly later than `afterMs`. */
export function previewInstants(timetable: Timetable, afterMs: number, count: number): PreviewedInstant[] {
  return nextInstants(timetable, afterMs, Math.min(count, timetableBounds.previewCountMax)).map((atMs) => {
    const stretch = stretchAt(timetable.timeZone, atMs);
    const note = gapNote(timetable, stretch, atMs) ?? foldNote(timetable, stretch, atMs);
    return { atMs, local: localText(atMs, stretch.offsetMs), note };
  });
}

function gapNote(timetable: Timetable, stretch: Stretch, atMs: number): string | null {
  const resumesMs = atMs + stretch.offsetMs;
  const stopsMs = atMs + stretch.offsetBeforeMs;
  if (atMs !== stretch.startMs || stopsMs >= resumesMs) return null;
  if (!isDueAfterGap(timetable, { fromMs: stopsMs, toMs: resumesMs })) return null;
  const wantedMs = nextWallClock(timetable, stopsMs);
  // An interval that is due here anyway loses nothing that a person would miss.
  if (timetable.isInterval && nextWallClock(timetable, resumesMs) === resumesMs) return null;
  const isDayLost = resumesMs - stopsMs >= 24 * 3_600_000;
  const text = isDayLost ? (ms: number) => `${new Date(ms).toISOString().slice(0, 10)} ${timeText(ms)}` : timeText;
  const jump = `clocks go forward from ${text(stopsMs)} to ${text(resumesMs)}`;
  return `${text(wantedMs)} does not exist, ${jump}: due at the first instant after the gap`;
}

function foldNote(timetable: Timetable, stretch: Stretch, atMs: number): string | null {
  const wallMs = atMs + stretch.offsetMs;
  const time = timeText(wallMs);
  if (wallMs < stretch.startMs + stretch.offsetBeforeMs) return `${time} occurs twice on this day: the second pass`;
  const offsetAfterMs = offsetMsAt(timetable.timeZone, stretch.endMs);
  if (wallMs < stretch.endMs + offsetAfterMs) return null;
  const passes = timetable.isInterval ? 'the first pass' : 'due in the first pass only';
  return `${time} occurs twice on this day: ${passes}`;
}

function timeText(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(11, 16);
}
