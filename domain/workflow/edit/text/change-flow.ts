/** Puts items between brackets, and takes them out. */

import type { NewItem } from './change-block.ts';
import { isFirstOfLine, lineBreakOf, lineEnd, lineStart, nextLine, type Splice } from './lines.ts';

/** Where the items between two brackets lie; `open` and `close` are the offsets of the brackets. */
export type Brackets = { text: string; open: number; close: number; items: readonly { from: number; to: number }[] };

/** Takes items out, each with one comma, and with its lines if it has them for itself. */
export function removeFromBrackets(brackets: Brackets, removed: ReadonlySet<number>): Splice[] {
  const { text, open, close, items } = brackets;
  const kept = items.findLastIndex((_, index) => !removed.has(index));
  const lastKept = items[kept];
  if (lastKept === undefined) return [{ from: open + 1, to: close, text: '' }];
  const splices: Splice[] = [];
  for (const [index, item] of items.entries()) {
    const next = items[index + 1];
    if (!removed.has(index) || index > kept || next === undefined) continue;
    const lines = ownLines(text, item, /^\s*,\s*(?:#.*)?$/);
    splices.push({ ...(lines ?? { from: item.from, to: next.from }), text: '' });
  }
  if (kept < items.length - 1) splices.push(...removeTail(text, lastKept, items.slice(kept + 1)));
  return splices;
}

type Item = { from: number; to: number };

/** The lines that an item has for itself, when what stands behind it there is no more than `rest`. */
function ownLines(text: string, { from, to }: Item, rest: RegExp): Item | undefined {
  if (!isFirstOfLine(text, from) || !rest.test(text.slice(to, lineEnd(text, to)))) return undefined;
  return { from: lineStart(text, from), to: nextLine(text, to) };
}

/** The last items, and the comma in front of them unless one stood behind the last. */
function removeTail(text: string, lastKept: Item, tail: readonly Item[]): Splice[] {
  const [first, last] = [tail[0], tail.at(-1)];
  if (first === undefined || last === undefined) return [];
  const lines = isFirstOfLine(text, first.from)
    ? ownLines(text, { from: first.from, to: last.to }, /^\s*,?\s*(?:#.*)?$/)
    : undefined;
  const comma = /^\s*,/.exec(text.slice(lastKept.to, first.from))?.[0].length;
  if (lines === undefined || comma === undefined) return [{ from: lastKept.to, to: last.to, text: '' }];
  const isOpenEnded = /^\s*,/.test(text.slice(last.to));
  return [
    { from: lastKept.to, to: lastKept.to + (isOpenEnded ? 0 : comma), text: '' },
    { from: nextLine(text, lastKept.to), to: lines.to, text: '' },
  ];
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
