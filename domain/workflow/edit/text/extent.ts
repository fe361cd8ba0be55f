/** Which lines of a block belong to an item of it: its own, the comments above it, and comments below that are set in. */
import { isAlias, isCollection, isMap, isScalar, isSeq, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { columnOf, isFirstOfLine, lineEnd, lineStart, nextLine } from './lines.ts';

/** `head` is the dash or the key; `from` the beginning of its lines; `to` the beginning of the line after them. */
export type Extent = { head: number; column: number; from: number; to: number; isInline: boolean };

/** Where a value begins, behind its anchor. */
export function startOf(node: unknown): number | undefined {
  return isCollection(node) || isScalar(node) || isAlias(node) ? node.range?.[0] : undefined;
}

/** Where a value ends, without what stands behind it. */
export function endOf(node: unknown): number | undefined {
  if (isCollection(node) && node.flow !== true) {
    const last = node.items.at(-1);
    return isMap(node) || isSeq(node) ? endOfItem(last) : undefined;
  }
  return isCollection(node) || isScalar(node) || isAlias(node) ? node.range?.[1] : undefined;
}

function endOfItem(item: unknown): number | undefined {
  if (!isPairLike(item)) return endOf(item);
  return isEmptyScalar(item.value) ? afterColon(item) : endOf(item.value);
}

function isPairLike(item: unknown): item is Pair {
  return typeof item === 'object' && item !== null && 'key' in item && 'value' in item;
}

/** True for a value that is not written at all. */
export function isEmptyScalar(node: unknown): boolean {
  return node === null || node === undefined || (isScalar(node) && node.range?.[0] === node.range?.[1]);
}

/** Behind the colon of a pair, and behind the anchor of its value. */
export function afterColon(pair: Pair): number | undefined {
  const tokens = pair.srcToken?.sep ?? [];
  const last = tokens.findLast(({ type }) => type === 'map-value-ind' || type === 'anchor' || type === 'tag');
  return last === undefined ? endOf(pair.key) : last.offset + last.source.length;
}

/** The extents of the pairs of a block mapping; undefined when it is not written as one. */
export function pairExtents(text: string, map: YAMLMap): Extent[] | undefined {
  return extents(
    text,
    map.items.map((pair) => {
      const [first] = pair.srcToken?.start.filter(({ type }) => type === 'anchor' || type === 'explicit-key-ind') ?? [];
      const head = first?.offset ?? startOf(pair.key);
      return { head, end: endOfItem(pair) };
    }),
  );
}

/** The extents of the entries of a block list. */
export function entryExtents(text: string, list: YAMLSeq): Extent[] | undefined {
  const { srcToken } = list;
  if (srcToken?.type !== 'block-seq') return undefined;
  const dashes = srcToken.items.flatMap(({ start }) => start.filter(({ type }) => type === 'seq-item-ind'));
  return extents(
    text,
    list.items.map((item, index) => {
      const head = dashes[index]?.offset;
      const end = isEmptyScalar(item) && head !== undefined ? head + 1 : endOf(item);
      return { head, end };
    }),
  );
}

function extents(text: string, items: { head: number | undefined; end: number | undefined }[]): Extent[] | undefined {
  const found: Extent[] = [];
  for (const [index, { head, end }] of items.entries()) {
    if (head === undefined || end === undefined) return undefined;
    const isInline = !isFirstOfLine(text, head);
    const column = columnOf(text, head);
    const limit = items[index + 1]?.head ?? text.length;
    const from = isInline ? head : commentsAbove(text, { head, column, limit: found.at(-1)?.to ?? 0 });
    found.push({ head, column, isInline, from, to: commentsBelow(text, { end, column, limit }) });
  }
  return found;
}

/** Comments directly above, at the same margin, speak of what is below them. */
function commentsAbove(text: string, { head, column, limit }: { head: number; column: number; limit: number }): number {
  let from = lineStart(text, head);
  while (from > limit) {
    const above = lineStart(text, from - 1);
    const line = text.slice(above, from);
    if (above < limit || line.search(/\S/) !== column || line.charAt(column) !== '#') break;
    from = above;
  }
  return from;
}

/** Comments below that are set in deeper still speak of what is above them. */
function commentsBelow(text: string, { end, column, limit }: { end: number; column: number; limit: number }): number {
  let to = nextLine(text, end);
  let open = to;
  while (open < limit) {
    const next = nextLine(text, open + 1);
    const line = text.slice(open, lineEnd(text, open));
    const margin = line.search(/\S/);
    if (margin !== -1 && (line.charAt(margin) !== '#' || margin <= column)) break;
    open = next;
    if (margin !== -1) to = next;
  }
  return to;
}
