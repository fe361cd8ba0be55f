/** Puts a value in the place of another one: behind a key, behind a dash, or between brackets. */
import { isCollection, isScalar, type Pair, Scalar } from 'yaml';
import type { Json } from '#domain/value/json.ts';
import { afterColon, endOf, isEmptyScalar, startOf } from './extent.ts';
import { columnOf, lineEnd, nextLine, withoutBreak } from './lines.ts';
import type { Patching } from './patching.ts';
import { type Quoting, writeScalar } from './write-scalar.ts';
import { isTall, type Layout, writeAfterKey, writeFlow, writeItem, writeLine, writeTall } from './write-value.ts';

/** Where a node hangs. `column` is that of the key or of the dash. False when it is written in a way not known here. */
export type Slot =
  | { kind: 'pair'; pair: Pair; column: number }
  | { kind: 'entry'; node: unknown; dash: number }
  | { kind: 'flow'; from: number; to: number; node: unknown };

export function replaceValue(patching: Patching, slot: Slot, value: Json): boolean {
  switch (slot.kind) {
    case 'flow':
      patching.splices.push({ from: slot.from, to: slot.to, text: inBrackets(patching, slot.node, value) });
      return true;
    case 'entry':
      return replaceEntry(patching, slot, value);
    case 'pair':
      return replaceBehindKey(patching, slot, value);
  }
}

function inBrackets({ isJson }: Patching, node: unknown, value: Json): string {
  if (value === null || typeof value !== 'object') return writeScalar(value, { isFlow: true, isJson }, quotingOf(node));
  return writeFlow(value, isJson);
}

function quotingOf(node: unknown): Quoting | undefined {
  if (!isScalar(node)) return undefined;
  if (node.type === Scalar.QUOTE_DOUBLE) return 'double';
  if (node.type === Scalar.QUOTE_SINGLE) return 'single';
  return node.type === Scalar.PLAIN && typeof node.value === 'string' ? 'plain' : undefined;
}

/** The value on one line, as its forerunner was written; undefined when it takes lines of its own. */
function onOneLine(node: unknown, value: Json): string | undefined {
  const quoting = quotingOf(node);
  if (typeof value === 'string' && quoting !== undefined && quoting !== 'plain') {
    return writeScalar(value, { isFlow: false, isJson: false }, quoting);
  }
  // Comments set in below a list or a mapping would become lines of a text in its place.
  if (typeof value === 'string' && isCollection(node)) return writeScalar(value, { isFlow: false, isJson: false });
  if (isCollection(node) && node.flow === true && typeof value === 'object') return writeFlow(value, false);
  const line = writeLine(value);
  if (line === undefined || typeof value !== 'string') return line;
  return writeScalar(value, { isFlow: false, isJson: false }, quoting);
}

function replaceEntry(patching: Patching, { node, dash }: Slot & { kind: 'entry' }, value: Json): boolean {
  const { text, lineBreak, splices } = patching;
  const isBelow = isBlock(node);
  const line = onOneLine(node, value);
  const to = isEmptyScalar(node) ? dash + 1 : endOf(node);
  if (to === undefined) return false;
  if (line !== undefined && !isBelow && !isEmptyScalar(node)) {
    splices.push({ from: startOf(node) ?? to, to, text: line });
    return true;
  }
  const column = columnOf(text, dash);
  const written = writeItem(value, { indent: column, lineBreak }).slice(column + 1);
  splices.push({ from: dash + 1, to: withoutBreak(text, to), text: written });
  return true;
}

function replaceBehindKey(patching: Patching, { pair, column }: Slot & { kind: 'pair' }, value: Json): boolean {
  const { text, lineBreak, splices } = patching;
  const node = pair.value;
  const start = afterColon(pair);
  const end = isEmptyScalar(node) ? start : endOf(node);
  if (start === undefined || end === undefined) return false;
  const [head = '', ...rest] = writeBehindKey(pair, value, { indent: column, lineBreak }).split(lineBreak);
  const below = rest.map((written) => `${lineBreak}${written}`).join('');
  if (!isBlock(node)) {
    const from = head === '' || isEmptyScalar(node) ? start : (startOf(node) ?? start);
    splices.push({ from, to: end, text: from === start ? head : head.slice(1) });
    if (below !== '') splices.push({ from: lineEnd(text, end), to: lineEnd(text, end), text: below });
    return true;
  }
  // What stands behind the key, a comment most likely, stays there; only a block of text has its sign on that line.
  const isText = isScalar(node);
  const sameLine = lineEnd(text, start);
  splices.push({ from: start, to: isText ? sameLine : start, text: head });
  splices.push({ from: sameLine, to: Math.max(sameLine, withoutBreak(text, nextLine(text, end))), text: below });
  return true;
}

function writeBehindKey({ key, value: node }: Pair, value: Json, layout: Layout): string {
  if (isScalar(key) && isTall(String(key.value), value, layout)) return writeTall(value, layout);
  const line = onOneLine(node, value);
  return line === undefined ? writeAfterKey(value, layout) : ` ${line}`;
}

/** True for what stands in lines of its own below its key. */
function isBlock(node: unknown): boolean {
  if (isCollection(node)) return node.flow !== true;
  return isScalar(node) && (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED);
}
