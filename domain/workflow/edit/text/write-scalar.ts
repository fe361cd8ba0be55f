/** Writes a text, a number or a truth the way the author would, so that it is read back as the same. */
import type { Json } from '#domain/value/json.ts';

export type Quoting = 'plain' | 'single' | 'double';
/** Where a scalar stands: inside of brackets more characters mean something, and JSON knows one spelling. */
export type Where = { isFlow: boolean; isJson: boolean };

/** A scalar on one line. `quoting` is how the author had it written before. */
export function writeScalar(value: Exclude<Json, object>, where: Where, quoting?: Quoting): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  if (where.isJson) return quoted(value);
  if (quoting === 'double') return quoted(value);
  if (quoting === 'single' && isPrintableLine(value)) return `'${value.replaceAll("'", "''")}'`;
  if (quoting === 'plain' && fitsPlain(value, where)) return value;
  return quoting !== 'single' && plainWord.test(value) && fitsPlain(value, where) ? value : quoted(value);
}

/** In double quotes every text can be written. What would not be seen is written as its number. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

// What nobody would think of quoting.
const plainWord = /^[\p{L}_][\p{L}\p{N}_./-]*(?: [\p{L}\p{N}_./-]+)*$/u;

function isPrintableLine(text: string): boolean {
  return !/[\p{Cc}\p{Cs}\u2028\u2029\ufeff\ufffe\uffff]/u.test(text);
}

// YAML 1.1 took these for truths; other readers of the same text still do.
const otherTruths = /^(?:y|n|yes|no|on|off)$/i;
const otherThanText = /^(?:~|null|true|false|[-+]?(?:\.inf|\.nan)|[-+.]?\d.*)$/i;

/** True when a text means itself without quotes. */
export function fitsPlain(text: string, { isFlow }: Where): boolean {
  if (text === '' || text !== text.trim() || !isPrintableLine(text)) return false;
  if (otherTruths.test(text) || otherThanText.test(text)) return false;
  if (/^[-?:,[\]{}#&*!|>'"%@`.=<]/.test(text) || /: | #|:$/.test(text)) return false;
  return !(isFlow && /[,[\]{}:]/.test(text));
}
