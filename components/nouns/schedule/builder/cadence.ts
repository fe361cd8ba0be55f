/**
 * How often a schedule fires, as the builder offers it, and the expression that says the same. A preset is found in any
 * expression that means exactly what the preset would write; everything else stays raw.
 */

import { type CronExpression, parseExpression } from '#domain/timetable/expression.ts';
import { unreachable } from '#domain/unreachable.ts';

/** A time of day is `HH:MM`; days of the week count from Sunday, 0. */
export type Cadence =
  | { kind: 'minutes'; every: number }
  | { kind: 'hourly'; every: number; minute: number }
  | { kind: 'daily'; time: string }
  | { kind: 'weekdays'; time: string }
  | { kind: 'weekly'; days: readonly number[]; time: string }
  | { kind: 'monthly'; day: number; time: string }
  | { kind: 'month-end'; time: string }
  | { kind: 'working-day'; which: 'first' | 'last'; time: string }
  | { kind: 'raw'; cron: string };

export type CadenceKind = Cadence['kind'];

/** Every way to say how often, in the order in which it is offered. */
export const cadenceKinds: readonly { kind: CadenceKind; words: string }[] = [
  { kind: 'minutes', words: 'Every few minutes' },
  { kind: 'hourly', words: 'Every hour or few' },
  { kind: 'daily', words: 'Every day' },
  { kind: 'weekdays', words: 'Monday to Friday' },
  { kind: 'weekly', words: 'Days of the week' },
  { kind: 'monthly', words: 'Day of the month' },
  { kind: 'month-end', words: 'Last day of the month' },
  { kind: 'working-day', words: 'First or last weekday of the month' },
  { kind: 'raw', words: 'Expression' },
];

/** Gaps that divide their period evenly, so that none of them is shorter than the others. */
export const minuteGaps: readonly number[] = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30];
export const hourGaps: readonly number[] = [1, 2, 3, 4, 6, 8, 12];

/** The expression that a cadence stands for; named where the product has a name for it. */
export function cronOf(cadence: Cadence): string {
  switch (cadence.kind) {
    case 'minutes':
      return cadence.every === 1 ? '* * * * *' : `every ${cadence.every} minutes`;
    case 'hourly':
      return cadence.every === 1 ? `${cadence.minute} * * * *` : `${cadence.minute} */${cadence.every} * * *`;
    case 'daily':
      return `${clockFields(cadence.time)} * * *`;
    case 'weekdays':
      return `weekdays at ${cadence.time}`;
    case 'weekly':
      return weeklyCron(cadence.days, cadence.time);
    case 'monthly':
      return `${clockFields(cadence.time)} ${cadence.day} * *`;
    case 'month-end':
      return `month-end at ${cadence.time}`;
    case 'working-day':
      return `${clockFields(cadence.time)} ${cadence.which === 'first' ? '1W' : 'LW'} * *`;
    case 'raw':
      return cadence.cron;
    default:
      return unreachable(cadence);
  }
}

/** The preset that an expression fits, or the expression itself when none means exactly the same. */
export function cadenceOf(cron: string): Cadence {
  const raw: Cadence = { kind: 'raw', cron };
  const meant = parseExpression(cron);
  if (!meant.ok) return raw;
  const found = presetOf(meant.value);
  if (found === undefined) return raw;
  const said = parseExpression(cronOf(found));
  return said.ok && isSame(said.value, meant.value) ? found : raw;
}

/** Another kind of cadence that keeps what the two have in common: the time of day, the minute. */
export function changeKind(cadence: Cadence, kind: CadenceKind): Cadence {
  const now = cadence.kind === 'raw' ? cadenceOf(cadence.cron) : cadence;
  if (now.kind === kind) return now;
  const time = 'time' in now ? now.time : '07:00';
  switch (kind) {
    case 'minutes':
      return { kind, every: 15 };
    case 'hourly':
      return { kind, every: 1, minute: Number(time.slice(3)) };
    case 'daily':
    case 'weekdays':
    case 'month-end':
      return { kind, time };
    case 'weekly':
      return { kind, days: [1], time };
    case 'monthly':
      return { kind, day: 1, time };
    case 'working-day':
      return { kind, which: 'last', time };
    case 'raw':
      return { kind, cron: cronOf(now) };
    default:
      return unreachable(kind);
  }
}

function weeklyCron(days: readonly number[], time: string): string {
  const sorted = [...new Set(days)].sort((left, right) => left - right).join(',');
  if (sorted === '0,6') return `weekends at ${time}`;
  return `${clockFields(time)} * * ${sorted}`;
}

/** The minute and the hour field of a time of day. */
function clockFields(time: string): string {
  const [hour = '0', minute = '0'] = time.split(':');
  return `${Number(minute)} ${Number(hour)}`;
}

function presetOf({ parts }: CronExpression): Cadence | undefined {
  const [part] = parts;
  if (part === undefined || parts.length > 1) return undefined;
  const [minute = '', hour = '', dayOfMonth = '', month, dayOfWeek = ''] = part.lists.split(' ');
  if (month !== '*') return undefined;
  if (dayOfMonth === '*' && dayOfWeek === '*') return intervalOf(minute, hour) ?? dailyOf(minute, hour);
  const time = timeOf(minute, hour);
  if (time === undefined) return undefined;
  if (part.nearest.length > 0) return workingDayOf(part.nearest, time);
  if (dayOfMonth === '*') return weeklyOf(dayOfWeek, time);
  if (dayOfWeek !== '*') return undefined;
  if (dayOfMonth === 'L') return { kind: 'month-end', time };
  return isNumber(dayOfMonth) ? { kind: 'monthly', day: Number(dayOfMonth), time } : undefined;
}

function intervalOf(minute: string, hour: string): Cadence | undefined {
  if (hour === '*') {
    const every = minute === '*' ? 1 : gapOf(minute, 60);
    if (every !== undefined) return { kind: 'minutes', every };
    return isNumber(minute) ? { kind: 'hourly', every: 1, minute: Number(minute) } : undefined;
  }
  const every = gapOf(hour, 24);
  return every !== undefined && isNumber(minute) ? { kind: 'hourly', every, minute: Number(minute) } : undefined;
}

function dailyOf(minute: string, hour: string): Cadence | undefined {
  const time = timeOf(minute, hour);
  return time === undefined ? undefined : { kind: 'daily', time };
}

function weeklyOf(dayOfWeek: string, time: string): Cadence | undefined {
  if (dayOfWeek === '1,2,3,4,5') return { kind: 'weekdays', time };
  const days = dayOfWeek.split(',');
  return days.every(isNumber) ? { kind: 'weekly', days: days.map(Number), time } : undefined;
}

function workingDayOf(nearest: readonly string[], time: string): Cadence | undefined {
  const [day, ...others] = nearest;
  if (others.length > 0) return undefined;
  if (day === '1') return { kind: 'working-day', which: 'first', time };
  return day === 'L' ? { kind: 'working-day', which: 'last', time } : undefined;
}

/** The even gap of a plain list that starts at 0 and fills its period. */
function gapOf(list: string, period: number): number | undefined {
  const values = list.split(',').map(Number);
  const [first, second] = values;
  if (first !== 0 || second === undefined || values.length * second !== period) return undefined;
  return values.every((value, index) => value === index * second) ? second : undefined;
}

function timeOf(minute: string, hour: string): string | undefined {
  if (!isNumber(minute) || !isNumber(hour)) return undefined;
  return `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}

function isSame(left: CronExpression, right: CronExpression): boolean {
  return left.isInterval === right.isInterval && JSON.stringify(left.parts) === JSON.stringify(right.parts);
}
