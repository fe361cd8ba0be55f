/** Finds the line and column of a value in YAML by its path in the definition. */
import { isAlias, isMap, isScalar, isSeq, type LineCounter } from 'yaml';
import type { Locate } from '#domain/workflow/problem.ts';
import { isMergeKey, startOf } from '#domain/workflow/yaml/yaml-values.ts';

/** Follows a path as far as the source goes: a step made out of another step's words has no place of its own. */
export function yamlLocator(root: unknown, lines: LineCounter): Locate {
  return (path) => {
    let node = root;
    let offset = startOf(root);
    for (const [depth, part] of path.entries()) {
      const next = isSeq(node) ? stepIntoList(node.items, part) : stepIntoMap(node, part, depth);
      if (next === undefined) break;
      offset = next.offset ?? offset;
      node = next.node;
    }
    if (offset === undefined) return { line: null, column: null };
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
}

type Place = { node: unknown; offset: number | undefined };

function stepIntoList(items: unknown[], part: string): Place | undefined {
  const item = items[Number(part)];
  return item === undefined ? undefined : { node: item, offset: startOf(item) };
}

function stepIntoMap(node: unknown, part: string, depth: number): Place | undefined {
  if (!isMap(node)) return undefined;
  const names = depth === 0 && part === 'tasks' ? ['tasks', 'workflow'] : (synonyms.get(part) ?? [part]);
  const pair = node.items.find((item) => isScalar(item.key) && names.includes(String(item.key.value)));
  if (pair === undefined) {
    // A field that was merged in lies where its mapping is named.
    const merge = node.items.find((item) => isMergeKey(item.key));
    return merge === undefined ? undefined : { node: merge.value, offset: startOf(merge.value) };
  }
  const atKey = pair.value !== null && !isScalar(pair.value) && !isAlias(pair.value);
  return { node: pair.value, offset: startOf(atKey ? pair.key : pair.value) ?? startOf(pair.key) };
}

const synonyms = new Map([
  ['type', ['type', 'task', 'handler']],
  ['id', ['id', 'name', 'task']],
  ['dependencies', ['dependencies', 'depends_on', 'depends_on_step']],
]);
