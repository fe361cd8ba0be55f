/** Finds the texts of a step that expressions stand in. */
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import { type Renaming, renameInExpression, renameInTemplate } from './rename-text.ts';
import type { Path, TreeChange } from './tree-change.ts';

/** True for a field that is an expression as a whole; any other text may hold some in `${{ }}`. */
export function isExpressionField(path: Path): boolean {
  const [field, second, third] = path;
  if (path.length === 1) return field === 'condition' || field === 'while' || field === 'foreach';
  if (path.length === 2) return field === 'output' || (field === 'wait' && second === 'until');
  return (
    path.length === 3 && (field === 'dependencies' || field?.startsWith('depends_on') === true) && third === 'condition'
  );
}

/** The changes that give other names to what the expressions of a step read. */
export function renamedTexts(fields: JsonObject, renaming: Renaming, at: Path): TreeChange[] {
  const changes: TreeChange[] = [];
  const open: { value: Json; path: Path }[] = [{ value: fields, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === 'string') {
      const rename = isExpressionField(path) ? renameInExpression : renameInTemplate;
      const renamed = rename(value, renaming);
      if (renamed !== value) changes.push({ kind: 'set', path: [...at, ...path], value: renamed });
    } else if (Array.isArray(value) || isJsonObject(value)) {
      for (const [key, item] of Object.entries(value)) open.push({ value: item, path: [...path, key] });
    }
  }
  return changes;
}
