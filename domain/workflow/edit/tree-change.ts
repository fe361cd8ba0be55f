/** What an edit does to the values of a definition, wherever and however they are written. */
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';

export type Path = readonly string[];

/**
 * One change. All changes of an edit speak of the definition before it: a list keeps its numbers until every change is
 * made. `before` names the key in front of which a new key is written; otherwise it comes last.
 */
export type TreeChange =
  | { kind: 'set'; path: Path; value: Json; before?: string }
  | { kind: 'remove'; path: Path }
  /** Another name for the last key of the path; what else changes below it is said by the name before. */
  | { kind: 'rename'; path: Path; to: string }
  | { kind: 'insert'; list: Path; index: number; values: readonly Json[] }
  | { kind: 'move'; list: Path; from: number; to: number };

/** What lies at a path; undefined where nothing does. */
export function valueAt(value: Json | undefined, path: Path): Json | undefined {
  let found = value;
  for (const part of path) found = childOf(found, part);
  return found;
}

export function childOf(value: Json | undefined, part: string): Json | undefined {
  if (Array.isArray(value)) return /^\d+$/.test(part) ? value[Number(part)] : undefined;
  return isJsonObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
}

/** The value after the changes. What is not changed is shared with the value before. */
export function changed(value: Json, changes: readonly TreeChange[]): Json {
  return changedInside(value, { changes, depth: 0 }) ?? null;
}

type Changing = { changes: readonly TreeChange[]; depth: number };

/** The value that a change is made in or of. */
export function placeOf(change: TreeChange): Path {
  if (change.kind === 'rename') return change.path.slice(0, -1);
  return change.kind === 'insert' || change.kind === 'move' ? change.list : change.path;
}

/** The same for a value at `depth` of what the changes speak of. */
export function changedInside(value: Json | undefined, { changes, depth }: Changing): Json | undefined {
  if (changes.length === 0) return value;
  const [last] = changes.filter((change) => placeOf(change).length === depth).slice(-1);
  if (last?.kind === 'set') return last.value;
  if (last?.kind === 'remove') return undefined;
  if (Array.isArray(value)) return changedList(value, { changes, depth });
  return changedObject(isJsonObject(value) ? value : {}, { changes, depth });
}

function byPart({ changes, depth }: Changing): Map<string, TreeChange[]> {
  const inside = changes.filter((change) => placeOf(change).length > depth);
  return Map.groupBy(inside, (change) => placeOf(change)[depth] ?? '');
}

function changedObject(value: JsonObject, changing: Changing): Json {
  const fields = new Map(Object.entries(value));
  for (const [key, changes] of byPart(changing)) {
    const field = changedInside(fields.get(key), { changes, depth: changing.depth + 1 });
    if (field === undefined) fields.delete(key);
    else fields.set(key, field);
  }
  const names = new Map<string, string>();
  for (const change of changing.changes) {
    const key = change.kind === 'rename' && change.path.length === changing.depth + 1 ? change.path.at(-1) : undefined;
    if (change.kind === 'rename' && key !== undefined) names.set(key, change.to);
  }
  return Object.fromEntries([...fields].map(([key, field]) => [names.get(key) ?? key, field]));
}

function changedList(value: Json[], changing: Changing): Json {
  const items: (Json | undefined)[] = [...value];
  for (const [part, changes] of byPart(changing)) {
    const index = Number(part);
    if (index < items.length) items[index] = changedInside(items[index], { changes, depth: changing.depth + 1 });
  }
  const here = changing.changes.filter((change) => placeOf(change).length === changing.depth);
  const moved = new Map<number, number>();
  const inserted = new Map<number, Json[]>();
  for (const change of here) {
    if (change.kind === 'move') moved.set(change.from, change.to);
    if (change.kind !== 'insert') continue;
    const at = Math.min(change.index, value.length);
    inserted.set(at, [...(inserted.get(at) ?? []), ...change.values]);
  }
  const made: Json[] = [];
  for (let index = 0; index <= items.length; index += 1) {
    made.push(...(inserted.get(index) ?? []));
    for (const [from, to] of moved) if (to === index) made.push(...defined(items[from]));
    if (!moved.has(index)) made.push(...defined(items[index]));
  }
  return made;
}

function defined(value: Json | undefined): Json[] {
  return value === undefined ? [] : [value];
}

/** True when two values mean the same; the order of keys means nothing. */
export function isSame(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  }
  if (!isJsonObject(one) || !isJsonObject(other)) return false;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]));
}
