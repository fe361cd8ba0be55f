/**
 * Makes JSON of a YAML document: keys once, aliases and merge keys expanded up to a size, numbers as they were written.
 * One pass; what an alias stands for is made once and shared, and its size counted wherever it is used.
 */
import {
  type Alias,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Scalar,
  type YAMLMap,
} from 'yaml';
import { valueBounds } from '#domain/bounds/value.ts';
import { workflowBounds } from '#domain/bounds/workflow.ts';
import { isExactNumber, sayInexact } from '#domain/value/exact-json.ts';
import { forbiddenKeys, type Json, type JsonObject } from '#domain/value/json.ts';
import type { TextFault } from '#domain/workflow/problem.ts';

export type YamlValue = { ok: true; value: Json } | { ok: false; faults: TextFault[] };

/** A value with the number of characters it would have if every alias were written out. */
type Made = { value: Json; size: number };

type Reading = {
  faults: TextFault[];
  /** What each anchor stands for so far; undefined while it is being read. */
  anchors: Map<string, Made | undefined>;
  path: string[];
  isTooLarge: boolean;
};

/** The value of a document that the parser accepted, or what is wrong with it. */
export function readYamlValue(contents: unknown): YamlValue {
  const reading: Reading = { faults: [], anchors: new Map(), path: [], isTooLarge: false };
  const made = make(reading, contents);
  return reading.faults.length > 0 ? { ok: false, faults: reading.faults } : { ok: true, value: made.value };
}

/** True for the plain key `<<`; in quotes it is a key like any other. */
export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === '<<' && key.type === Scalar.PLAIN;
}

const nothing: Made = { value: null, size: 1 };

function make(reading: Reading, node: unknown): Made {
  if (reading.isTooLarge || reading.faults.length >= valueBounds.problemsMax) return nothing;
  if (isAlias(node)) return aliased(reading, node);
  if (isCollection(node) || isScalar(node)) {
    const { anchor } = node;
    if (anchor !== undefined) reading.anchors.set(anchor, undefined);
    const made = isScalar(node) ? scalar(reading, node) : collection(reading, node);
    if (anchor !== undefined) reading.anchors.set(anchor, made);
    if (made.size > workflowBounds.definitionSizeBytesMax && !reading.isTooLarge) {
      reading.isTooLarge = true;
      const message = `with every alias written out the definition is larger than ${workflowBounds.definitionSizeBytesMax} characters`;
      say(reading, node, 'TOO_LARGE', message);
    }
    return made;
  }
  return nothing;
}

function aliased(reading: Reading, alias: Alias): Made {
  const { source } = alias;
  const made = reading.anchors.get(source);
  if (made !== undefined) return made;
  const shown = source.slice(0, 60);
  if (reading.anchors.has(source)) {
    say(reading, alias, 'BAD_YAML', `*${shown} lies inside of what it stands for`);
    return nothing;
  }
  const known = [...reading.anchors.keys()].slice(0, 10).map((name) => `&${name.slice(0, 60)}`);
  const choice = known.length === 0 ? 'there is no anchor before it' : `the anchors before it are ${known.join(', ')}`;
  say(
    reading,
    alias,
    'BAD_YAML',
    `*${shown} names no anchor; ${choice}. If it is a text, put it in quotes: "*${shown}"`,
  );
  return nothing;
}

function collection(reading: Reading, node: Node): Made {
  if (reading.path.length > valueBounds.jsonDepthMax) {
    say(reading, node, 'TOO_LARGE', `this is nested deeper than ${valueBounds.jsonDepthMax} levels`);
    return nothing;
  }
  if (isMap(node)) return mapping(reading, node);
  if (!isSeq(node)) return nothing;
  const list: Json[] = [];
  let size = 1;
  for (const [index, item] of node.items.entries()) {
    const made = inside(reading, String(index), item);
    list.push(made.value);
    size += made.size;
  }
  return { value: list, size };
}

function inside(reading: Reading, key: string, node: unknown): Made {
  reading.path.push(key);
  const made = make(reading, node);
  reading.path.pop();
  return made;
}

