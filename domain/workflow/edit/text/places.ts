/** Where the steps of a text and their fields lie. */
import { isMap, isScalar, isSeq } from 'yaml';
import { afterColon, endOf, entryExtents, isEmptyScalar, startOf } from './extent.ts';
import { withoutBreak } from './lines.ts';

/** Offsets of the text, `to` behind the last character; lines from 1. */
export type Range = { from: number; to: number; line: number; lastLine: number };
export type ItemPlace = { place: Range; fields: ReadonlyMap<string, Range> };

/** The places of the items of a list at the top of the text; one that is no mapping of its own has none. */
export function itemPlaces(text: string, root: unknown, listKey: string): (ItemPlace | undefined)[] {
  const list = isMap(root) ? root.get(listKey, true) : undefined;
  if (!isSeq(list)) return [];
  const lineOf = lineCounter(text);
  const range = (from: number, to: number): Range => ({ from, to, line: lineOf(from), lastLine: lineOf(to) });
  const dashes = list.flow === true ? undefined : entryExtents(text, list);
  return list.items.map((item, index) => {
    const from = dashes?.[index]?.head ?? startOf(item);
    const to = endOf(item);
    if (from === undefined || to === undefined) return undefined;
    const fields = new Map<string, Range>();
    for (const pair of isMap(item) ? item.items : []) {
      const start = startOf(pair.key);
      const end = isEmptyScalar(pair.value) ? afterColon(pair) : endOf(pair.value);
      if (start === undefined || end === undefined || !isScalar(pair.key)) continue;
      fields.set(String(pair.key.value), range(start, withoutBreak(text, end)));
    }
    return { place: range(from, withoutBreak(text, to)), fields };
  });
}

/** Finds the line of an offset. */
function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
