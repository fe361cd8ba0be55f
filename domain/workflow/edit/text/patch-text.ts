/**
 * Makes changes of values in the text that they are written in. Only the ranges that mean something else afterwards
 * are written anew; everything around them stays as it is, to the byte.
 */
import { isAlias, isCollection, isMap, isScalar, isSeq, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { isJsonObject, type Json } from '#domain/value/json.ts';
import type { TreeChange } from '#domain/workflow/edit/tree-change.ts';
import { isMergeKey } from '#domain/workflow/yaml/values.ts';
import { insertItems, moveItem, type NewItem, removeItems } from './change-block.ts';
import { insertIntoBrackets, removeFromBrackets } from './change-flow.ts';
import { type Extent, endOf, entryExtents, isEmptyScalar, pairExtents, startOf } from './extent.ts';
import { lineBreakOf, spliced } from './lines.ts';
import { type ChildChange, childChanges, type Inside, listChanges, type Patching, valueAfter } from './patching.ts';
import { replaceValue, type Slot } from './replace-value.ts';
import { writeField, writeFlow, writeItem, writeJsonLines, writeKey, writeStepItem } from './write-value.ts';

export type Patched = { text: string | undefined; anchors: ReadonlySet<string> };
export type Text = { text: string; root: unknown; value: Json; isJson: boolean };

/**
 * The text after the changes; undefined where it is written in a way that they cannot be made. Whether it then means
 * what it should is for the caller to see. `anchors` are those whose values were changed.
 */
export function patchText(given: Text, changes: readonly TreeChange[], { expands }: { expands: boolean }): Patched {
  const { text, root, value, isJson } = given;
  const anchors = new Set<string>();
  const patching: Patching = {
    text,
    lineBreak: lineBreakOf(text),
    isJson,
    before: value,
    splices: [],
    expands,
    anchors,
  };
  const isDone = changeInside(patching, root, { path: [], changes });
  return { text: isDone ? spliced(text, patching.splices) : undefined, anchors };
}

/** Changes what lies inside of a value; false when the value must be written anew as a whole. */
function changeInside(patching: Patching, node: unknown, inside: Inside): boolean {
  if (isCollection(node) && node.anchor !== undefined) patching.anchors.add(node.anchor);
  if (isMap(node)) return changeMap(patching, node, inside);
  return isSeq(node) && changeList(patching, node, inside);
}

type Place = { slot: Slot; node: unknown };

/** Changes a child, or writes it anew. */
function changeChild(patching: Patching, { slot, node }: Place, change: ChildChange): boolean {
  if (isScalar(node) && node.anchor !== undefined) patching.anchors.add(node.anchor);
  if (change.kind === 'gone') return false;
  if (change.kind === 'value') {
    if (isCollection(node) && node.anchor !== undefined) patching.anchors.add(node.anchor);
    return replaceValue(patching, slot, change.value);
  }
  if (isAlias(node) && !patching.expands) return true;
  const mark = patching.splices.length;
  if (changeInside(patching, node, change.inside)) return true;
  patching.splices.splice(mark);
  return replaceValue(patching, slot, valueAfter(patching, change.inside));
}

function ownPair(map: YAMLMap, key: string): number {
  return map.items.findIndex((pair) => isScalar(pair.key) && pair.key.value === key && !isMergeKey(pair.key));
}

function changeMap(patching: Patching, map: YAMLMap, inside: Inside): boolean {
  const isFlow = map.flow === true;
  const extents = isFlow ? undefined : pairExtents(patching.text, map);
  if (!isFlow && extents === undefined) return false;
  const removed = new Set<number>();
  const added: NewItem[] = [];
  for (const [key, change] of childChanges(inside)) {
    const index = ownPair(map, key);
    const pair = map.items[index];
    if (pair === undefined) {
      if (change.kind === 'gone' || (change.kind === 'deeper' && !patching.expands && isMerged(map))) continue;
      const value = change.kind === 'value' ? change.value : valueAfter(patching, change.inside);
      const before = change.kind === 'value' && change.before !== undefined ? ownPair(map, change.before) : -1;
      const written = writePair(patching, { key, value, column: extents?.[0]?.column, map });
      added.push({ index: before === -1 ? map.items.length : before, written });
    } else if (change.kind === 'gone') removed.add(index);
    else if (!changeChild(patching, { slot: slotOf(pair, extents?.[index]), node: pair.value }, change)) return false;
  }
  return renameKeys(patching, map, inside) && changeItems(patching, { node: map, extents, removed, added });
}

function renameKeys({ isJson, splices, text }: Patching, map: YAMLMap, { path, changes }: Inside): boolean {
  for (const change of changes) {
    const key = change.kind === 'rename' && change.path.length === path.length + 1 ? change.path.at(-1) : undefined;
    if (change.kind !== 'rename' || key === undefined) continue;
    const node = map.items[ownPair(map, key)]?.key;
    const [from, to] = isScalar(node) ? (node.range ?? []) : [];
    if (from === undefined || to === undefined) return false;
    const isQuoted = isJson || text.charAt(from) === '"';
    splices.push({
      from,
      to,
      text: isQuoted ? JSON.stringify(change.to) : writeKey(change.to, { isFlow: true, isJson }),
    });
  }
  return true;
}

function isMerged(map: YAMLMap): boolean {
  return map.items.some(({ key }) => isMergeKey(key));
}

function slotOf(pair: Pair, extent: Extent | undefined): Slot {
  if (extent !== undefined) return { kind: 'pair', pair, column: extent.column };
  const from = startOf(pair.value) ?? 0;
  return { kind: 'flow', from, to: endOf(pair.value) ?? from, node: pair.value };
}

type NewPair = { key: string; value: Json; column: number | undefined; map: YAMLMap };

function writePair({ isJson, lineBreak }: Patching, { key, value, column, map }: NewPair): string {
  if (column !== undefined) return writeField(key, value, { indent: column, lineBreak });
  // Who quotes keys between brackets goes on to.
  const isQuoting =
    isJson || map.items.some((pair) => isScalar(pair.key) && pair.key.type?.startsWith('QUOTE') === true);
  return `${isQuoting ? JSON.stringify(key) : writeKey(key, { isFlow: true, isJson })}: ${writeFlow(value, isJson)}`;
}

function changeList(patching: Patching, list: YAMLSeq, inside: Inside): boolean {
  const isFlow = list.flow === true;
  const extents = isFlow ? undefined : entryExtents(patching.text, list);
  if (!isFlow && extents === undefined) return false;
  const removed = new Set<number>();
  for (const [part, change] of childChanges(inside)) {
    const index = Number(part);
    const node = list.items[index];
    if (node === undefined) return false;
    const from = startOf(node) ?? 0;
    const dash = extents?.[index]?.head;
    const slot: Slot =
      dash === undefined ? { kind: 'flow', from, to: endOf(node) ?? from, node } : { kind: 'entry', node, dash };
    if (change.kind === 'gone') removed.add(index);
    else if (!changeChild(patching, { slot, node }, change)) return false;
  }
  const { insertions, moves } = listChanges(inside);
  const write = itemWriter(patching, { list, column: extents?.[0]?.column, isSteps: inside.path.length === 1 });
  const added = insertions.flatMap(({ index, values }) => values.map((value) => ({ index, written: write(value) })));
  if (!changeItems(patching, { node: list, extents, removed, added })) return false;
  return moves.every((move) => {
    const { text, lineBreak } = patching;
    const splices =
      extents === undefined ? moveBetweenBrackets(patching, list, move) : moveItem({ text, lineBreak, extents }, move);
    patching.splices.push(...(splices ?? []));
    return splices !== undefined;
  });
}

type Items = {
  node: YAMLMap | YAMLSeq;
  extents: Extent[] | undefined;
  removed: ReadonlySet<number>;
  added: readonly NewItem[];
};

function changeItems(patching: Patching, { node, extents, removed, added }: Items): boolean {
  const { text, lineBreak, splices } = patching;
  if (removed.size === 0 && added.length === 0) return true;
  if (extents === undefined) {
    const brackets = bracketsOf(text, node);
    if (brackets === undefined || (removed.size > 0 && removed.size === brackets.items.length && added.length > 0))
      return false;
    if (removed.size > 0) splices.push(...removeFromBrackets(brackets, removed));
    if (added.length > 0) splices.push(...insertIntoBrackets(brackets, added));
    return true;
  }
  if (removed.size === extents.length) return false;
  if (removed.size > 0) splices.push(...removeItems({ text, lineBreak, extents }, removed));
  splices.push(...insertItems({ text, lineBreak, extents }, added));
  return true;
}

function bracketsOf(text: string, node: YAMLMap | YAMLSeq) {
  const [open = 0, end = 0] = node.range ?? [];
  const items: { from: number; to: number }[] = [];
  for (const item of node.items) {
    const head = isPair(item) ? item.key : item;
    const tail = isPair(item) && !isEmptyScalar(item.value) ? item.value : head;
    const start = startOf(head);
    const to = endOf(tail);
    if (start === undefined || to === undefined) return undefined;
    const anchor = isCollection(head) || isScalar(head) ? head.anchor : undefined;
    items.push({ from: anchor === undefined ? start : text.lastIndexOf(`&${anchor}`, start), to });
  }
  return { text, open, close: end - 1, items };
}

function isPair(item: unknown): item is Pair {
  return typeof item === 'object' && item !== null && 'key' in item && 'value' in item;
}

function moveBetweenBrackets({ text }: Patching, list: YAMLSeq, { from, to }: { from: number; to: number }) {
  const brackets = bracketsOf(text, list);
  const item = brackets?.items[from];
  if (brackets === undefined || item === undefined) return undefined;
  const written = text.slice(item.from, item.to);
  return [...removeFromBrackets(brackets, new Set([from])), ...insertIntoBrackets(brackets, [{ index: to, written }])];
}

type ListLook = { list: YAMLSeq; column: number | undefined; isSteps: boolean };

/** How a new item of a list is written: as its neighbours are. */
function itemWriter(patching: Patching, { list, column, isSteps }: ListLook): (value: Json) => string {
  const { text, isJson, lineBreak } = patching;
  if (column !== undefined) {
    const write = isSteps ? writeStepItem : writeItem;
    return (value) => write(value, { indent: column, lineBreak }).slice(column);
  }
  const [first] = list.items;
  const [from = 0, to = 0] = isCollection(first) ? (first.range ?? []) : [];
  const isTall = isJson && text.slice(from, to).includes('\n');
  return (value) => (isTall && isJsonObject(value) ? writeJsonLines(value, { text, from }) : writeFlow(value, isJson));
}
