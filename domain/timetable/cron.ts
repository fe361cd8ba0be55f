/**
 * Timetables: when a schedule is due. cron-parser only ever sees wall-clock time, as if it were UTC; this file
 * lays that time onto the zone's real instants and so decides alone what a clock change means:
 * a time inside a gap is due at the first instant after it, in a fold a fixed time is due in the first pass
 * and an interval in both.
 */
import { CronExpressionParser, type CronExpression as WallClockCron } from 'cron-parser';
import { bounds } from '#domain/bounds.ts';
import { done, type Outcome, type Refusal, refuseAll } from '#domain/refusal.ts';
import { type CronPart, parseExpression } from './expression.ts';
import { boundedMemo } from './memo.ts';
import { isNearestWeekday } from './nearest-weekday.ts';
import { isTimeZone, stretchAt } from './zone.ts';

export type TimetableWarning = { code: 'DAY_FIELDS_OR'; message: string };

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

const wallClockCrons = boundedMemo<WallClockCron>(bounds.expressionMemoMax);
const instants = boundedMemo<number | undefined>(bounds.instantMemoMax);

/**
 * Reads a cron expression and its zone; a refusal names the field, with path `cron` or `timeZone`.
 * `hashSeed` is what `H` is stable for, such as the name of the schedule; without it `H` is refused.
 */
export function parseTimetable(input: { cron: string; timeZone: string; hashSeed?: string }): Outcome<Timetable> {
  const refusals: Refusal[] = [];
  const expression = parseExpression(input.cron, input.hashSeed);
  if (!expression.ok) refusals.push(...expression.refusals);
  if (!isTimeZone(input.timeZone)) {
    const message = `"${input.timeZone.slice(0, 64)}" is not a time zone such as Europe/Berlin or UTC`;
    refusals.push({ code: 'BAD_TIME_ZONE', message, path: ['timeZone'] });
  }
  if (!expression.ok || refusals.length > 0) return refuseAll(refusals);
  const { written, parts, isInterval, hasBothDays } = expression.value;
  const message = 'both day fields are set: due on days that match either of them, not only on days that match both';
  const warnings: TimetableWarning[] = hasBothDays ? [{ code: 'DAY_FIELDS_OR', message }] : [];
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

function nextOfPart(part: CronPart, fromMs: number): number {
  const cron = wallClockCrons(part.lists, () => CronExpressionParser.parse(part.lists, { tz: 'UTC' }));
  cron.reset(new Date(fromMs - 1));
  let wallMs = cron.next().getTime();
  if (part.nearest.length === 0) return wallMs;
  for (let passed = 0; passed < bounds.candidateDaysMax; passed += 1) {
    if (isNearestWeekday(part.nearest, wallMs)) return wallMs;
    const nextDayMs = (Math.floor(wallMs / dayMs) + 1) * dayMs;
    cron.reset(new Date(nextDayMs - 1));
    wallMs = cron.next().getTime();
  }
  throw new Error(`no nearest weekday among ${bounds.candidateDaysMax} days of "${part.lists}"`);
}

function findInstant(timetable: Timetable, fromMs: number): number | undefined {
  let atMs = fromMs;
  // A rare date lies many stretches ahead: what was found once holds until the walk passes it.
  let known = { fromMs: Number.POSITIVE_INFINITY, atMs: Number.NEGATIVE_INFINITY };
  const wallClockFrom = (wallMs: number): number => {
    if (wallMs < known.fromMs || wallMs > known.atMs)
      known = { fromMs: wallMs, atMs: nextWallClock(timetable, wallMs) };
    return known.atMs;
  };
  for (let walked = 0; walked < bounds.zoneStretchesMax && atMs < lastInstantMs; walked += 1) {
    const stretch = stretchAt(timetable.timeZone, atMs);
    const wallMs = atMs + stretch.offsetMs;
    // Where the clocks would stand had they not been moved: behind in a gap, ahead in a fold.
    const unmovedMs = stretch.startMs + stretch.offsetBeforeMs;
    const isGapEnd = atMs === stretch.startMs && unmovedMs < wallMs;
    if (isGapEnd && wallClockFrom(unmovedMs) < wallMs) return atMs;
    const foundMs = wallClockFrom(timetable.isInterval ? wallMs : Math.max(wallMs, unmovedMs)) - stretch.offsetMs;
    if (foundMs < stretch.endMs) return foundMs;
    atMs = stretch.endMs;
  }
  return undefined;
}
