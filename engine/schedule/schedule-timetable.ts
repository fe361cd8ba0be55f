/** What a stored schedule says and when it is due next: computed from its row, without another look at the database. */
import { timetableBounds } from '#domain/bounds/timetable.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { describeTimetable } from '#domain/timetable/describe.ts';
import { previewInstants } from '#domain/timetable/preview.ts';
import type { ScheduleRow } from './list-schedules.ts';
import { readTimetable } from './schedules.ts';

/** An instant with the wall clock of the schedule's zone, and what a clock change did to it. */
export type UpcomingInstant = { at: Date; local: string; note: string | null };

/** The timetable in words, with what `H` chose for this schedule written out. */
export function describeSchedule(schedule: ScheduleRow): string {
  const timetable = readTimetable(schedule);
  return timetable === undefined ? `${schedule.cron}, which cannot be read` : describeTimetable(timetable);
}

type Timed = Pick<ScheduleRow, 'id' | 'cron' | 'timeZone' | 'state' | 'nextAt' | 'endAt'>;

/** The next instants from the stored one on, none after its end; nothing unless it is active. */
export function upcomingInstants(schedule: Timed, count: number): Outcome<UpcomingInstant[]> {
  if (!Number.isInteger(count) || count < 1 || count > timetableBounds.previewCountMax) {
    return refuse('BAD_INPUT', `first is a whole number from 1 to ${timetableBounds.previewCountMax}`, ['first']);
  }
  const { state, nextAt, endAt } = schedule;
  if (state !== 'ACTIVE' || nextAt === null) return done([]);
  const timetable = readTimetable(schedule);
  if (timetable === undefined) return done([]);
  // The stored instant itself comes first.
  const instants = previewInstants(timetable, nextAt.getTime() - 1, count);
  const lastMs = endAt?.getTime() ?? Number.POSITIVE_INFINITY;
  const counting = instants.filter(({ atMs }) => atMs <= lastMs);
  return done(counting.map(({ atMs, local, note }) => ({ at: new Date(atMs), local, note })));
}