/** YAML 1.1, merge keys: a key that is written here wins, then the earlier mapping of the list. */
function mapping(reading: Reading, map: YAMLMap): Made {
  const own = ownKeys(reading, map);
  const fields = new Map<string, Json>();
  let size = 1;
  for (const pair of map.items) {
    if (isMergeKey(pair.key)) {
      const merged = mergedFields(reading, pair);
      size += merged.size;
      for (const [key, value] of Object.entries(merged.value)) {
        if (!own.has(key) && !fields.has(key)) fields.set(key, value);
      }
    } else if (isScalar(pair.key) && typeof pair.key.value === 'string') {
      const key = pair.key.value;
      const made = inside(reading, key, pair.value);
      fields.set(key, made.value);
      size += key.length + made.size;
    }
  }
  return { value: Object.fromEntries(fields), size };
}

/** The keys that are written in a mapping, each once. */
function ownKeys(reading: Reading, map: YAMLMap): Set<string> {
  const keys = new Set<string>();
  let isMerging = false;
  for (const { key } of map.items) {
    if (!isScalar(key) || typeof key.value !== 'string') {
      say(reading, key ?? map, 'BAD_YAML', 'a key is a text');
    } else if (isMergeKey(key)) {
      if (isMerging) say(reading, key, 'BAD_YAML', 'merge several mappings by one key: <<: [*first, *second]');
      isMerging = true;
    } else if (forbiddenKeys.has(key.value)) {
      const message = `${key.value} cannot be a key: programs that read it would take it for something of their own`;
      say(reading, key, 'BAD_INPUT', message, key.value);
    } else if (keys.has(key.value)) {
      say(reading, key, 'BAD_YAML', `the key ${key.value.slice(0, 100)} is here twice; keep one`, key.value);
    }
    if (isScalar(key) && typeof key.value === 'string') keys.add(key.value);
  }
  return keys;
}

function mergedFields(reading: Reading, { key, value }: Pair): { value: JsonObject; size: number } {
  const made = inside(reading, '<<', value);
  const sources = Array.isArray(made.value) ? made.value : [made.value];
  const fields = new Map<string, Json>();
  for (const source of sources) {
    if (source === null || typeof source !== 'object' || Array.isArray(source)) {
      const isFirst = reading.faults.length === 0;
      if (isFirst) say(reading, key, 'BAD_YAML', '<< merges mappings: write an alias such as *base, or a list of them');
      break;
    }
    for (const [name, field] of Object.entries(source)) if (!fields.has(name)) fields.set(name, field);
  }
  return { value: Object.fromEntries(fields), size: made.size };
}

const plainDecimal = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

function scalar(reading: Reading, node: Scalar): Made {
  const { value } = node;
  const source = node.source ?? '';
  const size = source.length + 1;
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return { value, size };
  const number = Number(value);
  if (/^[-+]?0\d/.test(source)) {
    const digits = `"${source.slice(0, 60)}"`;
    say(
      reading,
      node,
      'NOT_EXACT',
      `${source.slice(0, 60)} would lose its leading zero as a number; write it as text: ${digits}`,
    );
  } else if (typeof value !== 'number' && typeof value !== 'bigint') {
    say(reading, node, 'BAD_YAML', `${source.slice(0, 60)} is no value of JSON; put it in quotes if it is a text`);
  } else if (plainDecimal.test(source) ? !isExactNumber(source) : !Number.isSafeInteger(number)) {
    say(reading, node, 'NOT_EXACT', sayInexact(source));
  }
  return { value: Number.isFinite(number) ? number : null, size };
}

function say(reading: Reading, node: unknown, code: TextFault['code'], message: string, key?: string): void {
  const offset = startOf(node) ?? 0;
  reading.faults.push({ code, message, offset, path: key === undefined ? [...reading.path] : [...reading.path, key] });
}

/** Where a node begins. */
export function startOf(node: unknown): number | undefined {
  return isCollection(node) || isScalar(node) || isAlias(node) ? node.range?.[0] : undefined;
}
