/**
 * JSON whose numbers arrive as they were written, or not at all. `JSON.parse` rounds silently: 3544790567247868102
 * becomes 3544790567247868000, which is somebody else's id.
 */
import type { Json } from './json.ts';

/** A number that would change on its way, and where it lies. */
export type InexactNumber = { path: string[]; text: string };

export type ExactJson = { ok: true; value: Json } | { ok: false; inexact: InexactNumber | undefined };

// Every double has a name of at most 17 digits, and programs that print them so mean that double.
const doubleDigitsMax = 17;
// Every decimal of 15 digits is kept as long as its exponent has two digits at most.
const doubtfulLength = 16;
const doubtfulExponentLength = 3;

/** Reads JSON. Refused when it is none (`inexact` is undefined) or holds a number that would change. */
export function readExactJson(text: string): ExactJson {
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch (fault) {
    if (fault instanceof SyntaxError) return { ok: false, inexact: undefined };
    throw fault;
  }
  const inexact = findInexactNumber(text);
  return inexact === undefined ? { ok: true, value } : { ok: false, inexact };
}

/** The first number in a JSON text that would change; one pass over the characters, and no memory beside them. */
export function findInexactNumber(text: string): InexactNumber | undefined {
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = endOfString(text, at);
    } else if (isDigit(code)) {
      const start = at > 0 && text.charCodeAt(at - 1) === minus ? at - 1 : at;
      at = endOfDigits(text, at);
      const exponentStart = at;
      if ((text.charCodeAt(at) | lowerCase) === letterE) at = endOfDigits(text, at + 1);
      // The letter and the sign of the exponent count as well: a look too many costs little.
      if (exponentStart - start < doubtfulLength && at - exponentStart < doubtfulExponentLength + 1) continue;
      const number = text.slice(start, at);
      if (!isExactNumber(number)) return { path: pathAt(text, start), text: number };
    } else {
      at += 1;
    }
  }
  return undefined;
}

/**
 * True when a decimal number keeps its value as a double: a whole number when it is printed as the same number again,
 * any other when it has at most 17 digits and is the name of its double.
 */
export function isExactNumber(text: string): boolean {
  const value = Number(text);
  if (!Number.isFinite(value)) return false;
  const printed = String(value);
  if (printed === text) return true;
  const written = decimalOf(text);
  if (isSame(written, decimalOf(printed))) return true;
  const { digits, exponent } = written;
  if (digits === '' || exponent >= 0 || digits.length > doubleDigitsMax) return false;
  return isSame(written, decimalOf(value.toPrecision(digits.length)));
}

/** What to do about it, for a person. */
export function sayInexact(text: string): string {
  const shown = text.length > 60 ? `${text.slice(0, 60)}...` : text;
  return `${shown} would not keep its value as a number; write it as text: "${shown}"`;
}

const quote = 0x22;
const backslash = 0x5c;
const minus = 0x2d;
const letterE = 0x65;
const lowerCase = 0x20;

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

// Digits, point and sign: the text is JSON, so that whatever follows without a gap belongs to the number.
function endOfDigits(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (!isDigit(code) && code !== 0x2e && code !== 0x2b && code !== minus) return at;
    at += 1;
  }
  return at;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    at += code === backslash ? 2 : 1;
  }
  return at;
}

/** The number is 0.`digits` times ten to the power of `exponent + digits.length`; digits without zeros at either end. */
type Decimal = { isNegative: boolean; digits: string; exponent: number };

function decimalOf(text: string): Decimal {
  const [mantissa = '', power = '0'] = text.toLowerCase().split('e', 2);
  const [whole = '', fraction = ''] = mantissa.replace(/^[-+]/, '').split('.', 2);
  const all = whole + fraction;
  let from = 0;
  while (from < all.length && all.charCodeAt(from) === 0x30) from += 1;
  let to = all.length;
  while (to > from && all.charCodeAt(to - 1) === 0x30) to -= 1;
  const digits = all.slice(from, to);
  // Zero is zero, whatever its sign and exponent.
  if (digits === '') return { isNegative: false, digits, exponent: 0 };
  const exponent = Number(power) - fraction.length + (all.length - to);
  return { isNegative: mantissa.startsWith('-'), digits, exponent };
}

function isSame(one: Decimal, other: Decimal): boolean {
  return one.digits === other.digits && one.exponent === other.exponent && one.isNegative === other.isNegative;
}

type Level = { isList: boolean; index: number; key: string };

/** The path of the value that begins at `end`: the same walk again, for the one text that is refused. */
function pathAt(text: string, end: number): string[] {
  const levels: Level[] = [];
  let lastString = '';
  let at = 0;
  while (at < end) {
    const code = text[at];
    const level = levels.at(-1);
    if (code === '"') {
      const start = at;
      at = endOfString(text, at);
      lastString = text.slice(start, at);
      continue;
    }
    if (code === '{' || code === '[') levels.push({ isList: code === '[', index: 0, key: '' });
    else if (code === '}' || code === ']') levels.pop();
    else if (code === ',' && level !== undefined) level.index += 1;
    else if (code === ':' && level !== undefined) level.key = lastString;
    at += 1;
  }
  return levels.map(({ isList, index, key }) => (isList ? String(index) : String(JSON.parse(key))));
}
