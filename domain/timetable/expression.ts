/** From what a person wrote to the five fields it stands for: shorthands, named expressions, then field by field. */
import { bounds } from '#domain/bounds.ts';
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
 * `written` is the five fields as people read them, `lists` the same fields as plain lists, `isInterval` whether
 * the minute or hour says "every", `hasBothDays` whether both day fields are restricted and so mean OR.
 */
export type CronExpression = { written: string; lists: string; isInterval: boolean; hasBothDays: boolean };

const shorthands: Record<string, string> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
};

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
export function parseExpression(cron: string): Outcome<CronExpression> {
  const text = cron.trim();
  if (cron.length > bounds.cronLengthMax) {
    return refuse('BAD_CRON', `the expression is longer than ${bounds.cronLengthMax} characters`, ['cron']);
  }
  if (text === '') return refuse('BAD_CRON', 'the expression is empty', ['cron']);
  const written = text.startsWith('@') ? parseShorthand(text) : (parseNamed(text) ?? done(text));
  return written.ok ? parseFields(written.value) : written;
}

function parseShorthand(text: string): Outcome<string> {
  const key = text.toLowerCase();
  const written = Object.hasOwn(shorthands, key) ? shorthands[key] : undefined;
  if (written !== undefined) return done(written);
  return refuse('BAD_CRON', `"${text}" is none of ${Object.keys(shorthands).join(' ')}`, ['cron']);
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

function parseFields(text: string): Outcome<CronExpression> {
  const texts = text.split(/\s+/);
  if (texts.length !== 5) {
    const seconds = texts.length === 6 ? '; seconds and years are not supported' : '';
    const message = `the expression has ${texts.length} of 5 fields (minute hour day-of-month month day-of-week)${seconds}`;
    return refuse('BAD_CRON', message, ['cron']);
  }
  const refusals: Refusal[] = [];
  const read = (field: CronField, index: number): ParsedField => {
    const parsed = parseField(field, texts[index] ?? '');
    if (!isProblem(parsed)) return parsed;
    refusals.push({ code: 'BAD_CRON', message: `${field.name}: ${parsed.problem}`, path: ['cron'] });
    return { list: '*', values: [], marks: [], isAny: true, isEvery: false };
  };
  const minute = read(minuteField, 0);
  const hour = read(hourField, 1);
  const dayOfMonth = read(dayOfMonthField, 2);
  const month = read(monthField, 3);
  const dayOfWeek = read(dayOfWeekField, 4);
  if (refusals.length > 0) return refuseAll(refusals);
  const impossible = impossibleDate(dayOfMonth, month);
  if (impossible !== undefined) return refuse('BAD_CRON', `day of month: ${impossible}`, ['cron']);
  return done({
    written: texts.join(' '),
    lists: [minute, hour, dayOfMonth, month, dayOfWeek].map((field) => field.list).join(' '),
    isInterval: minute.isEvery || hour.isEvery,
    hasBothDays: !dayOfMonth.isAny && !dayOfWeek.isAny,
  });
}

function impossibleDate(dayOfMonth: ParsedField, month: ParsedField): string | undefined {
  const [day] = dayOfMonth.values;
  if (dayOfMonth.isAny || dayOfMonth.marks.length > 0 || day === undefined) return undefined;
  if (month.values.some((each) => day <= (daysInMonth[each - 1] ?? 0))) return undefined;
  const months = month.values.map((each) => monthTitles[each - 1]).join(' or ');
  return `${day} does not exist in ${months}`;
}
