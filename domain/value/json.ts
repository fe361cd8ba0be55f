/** JSON values as the engine stores them, and the checks every foreign value passes once, at the border. */
import { valueBounds } from '#domain/bounds/value.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** Keys that could reach a prototype; no value of a tenant has one. */
export const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** True for a plain object, as opposed to null, a list or a scalar. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Finds what makes a value unfit to store: not JSON, too deep, too many nodes, a key that could
 * reach a prototype, a NUL character or half a surrogate pair (PostgreSQL refuses both). Undefined when fit.
 */
export function unfitJson(value: unknown): string | undefined {
  return walk(value, valueBounds.jsonNodesMax, { unfitKey, unfitScalar });
}

/** Finds out whether a value is too deep or too wide to be printed, whatever its texts and numbers are. */
export function unfitShape(value: unknown, nodesMax: number): string | undefined {
  return walk(value, nodesMax, { unfitKey: () => undefined, unfitScalar: () => undefined });
}

type Rules = { unfitKey: (key: string) => string | undefined; unfitScalar: (value: unknown) => string | undefined };

function walk(value: unknown, nodesMax: number, rules: Rules): string | undefined {
  let nodes = 0;
  const open: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  // What is inside counts before it is looked at: a list of millions is refused at once.
  const isTooWide = (inside: number) => nodes + open.length + inside > nodesMax;
  const tooWide = `has more than ${nodesMax} values`;
  if (isTooWide(0)) return tooWide;
  while (open.length > 0) {
    const next = open.pop();
    if (next === undefined) break;
    nodes += 1;
    if (next.depth > valueBounds.jsonDepthMax) return `is nested deeper than ${valueBounds.jsonDepthMax} levels`;
    const unfit = rules.unfitScalar(next.value);
    if (unfit !== undefined) return unfit;
    if (Array.isArray(next.value)) {
      if (isTooWide(next.value.length)) return tooWide;
      for (const item of next.value) open.push({ value: item, depth: next.depth + 1 });
    } else if (isJsonObject(next.value)) {
      const keys = Object.keys(next.value);
      if (isTooWide(keys.length)) return tooWide;
      for (const key of keys) {
        const unfit = rules.unfitKey(key);
        if (unfit !== undefined) return unfit;
        open.push({ value: next.value[key], depth: next.depth + 1 });
      }
    }
  }
  return undefined;
}

function unfitKey(key: string): string | undefined {
  return forbiddenKeys.has(key) ? `has the forbidden key "${key}"` : unfitScalar(key);
}

function unfitScalar(value: unknown): string | undefined {
  switch (typeof value) {
    case 'boolean':
    case 'object':
      return undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : 'holds a number that JSON cannot carry';
    case 'string':
      if (value.includes('\u0000')) return 'holds a NUL character';
      return value.isWellFormed() ? undefined : 'holds half of a surrogate pair';
    default:
      return `holds a ${typeof value}, which JSON cannot carry`;
  }
}

const utf8 = new TextEncoder();
// What one unit of a text takes at most.
const unitSizeBytesMax = 3;

/** Size of a text in bytes of UTF-8, when it is more than `sizeBytesMax`; undefined when it fits. */
export function sizeBytesAbove(sizeBytesMax: number, text: string): number | undefined {
  // Counting makes a copy of the text, and most are far too short to need it.
  if (text.length * unitSizeBytesMax <= sizeBytesMax) return undefined;
  const sizeBytes = utf8.encode(text).length;
  return sizeBytes > sizeBytesMax ? sizeBytes : undefined;
}
