/** Takes a change apart into the smallest ones, so that what stays the same keeps its comments and its spelling. */
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import { isSame, type Path, type TreeChange, valueAt } from './tree-change.ts';

/** The same changes, each as deep as it can be. A value that would be set to what it is needs no change. */
export function smallChanges(root: Json, changes: readonly TreeChange[]): TreeChange[] {
  return changes.flatMap((change) => {
    if (change.kind === 'remove') return removed(root, change);
    if (change.kind !== 'set') return [change];
    return difference(valueAt(root, change.path), change);
  });
}

function removed(root: Json, change: TreeChange & { kind: 'remove' }): TreeChange[] {
  return valueAt(root, change.path) === undefined ? [] : [change];
}

type Setting = TreeChange & { kind: 'set' };

function difference(before: Json | undefined, setting: Setting): TreeChange[] {
  const { path, value } = setting;
  if (isSame(before, value)) return [];
  if (isJsonObject(before) && isJsonObject(value)) {
    const isKept = Object.keys(before).some((key) => Object.hasOwn(value, key));
    if (isKept) return objectDifference(before, value, path);
  }
  if (Array.isArray(before) && Array.isArray(value) && before.length > 0 && value.length > 0) {
    return listDifference(before, value, path);
  }
  return [setting];
}

function objectDifference(before: JsonObject, after: JsonObject, path: Path): TreeChange[] {
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return [
    ...gone.map((key): TreeChange => ({ kind: 'remove', path: [...path, key] })),
    ...Object.entries(after).flatMap(([key, value]) =>
      difference(Object.hasOwn(before, key) ? before[key] : undefined, { kind: 'set', path: [...path, key], value }),
    ),
  ];
}

/** What is the same at both ends stays; the middle is set item by item, then made shorter or longer. */
function listDifference(before: Json[], after: Json[], path: Path): TreeChange[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && isSame(before[head], after[head])) head += 1;
  let tail = 0;
  while (tail < shorter - head && isSame(before.at(-1 - tail), after.at(-1 - tail))) tail += 1;
  const both = shorter - head - tail;
  const changes: TreeChange[] = [];
  for (let index = head; index < head + both; index += 1) {
    const value = after[index];
    if (value === undefined) continue;
    changes.push(...difference(before[index], { kind: 'set', path: [...path, String(index)], value }));
  }
  for (let index = head + both; index < before.length - tail; index += 1) {
    changes.push({ kind: 'remove', path: [...path, String(index)] });
  }
  const values = after.slice(head + both, after.length - tail);
  if (values.length > 0) changes.push({ kind: 'insert', list: path, index: before.length - tail, values });
  return changes;
}
