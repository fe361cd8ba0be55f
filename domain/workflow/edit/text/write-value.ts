/** Writes a value of any depth into a text: in brackets while that reads well, otherwise on lines of its own. */
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import { type Where, writeScalar } from './write-scalar.ts';

export type Layout = { indent: number; lineBreak: string };

// Longer than this, brackets are harder to read than lines.
const flowWidthMax = 80;
// One line each, so that two who move different steps do not change the same line.
const drawnFields = ['places', 'groups', 'notes'];
// How much deeper than its key a value stands.
const indentStep = 2;

/** The value on one line, in brackets. */
export function writeFlow(value: Json, isJson: boolean): string {
  if (Array.isArray(value)) return `[${value.map((item) => writeFlow(item, isJson)).join(', ')}]`;
  if (!isJsonObject(value)) return writeScalar(value, { isFlow: true, isJson });
  const fields = Object.entries(value).map(
    ([key, field]) => `${writeKey(key, { isFlow: true, isJson })}: ${writeFlow(field, isJson)}`,
  );
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

/** Keys such as `on` mean themselves to YAML 1.2, and the contract has them. */
export function writeKey(key: string, where: Where): string {
  const isPlain = !where.isJson && /^[A-Za-z_]\w*$/.test(key) && !/^(?:true|false|null)$/i.test(key);
  return isPlain ? key : writeScalar(key, where);
}

/** The fields of an object as lines of a block, each at `indent`, without the last line break. */
export function writeFields(value: JsonObject, layout: Layout): string {
  const margin = ' '.repeat(layout.indent);
  return Object.entries(value)
    .map(([key, field]) => `${margin}${writeField(key, field, layout)}`)
    .join(layout.lineBreak);
}

/** `key: value`, with the value on the lines below where it must be. `indent` is that of the key. */
export function writeField(key: string, value: Json, layout: Layout): string {
  const written = isTall(key, value, layout) ? writeTall(value, layout) : writeAfterKey(value, layout);
  return `${writeKey(key, { isFlow: false, isJson: false })}:${written}`;
}

/** True for what every definition has in lines: its steps, its variables, and what is drawn around them. */
export function isTall(key: string, value: Json, { indent }: { indent: number }): boolean {
  if (indent === indentStep) return drawnFields.includes(key) && typeof value === 'object' && value !== null;
  if (indent > 0) return false;
  if (key === 'layout') return isJsonObject(value);
  if (key === 'variables') return isJsonObject(value) && Object.keys(value).length > 0;
  return (key === 'tasks' || key === 'workflow') && Array.isArray(value) && value.length > 0;
}

/** What follows the colon of such a key. */
export function writeTall(value: Json, { indent, lineBreak }: Layout): string {
  const inside = { indent: indent + indentStep, lineBreak };
  if (Array.isArray(value)) return lineBreak + value.map((item) => writeStepItem(item, inside)).join(lineBreak);
  return isJsonObject(value) ? lineBreak + writeFields(value, inside) : '';
}

/** What follows the colon of a key, or the dash of a list (with the indent of what stands behind the dash). */
export function writeAfterKey(value: Json, { indent, lineBreak }: Layout): string {
  const line = writeLine(value);
  if (line !== undefined) return ` ${line}`;
  const inside = { indent: indent + indentStep, lineBreak };
  if (typeof value === 'string') return ` ${writeLiteral(value, inside)}`;
  if (Array.isArray(value)) return `${lineBreak}${value.map((item) => writeItem(item, inside)).join(lineBreak)}`;
  return isJsonObject(value) ? `${lineBreak}${writeFields(value, inside)}` : '';
}

/** `- item` at an indent, with what does not fit on its line below. */
export function writeItem(item: Json, { indent, lineBreak }: Layout): string {
  const margin = ' '.repeat(indent);
  const inside = { indent: indent + indentStep, lineBreak };
  if (isJsonObject(item) && writeLine(item) === undefined) {
    return `${margin}- ${writeFields(item, inside).slice(inside.indent)}`;
  }
  return `${margin}-${writeAfterKey(item, { indent, lineBreak })}`;
}

/** A step is written on lines of its own, however short it is. */
export function writeStepItem(item: Json, { indent, lineBreak }: Layout): string {
  if (!isJsonObject(item) || Object.keys(item).length === 0) return writeItem(item, { indent, lineBreak });
  const inside = { indent: indent + indentStep, lineBreak };
  return `${' '.repeat(indent)}- ${writeFields(item, inside).slice(inside.indent)}`;
}

/** The value on the line of its key; undefined when it belongs on lines of its own. */
export function writeLine(value: Json): string | undefined {
  if (typeof value === 'string')
    return isLiteral(value) ? undefined : writeScalar(value, { isFlow: false, isJson: false });
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const line = writeFlow(value, false);
  return line.length <= flowWidthMax && !line.includes('\\n') ? line : undefined;
}

// Lines of text that can stand as they are: no line begins with a space or ends with one, nothing is unprintable.
function isLiteral(text: string): boolean {
  return (
    /[^\n]\n/.test(text) &&
    !/^\s|[^\S\n]$|[^\S\n]\n|\n\n$|[\p{Cs}\u2028\u2029\ufeff\ufffe\uffff]|(?!\n)\p{Cc}/u.test(text)
  );
}

function writeLiteral(text: string, { indent, lineBreak }: Layout): string {
  const lines = text.replace(/\n$/, '').split('\n');
  const margin = ' '.repeat(indent);
  return [text.endsWith('\n') ? '|' : '|-', ...lines.map((line) => (line === '' ? '' : margin + line))].join(lineBreak);
}

/** JSON on lines of its own, set in as deep as the value that begins at an offset of the text. */
export function writeJsonLines(value: Json, { text, from }: { text: string; from: number }): string {
  const margin = /^\s*/.exec(text.slice(text.lastIndexOf('\n', from - 1) + 1))?.[0] ?? '';
  const inner = /\n([ \t]*)\S/.exec(text.slice(from))?.[1] ?? '';
  const step = inner.startsWith(margin) && inner.length > margin.length ? inner.slice(margin.length) : '  ';
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  return JSON.stringify(value, null, step).replaceAll('\n', `${lineBreak}${margin}`);
}
