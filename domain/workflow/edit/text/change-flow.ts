/** Puts items between brackets, and takes them out. */

import type { NewItem } from './change-block.ts';
import { isFirstOfLine, lineBreakOf, lineEnd, lineStart, type Splice } from './lines.ts';

/** Where the items between two brackets lie; `open` and `close` are the offsets of the brackets. */
export type Brackets = { text: string; open: number; close: number; items: readonly { from: number; to: number }[] };

/** Takes items out, each with one comma. */
export function removeFromBrackets({ open, close, items }: Brackets, removed: ReadonlySet<number>): Splice[] {
  const kept = items.findLastIndex((_, index) => !removed.has(index));
  const lastKept = items[kept];
  if (lastKept === undefined) return [{ from: open + 1, to: close, text: '' }];
  const splices: Splice[] = [];
  for (const [index, { from }] of items.entries()) {
    const next = items[index + 1];
    if (!removed.has(index) || index > kept || next === undefined) continue;
    splices.push({ from, to: next.from, text: '' });
  }
  const last = items.at(-1);
  if (kept < items.length - 1 && last !== undefined) splices.push({ from: lastKept.to, to: last.to, text: '' });
  return splices;
}

/** Puts new items in, each on a line of its own if the others are. */
export function insertIntoBrackets(brackets: Brackets, added: readonly NewItem[]): Splice[] {
  const { text, open, close, items } = brackets;
  const lineBreak = lineBreakOf(text);
  const last = items.at(-1);
  if (last === undefined) {
    const written = added.map((item) => item.written).join(', ');
    const space = text.charAt(open) === '{' ? ' ' : '';
    return [{ from: open + 1, to: close, text: `${space}${written}${space}` }];
  }
  const isTall = isFirstOfLine(text, last.from);
  const margin = text.slice(lineStart(text, last.from), last.from);
  const between = isTall ? `,${lineBreak}${margin}` : ', ';
  const splices: Splice[] = [];
  for (const { index, written } of added) {
    const next = items[index];
    if (next === undefined) continue;
    const isOwnLine = isFirstOfLine(text, next.from);
    splices.push({ from: next.from, to: next.from, text: `${written}${isOwnLine ? between : ', '}` });
  }
  const behind = added.filter(({ index }) => items[index] === undefined).map(({ written }) => written);
  if (behind.length > 0) splices.push(...appended(brackets, { last, behind, between, isTall }));
  return splices;
}

type Appended = { last: { to: number }; behind: string[]; between: string; isTall: boolean };

/** Behind the last item and its comment; a comma that stood there already stays there. */
function appended({ text, close }: Brackets, { last, behind, between, isTall }: Appended): Splice[] {
  const end = lineEnd(text, last.to);
  const hasComment = isTall && end < close && /^\s*,?\s+#/.test(text.slice(last.to, end));
  const lines = behind.join(between);
  if (!hasComment) return [{ from: last.to, to: last.to, text: `${between}${lines}` }];
  const hasComma = /^\s*,/.test(text.slice(last.to, end));
  return [
    { from: last.to, to: last.to, text: hasComma ? '' : ',' },
    { from: end, to: end, text: `${between.slice(1)}${lines}${hasComma ? ',' : ''}` },
  ];
}
