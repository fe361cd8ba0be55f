/**
 * Time zones as stretches of constant offset, found through Intl. Wall-clock time is kept as the milliseconds
 * that the same reading would have in UTC, so that all calendar arithmetic happens where no clock ever jumps.
 */
import { timetableBounds } from '#domain/bounds/timetable.ts';
import { boundedMemo } from './memo.ts';

/** A time in which the zone's clocks run evenly: `[startMs, endMs)`, wall clock = instant + offsetMs. */
export type Stretch = { startMs: number; endMs: number; offsetBeforeMs: number; offsetMs: number };

const dayMs = 24 * 3_600_000;
// Clocks are probed once a day: no zone ever moved its clocks twice in 24 hours.
// A span is short, so that a rare date costs the days around it and not the years before it, and longer than any change.
const spanMs = 8 * dayMs;

/** A change of the clocks, and how far they are ahead of UTC before and after it. */
type Change = { atMs: number; offsetBeforeMs: number; offsetMs: number };
/** The changes in a span, and the offset at its end. */
type Span = { changes: Change[]; offsetAtEndMs: number };

const formatters = boundedMemo<Intl.DateTimeFormat>(timetableBounds.zoneMemoMax);
const spans = boundedMemo<Span>(timetableBounds.zoneSpanMemoMax);

/** How far the zone's wall clock is ahead of UTC at an instant. */
export function offsetMsAt(timeZone: string, atMs: number): number {
  const formatter = formatters(
    timeZone,
    () => new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }),
  );
  const name = formatter.formatToParts(atMs).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const match = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(name);
  if (match === null) throw new Error(`Intl named the offset of ${timeZone} "${name}"`);
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = match;
  const aheadMs = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
  return sign === '-' ? -aheadMs : aheadMs;
}

/** The stretch that holds an instant. A stretch may end early without a change of offset, so callers walk on. */
export function stretchAt(timeZone: string, atMs: number): Stretch {
  const place = Math.floor(atMs / spanMs);
  const earlier = spanOf(timeZone, place - 1);
  const changes = [...earlier.changes, ...spanOf(timeZone, place).changes];
  const change = changes.findLast((each) => each.atMs <= atMs);
  const next = changes.find((each) => each.atMs > atMs);
  const offsetMs = change?.offsetMs ?? next?.offsetBeforeMs ?? earlier.offsetAtEndMs;
  return {
    startMs: change?.atMs ?? (place - 1) * spanMs,
    endMs: next?.atMs ?? (place + 1) * spanMs,
    offsetBeforeMs: change?.offsetBeforeMs ?? offsetMs,
    offsetMs,
  };
}

/** A reading of the wall clock with its offset, for example `2026-03-29T03:00:00+02:00`. */
export function localText(atMs: number, offsetMs: number): string {
  const reading = new Date(atMs + offsetMs).toISOString().slice(0, 19);
  const offset = new Date(Math.abs(offsetMs)).toISOString();
  const text = offset.slice(17, 19) === '00' ? offset.slice(11, 16) : offset.slice(11, 19);
  return `${reading}${offsetMs < 0 ? '-' : '+'}${text}`;
}

/** What the zone's clock shows at an instant, as the milliseconds that the same reading would have in UTC. */
export function wallMsAt(timeZone: string, atMs: number): number {
  return atMs + offsetMsAt(timeZone, atMs);
}

/**
 * The instant at which the zone's clock shows a time: the first one where it shows it twice. A time that the clock
 * leaves out is the end of the gap, when a schedule is due that names it.
 */
export function instantAtWall(timeZone: string, wallMs: number): number {
  // No zone is a day ahead of UTC or behind it, so the search begins before the instant and has passed it soon.
  let stretch = stretchAt(timeZone, wallMs - dayMs);
  while (wallMs - stretch.offsetMs >= stretch.endMs) stretch = stretchAt(timeZone, stretch.endMs);
  return Math.max(stretch.startMs, wallMs - stretch.offsetMs);
}

type Marks = { fromMs: number; toMs: number; stepMs: number; marksMax: number };

/**
 * The instants from `fromMs` to `toMs` at which the zone's clock shows a multiple of a step: midnights stay midnights
 * however long the days between them are. Steps of a day and more mark each day once, shorter ones every hour that was.
 */
export function roundInstants(timeZone: string, { fromMs, toMs, stepMs, marksMax }: Marks): number[] {
  return stepMs % dayMs === 0
    ? roundDays(timeZone, { fromMs, toMs, stepMs, marksMax })
    : roundTimes(timeZone, { fromMs, toMs, stepMs, marksMax });
}

function roundDays(timeZone: string, { fromMs, toMs, stepMs, marksMax }: Marks): number[] {
  const marks: number[] = [];
  let wallMs = Math.floor(wallMsAt(timeZone, fromMs) / stepMs) * stepMs;
  for (let atMs = instantAtWall(timeZone, wallMs); atMs <= toMs && marks.length < marksMax; ) {
    if (atMs >= fromMs) marks.push(atMs);
    wallMs += stepMs;
    atMs = instantAtWall(timeZone, wallMs);
  }
  return marks;
}

function roundTimes(timeZone: string, { fromMs, toMs, stepMs, marksMax }: Marks): number[] {
  const marks: number[] = [];
  let startMs = fromMs;
  while (startMs <= toMs && marks.length < marksMax) {
    const { offsetMs, endMs } = stretchAt(timeZone, startMs);
    let atMs = Math.ceil((startMs + offsetMs) / stepMs) * stepMs - offsetMs;
    for (; atMs < endMs && atMs <= toMs && marks.length < marksMax; atMs += stepMs) marks.push(atMs);
    startMs = endMs;
  }
  return marks;
}

function spanOf(timeZone: string, place: number): Span {
  return spans(`${timeZone}|${place}`, () => {
    const changes: Change[] = [];
    const endMs = (place + 1) * spanMs;
    let offsetMs = offsetMsAt(timeZone, place * spanMs - 1);
    for (let probeMs = place * spanMs - 1; probeMs < endMs - 1; probeMs += dayMs) {
      const laterMs = offsetMsAt(timeZone, probeMs + dayMs);
      if (laterMs !== offsetMs) {
        const atMs = changeBetween(timeZone, probeMs, probeMs + dayMs);
        changes.push({ atMs, offsetBeforeMs: offsetMs, offsetMs: laterMs });
      }
      offsetMs = laterMs;
    }
    return { changes, offsetAtEndMs: offsetMs };
  });
}

function changeBetween(timeZone: string, fromMs: number, toMs: number): number {
  const offsetMs = offsetMsAt(timeZone, fromMs);
  let beforeMs = fromMs;
  let afterMs = toMs;
  while (afterMs - beforeMs > 1) {
    const middleMs = Math.floor((beforeMs + afterMs) / 2);
    if (offsetMsAt(timeZone, middleMs) === offsetMs) beforeMs = middleMs;
    else afterMs = middleMs;
  }
  return afterMs;
}
