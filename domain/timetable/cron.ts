/**
 * Timetables: when a schedule is due. Fields are matched in wall-clock time, as if it were UTC; this file lays that
 * time onto the zone's real instants and so decides alone what a clock change means: a fixed time inside a gap is due
 * at the first instant after it and in a fold in the first pass only, an interval keeps its pace in both, and no
 * local day is ever lost.
 */
import { timetableBounds } from '#domain/bounds/timetable.ts';
import { done, type Outcome, type Refusal, refuseAll } from '#domain/refusal.ts';
import { type CronPart, parseExpression } from './expression.ts';
import { boundedMemo } from './memo.ts';
import { nextOfPart } from './wall-clock.ts';
import { type Stretch, stretchAt } from './zone.ts';
import { hasClock, isTimeZone, refuseZoneWords } from './zone-name.ts';

export type TimetableWarning = { code: 'DAY_FIELDS_OR' | 'UNEVEN_STEP'; message: string };

/**
 * `hashSeed` is what `H` is stable for, such as the name of the schedule; without it `H` is refused. `isStored`: it was
 * accepted once, so its zone only needs a clock.
 */
export type TimetableInput = { cron: string; timeZone: string; hashSeed?: string; isStored?: boolean };

/** When a schedule is due. Only parseTimetable makes one; it is plain data and may be kept and sent. */
export type Timetable = {
  cron: string;
  timeZone: string;
  written: string[];
  parts: CronPart[];
  isInterval: boolean;
  warnings: TimetableWarning[];
};

const dayMs = 24 * 3_600_000;
// The calendar is not planned beyond the year 9999, where ISO 8601 and PostgreSQL's clients begin to differ.
const lastInstantMs = Date.UTC(9999, 0);
// The furthest was 15 h 14 min (Metlakatla until 1867); a day more, so that a jump never lands inside a change.
const clockAheadMsMax = 2 * dayMs;

const instants = boundedMemo<number | undefined>(timetableBounds.instantMemoMax);

/** Reads a cron expression and its zone; a refusal names the field, with path `cron` or `timeZone`. */
export function parseTimetable(input: TimetableInput): Outcome<Timetable> {
  const refusals: Refusal[] = [];
  const expression = parseExpression(input.cron, input.hashSeed);
  if (!expression.ok) refusals.push(...expression.refusals);
  if (!(input.isStored === true ? hasClock(input.timeZone) : isTimeZone(input.timeZone)))
    refusals.push({ code: 'BAD_TIME_ZONE', message: refuseZoneWords(input.timeZone), path: ['timeZone'] });
  if (!expression.ok || refusals.length > 0) return refuseAll(refusals);
  const { written, parts, isInterval, hasBothDays, unevenSteps } = expression.value;
  const warnings = unevenSteps.map((message): TimetableWarning => ({ code: 'UNEVEN_STEP', message }));
  const message = 'both day fields are set: due on days that match either of them, not only on days that match both';
  if (hasBothDays) warnings.unshift({ code: 'DAY_FIELDS_OR', message });
  return done({ cron: input.cron.trim(), timeZone: input.timeZone, written, parts, isInterval, warnings });
}

/** The first instant at which the timetable is due strictly later than `afterMs`; undefined only beyond the calendar. */
export function nextInstant(timetable: Timetable, afterMs: number): number | undefined {
  const key = `${JSON.stringify(timetable.parts)}|${timetable.isInterval}|${timetable.timeZone}|${afterMs}`;
  return instants(key, () => findInstant(timetable, Math.floor(afterMs) + 1));
}

/** The next `count` instants strictly later than `afterMs`, in order. */
export function nextInstants(timetable: Timetable, afterMs: number, count: number): number[] {
  const found: number[] = [];
  let atMs = nextInstant(timetable, afterMs);
  while (atMs !== undefined && found.length < count) {
    found.push(atMs);
    if (found.length < count) atMs = nextInstant(timetable, atMs);
  }
  return found;
}

/** The first wall-clock time at or after `fromMs` that the fields match, as if the wall clock were UTC. */
export function nextWallClock(timetable: Timetable, fromMs: number): number {
  return Math.min(...timetable.parts.map((part) => nextOfPart(part, fromMs)));
}

/**
 * Whether the end of a gap stands for a time inside it. A fixed time that the gap swallowed is due there. An interval
 * keeps its pace and is not, unless every time of a local day was swallowed: no local day is ever lost.
 */
export function isDueAfterGap(timetable: Timetable, gap: { fromMs: number; toMs: number }): boolean {
  if (nextWallClock(timetable, gap.fromMs) >= gap.toMs) return false;
  if (!timetable.isInterval) return true;
  for (let fromMs = Math.floor(gap.fromMs / dayMs) * dayMs; fromMs < gap.toMs; fromMs += dayMs) {
    const firstMs = nextWallClock(timetable, fromMs);
    if (firstMs < gap.fromMs || firstMs >= Math.min(gap.toMs, fromMs + dayMs)) continue;
    if (nextWallClock(timetable, gap.toMs) >= fromMs + dayMs) return true;
  }
  return false;
}

function findInstant(timetable: Timetable, fromMs: number): number | undefined {
  let atMs = fromMs;
  for (let walked = 0; walked < timetableBounds.zoneStretchesMax && atMs < lastInstantMs; walked += 1) {
    const stretch = stretchAt(timetable.timeZone, atMs);
    const wallMs = atMs + stretch.offsetMs;
    // Where the clocks would stand had they not been moved: behind in a gap, ahead in a fold.
    const unmovedMs = stretch.startMs + stretch.offsetBeforeMs;
    const isGapEnd = atMs === stretch.startMs && unmovedMs < wallMs;
    if (isGapEnd && isDueAfterGap(timetable, { fromMs: unmovedMs, toMs: wallMs })) return atMs;
    const foundMs = nextWallClock(timetable, timetable.isInterval ? wallMs : Math.max(wallMs, unmovedMs));
    if (foundMs === Number.POSITIVE_INFINITY) return undefined;
    if (foundMs - stretch.offsetMs < stretch.endMs) return foundMs - stretch.offsetMs;
    atMs = afterStretch(timetable.timeZone, { stretch, wallMs, foundMs });
  }
  if (atMs < lastInstantMs)
    throw new Error(`no instant of "${timetable.cron}" among ${timetableBounds.zoneStretchesMax} stretches`);
  return undefined;
}

/** Where to look on when nothing is due from a wall time to the end of its stretch, and `foundMs` is the next that matches. */
function afterStretch(
  timeZone: string,
  { stretch, wallMs, foundMs }: { stretch: Stretch; wallMs: number; foundMs: number },
): number {
  if (stretch.endMs >= lastInstantMs) return stretch.endMs;
  const nextWallMs = stretch.endMs + stretchAt(timeZone, stretch.endMs).offsetMs;
  // The clock goes back to before where the search began: what matched there earlier comes once more.
  if (nextWallMs < wallMs) return stretch.endMs;
  // Nothing is due before the found time comes on whatever clock: no clock is further ahead than that.
  return Math.max(stretch.endMs, foundMs - clockAheadMsMax);
}
