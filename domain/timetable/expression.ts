/** From what a person wrote to the five fields it stands for: shorthands, named expressions, then field by field. */
import { timetableBounds } from '#domain/bounds/timetable.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import {
  type CronField,
  dayOfMonthField,
  dayOfWeekField,
  hourField,
  isProblem,
  minuteField,
  monthField,
  type ParsedField,
  parseField,
} from './fields.ts';

/**
 * One row of plain lists. With `nearest`, only those of its days count that are the weekday nearest
 * to one of these days of the month (`L` the last).
 */
export type CronPart = { lists: string; nearest: string[] };

/**
 * `written` is what people read, `parts` the same as plain lists; several of either mean any of them;
 * `isInterval` whether the minute or hour says `*`, a range or a step, `hasBothDays` whether both day fields are
 * restricted, `unevenSteps` what is to be said of steps that leave a shorter gap where their field begins anew.
 */
export type CronExpression = {
  written: string[];
  parts: CronPart[];
  isInterval: boolean;
  hasBothDays: boolean;
  unevenSteps: string[];
};

type Fields = {
  minute: ParsedField;
  hour: ParsedField;
  dayOfMonth: ParsedField;
  month: ParsedField;
  dayOfWeek: ParsedField;
};

const shorthands: Record<string, string> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

