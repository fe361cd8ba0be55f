/** Puts items into a mapping or a list that stands in lines, and takes them out. */
import type { Extent } from './extent.ts';
import { columnOf, isFirstOfLine, lineStart, nextLine, type Splice } from './lines.ts';
import type { Move } from './patching.ts';

/** A new item: what it says without its margin, in front of the item `index`. */
export type NewItem = { index: number; written: string };

type Block = { text: string; lineBreak: string; extents: readonly Extent[] };

/** Takes items out with their lines. At least one must stay. */
export function removeItems({ text, lineBreak, extents }: Block, removed: ReadonlySet<number>): Splice[] {
  const splices: Splice[] = [];
  const [first] = extents;
  const kept = extents.findIndex((_, index) => !removed.has(index));
  const next = extents[kept];
  const isHeadless = first?.isInline === true && kept > 0;
  if (isHeadless && next !== undefined) {
    // The first item stands behind a dash, where the first that stays takes its place unless comments come in between.
    const above = extents[kept - 1]?.to ?? first.to;
    const isNear = above === lineStart(text, next.head);
    splices.push(
      isNear ? { from: first.head, to: next.head, text: '' } : { from: first.head, to: above, text: lineBreak },
    );
  }
  for (const [index, { from, to }] of extents.entries()) {
    if (!removed.has(index) || (isHeadless && index < kept)) continue;
    const above = lineStart(text, Math.max(0, from - 1));
    // Of the two blank lines around it one is enough.
    const isAmongBlanks = isBlank(text, above) && above < from && (to >= text.length || isBlank(text, to));
    splices.push({ from: isAmongBlanks ? above : from, to, text: '' });
  }
  return splices;
}

function isBlank(text: string, start: number): boolean {
  return text.slice(start, nextLine(text, start + 1)).trim() === '';
}

/** Puts new items in, at the margin of the others, and apart from each other if they are. */
export function insertItems(block: Block, items: readonly NewItem[]): Splice[] {
  const { text, lineBreak, extents } = block;
  const [first] = extents;
  if (first === undefined) return [];
  const margin = ' '.repeat(first.column);
  const gap = isApart(block) ? lineBreak : '';
  return items.map(({ index, written }) => {
    const above = extents[index - 1];
    if (above === undefined) {
      const lines = first.isInline ? `${written}${lineBreak}${gap}${margin}` : `${margin}${written}${lineBreak}${gap}`;
      return { from: first.from, to: first.from, text: lines };
    }
    const isOpen = above.to === text.length && !text.endsWith('\n');
    const lines = isOpen ? `${lineBreak}${gap}${margin}${written}` : `${gap}${margin}${written}${lineBreak}`;
    return { from: above.to, to: above.to, text: lines };
  });
}

/** True when a blank line stands between the first two items. */
function isApart({ text, extents }: Block): boolean {
  const [first, second] = extents;
  return first !== undefined && second !== undefined && isBlank(text, first.to) && first.to < second.from;
}

/** Carries an item with its lines to another place of its list; undefined where it cannot be carried as it is. */
export function moveItem(block: Block, { from, to }: Move): Splice[] | undefined {
  const { text, lineBreak, extents } = block;
  const item = extents[from];
  if (item === undefined || item.isInline || !isFirstOfLine(text, item.head)) return undefined;
  if (extents[0]?.isInline === true && to === 0) return undefined;
  const raw = text.slice(item.from + item.column, item.to);
  const written = raw.endsWith('\n') ? raw.slice(0, raw.endsWith('\r\n') ? -2 : -1) : raw;
  const isCommented = columnOf(text, item.from) === 0;
  if (!isCommented) return undefined;
  return [
    ...removeItems({ text, lineBreak, extents }, new Set([from])),
    ...insertItems(block, [{ index: to, written }]),
  ];
}
