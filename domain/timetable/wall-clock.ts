/**
 * When the fields of an expression match a wall clock that nobody ever moves. Days are found by arithmetic, month by
 * month, so that a date that comes every forty years costs some hundred additions and not a walk over its days.
 */
import { timetableBounds } from '#domain/bounds/timetable.ts';
import type { CronPart } from './expression.ts';
import { boundedMemo } from './memo.ts';
import { nearestWeekday } from './nearest-weekday.ts';

const minuteMs = 60_000;
const minutesOfDay = 1_440;
const dayMs = minutesOfDay * minuteMs;

/** The days of a field: plain values, the marks `L` and `5L` as `last`, `5#2` as `nth`; undefined values mean any day. */
type Days = { values: ReadonlySet<number> | undefined; last: readonly number[]; nth: readonly (readonly number[])[] };
type Month = { year: number; month: number };

/** One part of an expression, ready to be asked. `times` are minutes of the day, in order. */
type WallClock = {
  times: number[];
  months: ReadonlySet<number> | undefined;
  daysOfMonth: Days;
  daysOfWeek: Days;
  nearest: readonly string[];
};

const wallClocks = boundedMemo<WallClock>(timetableBounds.expressionMemoMax);

/** The first time at or after `fromMs` that the part matches, as if the wall clock were UTC; Infinity beyond the bound. */
export function nextOfPart(part: CronPart, fromMs: number): number {
  const clock = wallClocks(`${part.lists}|${part.nearest.join()}`, () => readPart(part));
  const fromMinute = Math.ceil(fromMs / minuteMs);
  const fromDay = Math.floor(fromMinute / minutesOfDay);
  const time = clock.times.find((each) => each >= fromMinute - fromDay * minutesOfDay);
  const firstDay = time === undefined ? fromDay + 1 : fromDay;
  const day = nextDay(clock, firstDay);
  if (day === undefined) return Number.POSITIVE_INFINITY;
  return day * dayMs + (day === fromDay && time !== undefined ? time : (clock.times[0] ?? 0)) * minuteMs;
}

/** Days are counted from 1970. */
function nextDay(clock: WallClock, fromDay: number): number | undefined {
  const from = new Date(fromDay * dayMs);
  let { year, month }: Month = { year: from.getUTCFullYear(), month: from.getUTCMonth() };
  for (let walked = 0; walked < timetableBounds.candidateMonthsMax; walked += 1) {
    if (clock.months?.has(month + 1) !== false) {
      const before = firstDayOf({ year, month }) - 1;
      const found = daysOf(clock, { year, month }).find((day) => before + day >= fromDay);
      if (found !== undefined) return before + found;
    }
    month += 1;
    if (month === 12) [year, month] = [year + 1, 0];
  }
  return undefined;
}

/** The days of one month that match, in order. */
function daysOf(clock: WallClock, month: Month): number[] {
  const first = firstDayOf(month);
  const length = firstDayOf({ year: month.year, month: month.month + 1 }) - first;
  const weekdayOfFirst = (((first + 4) % 7) + 7) % 7;
  if (clock.nearest.length > 0) {
    const days = clock.nearest.flatMap((day) => nearestWeekday(day, { length, weekdayOfFirst }) ?? []);
    return [...new Set(days)].sort((left, right) => left - right);
  }
  const { daysOfMonth, daysOfWeek } = clock;
  const isOnDay = (day: number) =>
    daysOfMonth.values?.has(day) === true || (daysOfMonth.last.length > 0 && day === length);
  const isOnWeekday = (day: number) => {
    const weekday = (weekdayOfFirst + day - 1) % 7;
    if (daysOfWeek.values?.has(weekday) === true) return true;
    if (daysOfWeek.last.includes(weekday) && day + 7 > length) return true;
    return daysOfWeek.nth.some(([wanted, nth]) => wanted === weekday && nth === Math.ceil(day / 7));
  };
  const all = Array.from({ length }, (_, index) => index + 1);
  if (daysOfMonth.values === undefined && daysOfWeek.values === undefined) return all;
  // A field of any day says nothing; two that both say something mean either of them.
  return all.filter(
    (day) =>
      (daysOfMonth.values !== undefined && isOnDay(day)) || (daysOfWeek.values !== undefined && isOnWeekday(day)),
  );
}

/** The first day of a month, counted from 1970; month 12 is January of the next year. Right in every year. */
function firstDayOf({ year, month }: Month): number {
  const shifted = year * 12 + month - 2;
  const years = Math.floor(shifted / 12);
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  const daysBefore = Math.floor((153 * (shifted - years * 12) + 2) / 5);
  return years * 365 + leapDays + daysBefore - 719_468;
}

function readPart({ lists, nearest }: CronPart): WallClock {
  const [minutes = '*', hours = '*', daysOfMonth = '*', months = '*', daysOfWeek = '*'] = lists.split(' ');
  const everyMinute = Array.from({ length: 60 }, (_, minute) => minute);
  const everyHour = everyMinute.slice(0, 24);
  const ofMinutes = minutes === '*' ? everyMinute : minutes.split(',').map(Number);
  const ofHours = hours === '*' ? everyHour : hours.split(',').map(Number);
  return {
    times: ofHours.flatMap((hour) => ofMinutes.map((minute) => hour * 60 + minute)).sort((left, right) => left - right),
    months: months === '*' ? undefined : new Set(months.split(',').map(Number)),
    daysOfMonth: readDays(daysOfMonth),
    daysOfWeek: readDays(daysOfWeek),
    nearest,
  };
}

function readDays(list: string): Days {
  if (list === '*') return { values: undefined, last: [], nth: [] };
  const items = list.split(',');
  return {
    values: new Set(items.filter((item) => /^\d+$/.test(item)).map(Number)),
    last: items.filter((item) => item.endsWith('L')).map((item) => Number(item.slice(0, -1))),
    nth: items.filter((item) => item.includes('#')).map((item) => item.split('#').map(Number)),
  };
}
