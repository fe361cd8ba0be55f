/** The functions of expressions, as they are offered to somebody who writes one. */
import type { ValueType } from './value-type.ts';

/** `of` is what it is asked of: `text.size()`; null where it stands alone. `example` comes out as `gives`. */
export type ExpressionFunction = {
  of: ValueType['kind'] | null;
  name: string;
  signature: string;
  meaning: string;
  example: string;
  gives: unknown;
};

type Row = [signature: string, meaning: string, example: string, gives: unknown];

const alone: Row[] = [
  ['has(a.b)', 'True when the field is there.', 'has(vars.o.a)', true],
  ['size(x)', 'How many letters, items or fields.', 'size([1, 2])', 2],
  ['int(x)', 'The whole number of a number or text.', 'int("7")', 7],
  ['double(x)', 'The number of a text.', 'double("1.5")', 1.5],
  ['string(x)', 'A number or truth as text.', 'string(3)', '3'],
  ['bool(text)', 'The truth of "true" or "false".', 'bool("true")', true],
  ['timestamp(text)', 'The instant of a text.', 'timestamp("2026-01-31T08:00:00Z").getHours()', 8],
  [
    'duration(text)',
    'A span to add to an instant, such as 90s.',
    '(timestamp("2026-01-31T08:00:00Z") + duration("1h")).getHours()',
    9,
  ],
];

const ofText: Row[] = [
  ['startsWith(text)', 'True when it begins so.', '"abc".startsWith("a")', true],
  ['endsWith(text)', 'True when it ends so.', '"abc".endsWith("c")', true],
  ['contains(text)', 'True when this is a part of it.', '"abc".contains("b")', true],
  ['size()', 'How many letters it has.', '"abc".size()', 3],
  ['trim()', 'The text without spaces at its ends.', '" a ".trim()', 'a'],
  ['lowerAscii()', 'The text in small letters.', '"A".lowerAscii()', 'a'],
  ['upperAscii()', 'The text in capitals.', '"a".upperAscii()', 'A'],
  ['split(separator)', 'The list of its parts.', '"a,b".split(",")', ['a', 'b']],
  ['indexOf(text)', 'Where this begins, counted from 0; -1 when nowhere.', '"abc".indexOf("c")', 2],
  ['substring(from, to)', 'The part from one place up to another.', '"abc".substring(0, 2)', 'ab'],
];

const ofList: Row[] = [
  ['size()', 'How many items it has.', '[1, 2].size()', 2],
  ['map(x, expression)', 'What the expression makes of each item.', '[1, 2].map(x, x * 2)', [2, 4]],
  ['filter(x, condition)', 'The items for which it holds.', '[1, 2].filter(x, x > 1)', [2]],
  ['all(x, condition)', 'True when it holds for every item.', '[1, 2].all(x, x > 0)', true],
  ['exists(x, condition)', 'True when it holds for an item.', '[1, 2].exists(x, x > 1)', true],
  ['exists_one(x, condition)', 'True when it holds for exactly one item.', '[1, 2].exists_one(x, x > 1)', true],
  ['join(separator)', 'The texts of it as one.', '["a", "b"].join("-")', 'a-b'],
];

const noon = 'timestamp("2026-01-31T12:30:00Z")';
const ofInstant: Row[] = [
  ['getFullYear()', 'The year, in UTC.', `${noon}.getFullYear()`, 2026],
  ['getMonth()', 'The month, counted from 0.', `${noon}.getMonth()`, 0],
  ['getDate()', 'The day of the month, counted from 1.', `${noon}.getDate()`, 31],
  ['getDayOfWeek()', 'The day of the week; Sunday is 0.', `${noon}.getDayOfWeek()`, 6],
  ['getHours()', 'The hour, in UTC.', `${noon}.getHours()`, 12],
  ['getMinutes()', 'The minute.', `${noon}.getMinutes()`, 30],
];

/** Every function that a condition or a template has use for. */
export const expressionFunctions: readonly ExpressionFunction[] = [
  ...alone.map((row) => functionOf(null, row)),
  ...ofText.map((row) => functionOf('text', row)),
  ...ofList.map((row) => functionOf('list', row)),
  ...ofInstant.map((row) => functionOf('instant', row)),
];

function functionOf(of: ExpressionFunction['of'], [signature, meaning, example, gives]: Row): ExpressionFunction {
  return { of, name: signature.slice(0, signature.indexOf('(')), signature, meaning, example, gives };
}