// What other schedulers know and people bring along.
const foreign: [RegExp, string][] = [
  [
    /^@reboot$/i,
    'a schedule follows the clock, not the start of a machine: start the task or workflow itself at that moment',
  ],
  [/^@every\b/i, 'write "every 15 minutes" or five fields such as */15 * * * *'],
  [/^@/, 'known are @hourly @daily @midnight @weekly @monthly @yearly @annually'],
  [/^(cron_tz|tz)\s*=/i, 'the zone is not part of the expression: give it as timeZone and leave the prefix out'],
  [/^[a-z_]+\s*=/i, 'an expression sets no variables: write its five fields alone'],
  [/^rate\(/i, 'write "every 15 minutes" or five fields such as */15 * * * *'],
  [/^cron\(/i, 'write the five fields without cron( ), and day of week with Sunday as 0'],
];

const monthTitles = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
// February counts its leap day: 29 Feb is a date, 30 Feb is not.
const daysInMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Reads a cron expression; every bad field is refused at once, each in a sentence that names it. */
export function parseExpression(cron: string, hashSeed?: string): Outcome<CronExpression> {
  const text = cron.trim();
  if (cron.length > timetableBounds.cronLengthMax) {
    return refuse('BAD_CRON', `the expression is longer than ${timetableBounds.cronLengthMax} characters`, ['cron']);
  }
  if (text === '') return refuse('BAD_CRON', 'the expression is empty', ['cron']);
  const short = parseShorthand(text);
  const written = short === undefined ? (refuseForeign(text) ?? parseNamed(text) ?? done(text)) : done(short);
  return written.ok ? parseFields(written.value, hashSeed) : written;
}

function parseShorthand(text: string): string | undefined {
  const key = text.toLowerCase();
  return Object.hasOwn(shorthands, key) ? shorthands[key] : undefined;
}

function refuseForeign(text: string): Outcome<string> | undefined {
  const advice = foreign.find(([shape]) => shape.test(text))?.[1];
  return advice === undefined
    ? undefined
    : refuse('BAD_CRON', `"${text.slice(0, 64)}" is not known here; ${advice}`, ['cron']);
}

/** Undefined for what does not look like a named expression. */
function parseNamed(text: string): Outcome<string> | undefined {
  const [, count, unit] = /^every (\d{1,3}) (minutes|hours)$/i.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) return parseEvery(Number(count), unit.toLowerCase());
  const [, days, hour, minute] = /^(weekdays|weekends|month-end) at (\d{1,2}):(\d{2})$/i.exec(text) ?? [];
  if (days !== undefined) {
    const time = `${Number(minute)} ${Number(hour)}`;
    if (days.toLowerCase() === 'weekdays') return done(`${time} * * 1-5`);
    return done(days.toLowerCase() === 'weekends' ? `${time} * * 0,6` : `${time} L * *`);
  }
  if (!/^(every|weekdays|weekends|month-end|business-day)\b/i.test(text)) return undefined;
  const known = 'weekdays at 07:00, weekends at 09:30, month-end at 18:00, every 15 minutes';
  return refuse('BAD_CRON', `"${text}" is no named expression; known are: ${known}`, ['cron']);
}

function parseEvery(count: number, unit: string): Outcome<string> {
  const period = unit === 'hours' ? 24 : 60;
  if (count < 1 || count >= period || period % count !== 0) {
    const message = `${unit}: ${count} does not divide ${period} evenly, so the gaps would differ`;
    return refuse('BAD_CRON', message, ['cron']);
  }
  return done(unit === 'hours' ? `0 */${count} * * *` : `*/${count} * * * *`);
}

function parseFields(text: string, hashSeed: string | undefined): Outcome<CronExpression> {
  const texts = text.split(/\s+/);
  if (texts.length !== 5) {
    const seconds = texts.length > 5 ? '; seconds and years are not supported: leave that field out' : '';
    const message = `the expression has ${texts.length} of 5 fields (minute hour day-of-month month day-of-week)${seconds}`;
    return refuse('BAD_CRON', message, ['cron']);
  }
  const refusals: Refusal[] = [];
  const read = (field: CronField, index: number): ParsedField => {
    const parsed = parseField(field, texts[index] ?? '', hashSeed);
    if (!isProblem(parsed)) return parsed;
    refusals.push({ code: 'BAD_CRON', message: `${field.name}: ${parsed.problem}`, path: ['cron'] });
    return { list: '*', values: [], nearest: [], isAny: true, isEvery: false, isHashed: false, uneven: [] };
  };
  const fields = {
    minute: read(minuteField, 0),
    hour: read(hourField, 1),
    dayOfMonth: read(dayOfMonthField, 2),
    month: read(monthField, 3),
    dayOfWeek: read(dayOfWeekField, 4),
  };
  if (refusals.length > 0) return refuseAll(refusals);
  const impossible = impossibleDate(fields.dayOfMonth, fields.month);
  if (impossible !== undefined) return refuse('BAD_CRON', `day of month: ${impossible}`, ['cron']);
  return done({
    written: writtenOf(fields, texts.join(' ')),
    parts: partsOf(fields),
    isInterval: fields.minute.isEvery || fields.hour.isEvery,
    hasBothDays: !fields.dayOfMonth.isAny && !fields.dayOfWeek.isAny,
    unevenSteps: Object.values(fields).flatMap((field) => field.uneven),
  });
}

function partsOf(fields: Fields): CronPart[] {
  const { dayOfMonth, dayOfWeek } = fields;
  const parts: CronPart[] = [];
  if (dayOfMonth.list !== '') parts.push({ lists: listsOf(fields, dayOfMonth.list), nearest: [] });
  else if (!dayOfWeek.isAny) parts.push({ lists: listsOf(fields, '*'), nearest: [] });
  if (dayOfMonth.nearest.length === 0) return parts;
  // The nearest weekday lies at most two days away: the 1st on a Saturday moves to the 3rd.
  const days = dayOfMonth.nearest.flatMap((day) => (day === 'L' ? [29, 30, 31, 28, 27, 26] : daysAround(Number(day))));
  const near = { ...fields, dayOfWeek: { ...dayOfWeek, list: '*' } };
  parts.push({ lists: listsOf(near, [...new Set(days)].join(',')), nearest: dayOfMonth.nearest });
  return parts;
}

/** As it was written, unless its reader would not see what `H` or an uneven step chose or how nearest weekdays mix with other days. */
function writtenOf(fields: Fields, text: string): string[] {
  const { nearest } = fields.dayOfMonth;
  const isMixed = nearest.length > 1 || (nearest.length > 0 && partsOf(fields).length > 1);
  const isHashed = Object.values(fields).some((field) => field.isHashed);
  const isUneven = Object.values(fields).some((field) => field.uneven.length > 0);
  if (!isMixed && !isHashed && !isUneven) return [text];
  const anyDayOfWeek = { ...fields, dayOfWeek: { ...fields.dayOfWeek, list: '*' } };
  const plain = partsOf(fields).filter((part) => part.nearest.length === 0);
  return [...plain.map((part) => part.lists), ...nearest.map((day) => listsOf(anyDayOfWeek, `${day}W`))];
}

function daysAround(day: number): number[] {
  return [day - 2, day - 1, day, day + 1, day + 2].filter((each) => each >= 1 && each <= 31);
}

function listsOf(fields: Fields, daysOfMonth: string): string {
  const { minute, hour, month, dayOfWeek } = fields;
  return `${minute.list} ${hour.list} ${daysOfMonth} ${month.list} ${dayOfWeek.list}`;
}

function impossibleDate(dayOfMonth: ParsedField, month: ParsedField): string | undefined {
  const days = [...dayOfMonth.values, ...dayOfMonth.nearest.filter((each) => each !== 'L').map(Number)];
  const hasLast = dayOfMonth.list.endsWith('L') || dayOfMonth.nearest.includes('L');
  if (dayOfMonth.isAny || hasLast || days.length === 0) return undefined;
  const day = Math.min(...days);
  if (month.values.some((each) => day <= (daysInMonth[each - 1] ?? 0))) return undefined;
  const months = month.values.map((each) => monthTitles[each - 1]).join(' or ');
  return `${day} does not exist in ${months}`;
}
