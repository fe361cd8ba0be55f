/** How much work a tenant may have in a day or a month of its own calendar. */
import { type QuotaMeasure, type QuotaPeriod, quotaBounds } from '#domain/bounds/quota.ts';
import type { ExceededQuota } from '#domain/refusal.ts';
import { instantAtWall, wallMsAt } from '#domain/timetable/zone.ts';
import { unreachable } from '#domain/unreachable.ts';

export const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** From `beganMs` on and before `endsMs`. */
export type Period = { beganMs: number; endsMs: number };

/** The day or month that an instant lies in, by the clocks of a zone: a day may have 23 or 25 hours. */
export function periodAt(period: QuotaPeriod, timeZone: string, atMs: number): Period {
  let startWallMs = startOf(period, wallMsAt(timeZone, atMs));
  let endsMs = instantAtWall(timeZone, startAfter(period, startWallMs));
  // Clocks that go back over midnight show the day before once more: the day that had begun goes on.
  while (endsMs <= atMs) {
    startWallMs = startAfter(period, startWallMs);
    endsMs = instantAtWall(timeZone, startAfter(period, startWallMs));
  }
  return { beganMs: instantAtWall(timeZone, startWallMs), endsMs };
}

function startOf(period: QuotaPeriod, wallMs: number): number {
  const wall = new Date(wallMs);
  if (period === 'DAY') return Math.floor(wallMs / dayMs) * dayMs;
  return Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), 1);
}

function startAfter(period: QuotaPeriod, wallMs: number): number {
  const wall = new Date(wallMs);
  if (period === 'DAY') return wallMs + dayMs;
  return Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth() + 1, 1);
}

/** What is used of a quota: whole jobs, or minutes with their fraction. */
export type Used = { measure: QuotaMeasure; period: QuotaPeriod; max: number; used: number };

export type Standing = 'OPEN' | 'WARNED' | 'EXHAUSTED';

export function standingOf({ used, max }: Pick<Used, 'used' | 'max'>): Standing {
  if (used >= max) return 'EXHAUSTED';
  return used * 100 >= max * quotaBounds.warnedAtPercent ? 'WARNED' : 'OPEN';
}

/** True when so many more may be made now. Of minutes nobody knows before how many a job takes. */
export function hasRoomFor({ measure, used, max }: Used, more: number): boolean {
  return measure === 'JOBS' ? used + more <= max : used < max;
}

/** A quota in words: `500 jobs a day`. */
export function sayQuota({ measure, period, max }: Pick<Used, 'measure' | 'period' | 'max'>): string {
  const one = max === 1;
  return `${max.toLocaleString('en')} ${unitOf(measure, one)} a ${period === 'DAY' ? 'day' : 'month'}`;
}

/** What is used in words: a fraction of a minute is used, and not said to be none. */
export function sayUsed({ measure, used }: Pick<Used, 'measure' | 'used'>): string {
  return measure === 'JOBS' ? used.toLocaleString('en') : (Math.floor(used * 10) / 10).toLocaleString('en');
}

function unitOf(measure: QuotaMeasure, one: boolean): string {
  switch (measure) {
    case 'JOBS':
      return one ? 'job' : 'jobs';
    case 'RUN_MINUTES':
      return one ? 'run minute' : 'run minutes';
    default:
      return unreachable(measure);
  }
}

/** Why it was refused, and what helps. */
export function sayExceeded(quota: ExceededQuota, more: number): string {
  const given =
    quota.measure === 'JOBS' && quota.used < quota.max ? ` and ${more.toLocaleString('en')} more were given` : '';
  return `the tenant may use ${sayQuota(quota)}, ${sayUsed(quota)} are used${given}: it begins anew at ${quota.resetsAt.toISOString()}`;
}

/** A total in so many parts, so that many may take side by side; what is below nothing stands in the first. */
export function inEqualParts(total: number, parts: number): number[] {
  if (total < 0) return Array.from({ length: parts }, (_, n) => (n === 0 ? total : 0));
  const each = Math.floor(total / parts);
  return Array.from({ length: parts }, (_, n) => each + (n < total % parts ? 1 : 0));
}
