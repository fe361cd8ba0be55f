/**
 * The grammar of one field of a cron expression. It is checked item by item, so that a refusal can name the
 * field and the item, and written out as a plain list, so that nothing is left to the leniency of a parser.
 */

/** One field of a cron expression: its name as people say it and the values it may hold. */
export type CronField = { name: string; min: number; max: number; names: readonly string[] };

/**
 * A field written out: its plain list with the marks `L`, `5L` and `5#2`, its values, its nearest weekdays
 * (`15` for `15W`, `L` for `LW`), whether it stands for anything, says `*`, a range or a step (`isEvery`), or was
 * chosen by hash, and what to say of its steps that do not divide it.
 */
export type ParsedField = {
  list: string;
  values: number[];
  nearest: string[];
  isAny: boolean;
  isEvery: boolean;
  isHashed: boolean;
  uneven: string[];
};

/** Why a field is refused, as a sentence without the name of the field. */
export type Problem = { problem: string };

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;
const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

export const minuteField: CronField = { name: 'minute', min: 0, max: 59, names: [] };
export const hourField: CronField = { name: 'hour', min: 0, max: 23, names: [] };
export const dayOfMonthField: CronField = { name: 'day of month', min: 1, max: 31, names: [] };
export const monthField: CronField = { name: 'month', min: 1, max: 12, names: monthNames };
// Sunday is both 0 and 7.
export const dayOfWeekField: CronField = { name: 'day of week', min: 0, max: 7, names: dayNames };

const wholes: Record<string, string> = {
  minute: 'hour',
  hour: 'day',
  'day of month': 'month',
  month: 'year',
  'day of week': 'week',
};

type Item = {
  values: number[];
  mark?: string;
  nearest?: string;
  isAny?: boolean;
  isEvery?: boolean;
  isHashed?: boolean;
  uneven?: string | undefined;
};

/** True when a reading failed. */
export function isProblem<T>(reading: T | Problem): reading is Problem {
  return typeof reading === 'object' && reading !== null && 'problem' in reading;
}

/** Reads one field of an expression. `hashSeed` chooses the values of `H`; without it, `H` is refused. */
export function parseField(field: CronField, text: string, hashSeed?: string): ParsedField | Problem {
  const items: Item[] = [];
  for (const part of text.toLowerCase().split(',')) {
    const item = parseItem(field, part, hashSeed);
    if (isProblem(item)) return item;
    items.push(item);
  }
  const values = [...new Set(items.flatMap((item) => item.values))].sort((left, right) => left - right);
  const marks = [...new Set(items.flatMap((item) => item.mark ?? []))];
  if (items.length > 1 && marks.some((mark) => mark.includes('#'))) {
    return { problem: `${text} mixes # with other days; give it a schedule of its own` };
  }
  const isAny = items.some((item) => item.isAny);
  return {
    list: isAny ? '*' : [...values, ...marks].join(','),
    values,
    nearest: isAny ? [] : [...new Set(items.flatMap((item) => item.nearest ?? []))],
    isAny,
    isEvery: items.some((item) => item.isEvery),
    isHashed: items.some((item) => item.isHashed),
    uneven: items.flatMap((item) => item.uneven ?? []),
  };
}

function parseItem(field: CronField, item: string, hashSeed: string | undefined): Item | Problem {
  const marked = parseMarked(field, item) ?? parseHashed(field, item, hashSeed);
  if (marked !== undefined) return marked;
  const shape = /^([^-/]*)(?:-([^-/]*))?(?:\/([^-/]*))?$/.exec(item);
  if (shape === null) return { problem: `"${item}" is neither a value, a range nor a step` };
  const [, from = '', to, stepText] = shape;
  const step = parseStep(field, stepText ?? '1');
  if (isProblem(step)) return step;
  if (from === '*' || from === '?') {
    if (to !== undefined) return { problem: `"${item}" is not a range` };
    if (from === '?' && !isDayField(field)) return { problem: '? stands only for a day' };
    const values = stepThrough(field, { first: field.min, last: lastOf(field), step });
    return { values, isAny: step === 1, isEvery: true, uneven: sayUneven(field, { item, step, values }) };
  }
  const first = parseValue(field, from);
  if (isProblem(first)) return first;
  const openEnd = stepText === undefined ? first : Math.max(first, lastOf(field));
  const last = to === undefined ? openEnd : parseValue(field, to);
  if (isProblem(last)) return last;
  const isEvery = stepText !== undefined || to !== undefined;
  const values = stepThrough(field, { first, last, step });
  const isWhole = isEvery && (to === undefined || (first === field.min && last === lastOf(field)));
  return { values, isEvery, uneven: isWhole ? sayUneven(field, { item, step, values }) : undefined };
}

/**
 * A step through its whole field that does not divide it starts anew with every hour, day, week, month or year, so its
 * last gap is shorter: hardly what every 45 minutes means. Undefined for a step that keeps its pace.
 */
