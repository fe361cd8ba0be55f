/** Places of problems in a text, as the editor marks them. */
import type { Text } from '@codemirror/state';

/** A thing that is wrong, where somebody who reads lines would look for it. Lines and columns count from 1. */
export type Mark = { line: number | null; column: number | null; message: string; severity?: MarkSeverity };

/** How much a mark matters; an error unless something else is said. */
export type MarkSeverity = 'ERROR' | 'WARNING' | 'HINT';

/** The same place as offsets into the text; `from` and `to` are equal only in an empty line. */
export type MarkedSpan = { from: number; to: number; message: string; severity: MarkSeverity };

/** Where each problem is underlined: from its column to the end of the word. One without a line marks the first. */
export function markedSpans(text: Text, marks: readonly Mark[]): MarkedSpan[] {
  return marks
    .map((mark) => ({ ...spanOf(text, mark), message: mark.message, severity: mark.severity ?? 'ERROR' }))
    .toSorted((a, b) => a.from - b.from);
}

/** The offset of a line and column; what lies outside of the text is brought to its nearest end. */
export function offsetOf(text: Text, place: { line: number | null; column: number | null }): number {
  const line = text.line(Math.min(Math.max(place.line ?? 1, 1), text.lines));
  const indent = line.text.length - line.text.trimStart().length;
  // Without a column the first word is meant.
  const column = place.column === null ? indent : place.column - 1;
  return line.from + Math.min(Math.max(column, 0), line.length);
}

function spanOf(text: Text, mark: Mark): { from: number; to: number } {
  const offset = offsetOf(text, mark);
  const line = text.lineAt(offset);
  // A problem past the last character belongs to the word before it.
  const from = offset === line.to && line.length > 0 ? wordStart(line.text, offset - line.from) + line.from : offset;
  const rest = line.text.slice(from - line.from);
  const word = /^(?:[\w.$@-]+|\S)/.exec(rest)?.[0] ?? rest;
  return { from, to: from + Math.max(word.length, line.to > from ? 1 : 0) };
}

function wordStart(line: string, column: number): number {
  const word = /\S+\s*$/.exec(line.slice(0, column));
  return word?.index ?? Math.max(0, column - 1);
}