function sayUneven(field: CronField, { item, step, values }: { item: string; step: number; values: number[] }) {
  const [first = 0] = values;
  const last = values.at(-1) ?? first;
  const gap = first + lastOf(field) - field.min + 1 - last;
  if (step === 1 || gap === step || (field === dayOfMonthField && last === first)) return undefined;
  const place = values.length === 1 ? `${first}` : `${values.slice(0, -1).join(', ')} and ${last}`;
  const again = field === dayOfMonthField ? '' : `, so that the last gap is ${gap} instead of ${step}`;
  const begins = `it begins anew with each ${wholes[field.name] ?? 'time'}${again}`;
  return `${field.name}: ${item} means ${place} of each ${wholes[field.name] ?? 'time'}; ${begins}`;
}

/** `L`, `LW`, `15W`, `5L` and `5#2`; undefined for an item without a mark. */
function parseMarked(field: CronField, item: string): Item | Problem | undefined {
  if (field === dayOfMonthField) {
    if (item === 'l') return { values: [], mark: 'L' };
    if (item === 'lw') return { values: [], nearest: 'L' };
    if (item.includes('l'))
      return {
        problem: `"${item}" is not a day; L alone is the last day, LW the last weekday, and 28 a day that every month has`,
      };
    if (!item.endsWith('w')) return undefined;
    const day = parseValue(field, item.slice(0, -1));
    return isProblem(day) ? day : { values: [], nearest: String(day) };
  }
  if (field !== dayOfWeekField) return undefined;
  const [, day, kind, nth] = /^([^l#]*)(l$|#)(.*)$/.exec(item) ?? [];
  if (day === undefined || nth === undefined) return undefined;
  if (day === '') return { problem: `"${item}" needs a day before it, such as 5L for the last Friday` };
  const value = parseValue(field, day);
  if (isProblem(value)) return value;
  if (kind === 'l') return { values: [], mark: `${value % 7}L` };
  if (!/^[1-5]$/.test(nth))
    return { problem: `"${item}" must end in an occurrence from 1 to 5, as in 1#2 for the second Monday` };
  return { values: [], mark: `${value % 7}#${nth}` };
}

/** `H`, `H/15`, `H(9-17)` and `H(9-17)/2`: one value or an offset, spread by the seed and stable under it. */
function parseHashed(field: CronField, item: string, hashSeed: string | undefined): Item | Problem | undefined {
  if (!/^h([^a-z]|$)/.test(item)) return undefined;
  const shape = /^h(?:\(([^-()]*)-([^-()]*)\))?(?:\/(.*))?$/.exec(item);
  if (shape === null) return { problem: `"${item}" is not H, H/15, H(9-17) or H(9-17)/2` };
  const [, from, to, stepText] = shape;
  if (hashSeed === undefined) return { problem: 'H needs a schedule to be stable for' };
  // Days after the 28th are missing from some months.
  const end = field === dayOfMonthField ? 28 : lastOf(field);
  const first = from === undefined ? field.min : parseValue(field, from);
  const last = to === undefined ? end : parseValue(field, to);
  if (isProblem(first)) return first;
  if (isProblem(last)) return last;
  if (last < first) return { problem: `the range of "${item}" ends before it starts` };
  const span = last - first + 1;
  const step = stepText === undefined ? span : parseStep(field, stepText);
  if (isProblem(step)) return step;
  const offset = hashOf(`${hashSeed}|${field.name}`) % Math.min(step, span);
  const values = stepThrough(field, { first: first + offset, last, step });
  const uneven = from === undefined && stepText !== undefined ? sayUneven(field, { item, step, values }) : undefined;
  return { values, isEvery: stepText !== undefined, isHashed: true, uneven };
}

/** FNV-1a, 32 bits: spread well over small ranges, the same everywhere and for ever. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}

function parseStep(field: CronField, text: string): number | Problem {
  const widest = lastOf(field) - field.min + 1;
  if (!/^\d{1,9}$/.test(text)) return { problem: `the step "${text}" is not a number` };
  const step = Number(text);
  return step >= 1 && step <= widest ? step : { problem: `the step ${step} is outside 1-${widest}` };
}

function parseValue(field: CronField, text: string): number | Problem {
  const named = field.names.indexOf(text);
  if (named !== -1) return named + field.min;
  if (text === '') return { problem: 'a value is missing' };
  if (!/^\d{1,9}$/.test(text)) {
    const hint = field.names[1] === undefined ? 'a number' : `a number or a name such as ${field.names[1]}`;
    return { problem: `"${text}" is not ${hint}` };
  }
  const value = Number(text);
  if (value >= field.min && value <= field.max) return value;
  return { problem: `${value} is outside ${field.min}-${field.max}` };
}

/** A range may run over the end: 22-2 in the hour, fri-mon in the week. */
function stepThrough(field: CronField, range: { first: number; last: number; step: number }): number[] {
  const period = lastOf(field) - field.min + 1;
  const length = range.last >= range.first ? range.last - range.first : range.last - range.first + period;
  const values: number[] = [];
  for (let passed = 0; passed <= length; passed += range.step) {
    values.push(((range.first - field.min + passed) % period) + field.min);
  }
  return values;
}

function lastOf(field: CronField): number {
  return field === dayOfWeekField ? 6 : field.max;
}

function isDayField(field: CronField): boolean {
  return field === dayOfMonthField || field === dayOfWeekField;
}
