/** Makes copied steps fit into a definition: with ids of their own, and edges among themselves only. */
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import { type Clipboard, idOf } from './clipboard.ts';
import type { Draft } from './draft.ts';
import type { Intent } from './listed-step.ts';
import { dependencyFields, followerFields } from './outline.ts';
import { insertSteps } from './step-edits.ts';
import { renamedTexts } from './step-texts.ts';
import { changed, childOf, type TreeChange } from './tree-change.ts';

export function pasteSteps(
  { outline, tree }: Draft,
  { clipboard, after }: { clipboard: Clipboard; after?: string },
): Outcome<Intent> {
  const names = freshNames(
    outline.steps.map(({ id }) => id),
    clipboard.steps.flatMap((step) => idOf(step) ?? []),
  );
  const steps = clipboard.steps.map((step) => pasted(step, names));
  const ids = [...names.values()];
  if (ids.length === 0) return refuse('BAD_INPUT', 'there is no step to paste');
  const inserted = insertSteps({ outline, value: tree?.value }, { steps, ids, ...(after !== undefined && { after }) });
  if (!inserted.ok) return inserted;
  return done({
    changes: [...newVariables(outline.variables, clipboard.variables), ...inserted.value.changes],
    steps: ids,
  });
}

function newVariables(known: JsonObject, pastedVariables: JsonObject): TreeChange[] {
  const added = Object.entries(pastedVariables).filter(([name]) => !Object.hasOwn(known, name));
  if (added.length === 0) return [];
  if (Object.keys(known).length === 0) {
    return [{ kind: 'set', path: ['variables'], value: Object.fromEntries(added), before: 'tasks' }];
  }
  return added.map(([name, value]) => ({ kind: 'set', path: ['variables', name], value }));
}

/** From each id to one that is not taken; the first number that is free. */
export function freshNames(known: readonly string[], ids: readonly string[]): Map<string, string> {
  const taken = new Set(known);
  const names = new Map<string, string>();
  for (const id of ids) {
    if (names.has(id)) continue;
    const [, stem = id, sign = /^\w+$/.test(id) ? '_' : '-'] = /^(.*\D)([-_])\d+$/.exec(id) ?? [];
    let free = id;
    for (let number = 2; taken.has(free); number += 1) free = `${stem}${sign}${number}`;
    taken.add(free);
    names.set(id, free);
  }
  return names;
}

function pasted(step: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
  const id = idOf(step) ?? '';
  const field = childOf(step, 'id') === undefined && childOf(step, 'name') !== undefined ? 'name' : 'id';
  const fresh = names.get(id) ?? id;
  const renamed = changed(step, renamedTexts(step, { root: 'tasks', names }, []));
  const fields = Object.entries(isJsonObject(renamed) ? renamed : {}).flatMap(([name, value]): [string, Json][] => {
    if (dependencyFields.some((known) => known === name) || followerFields.some(([known]) => known === name)) {
      const kept = amongPasted(value, names);
      return kept === undefined ? [] : [[name, kept]];
    }
    return [[name, name === field ? fresh : value]];
  });
  const isNamed = childOf(step, field) !== undefined || fresh === id;
  return Object.fromEntries(isNamed ? fields : [[field, fresh], ...fields]);
}

/** The entries that name a pasted step, by its name now. */
function amongPasted(value: Json, names: ReadonlyMap<string, string>): Json | undefined {
  const entries = (Array.isArray(value) ? value : [value]).flatMap((entry): Json[] => {
    const named = isJsonObject(entry) ? childOf(entry, 'task') : entry;
    const name = typeof named === 'string' ? names.get(named) : undefined;
    if (name === undefined) return [];
    return [isJsonObject(entry) ? { ...entry, task: name } : name];
  });
  if (entries.length === 0) return undefined;
  return Array.isArray(value) ? entries : entries[0];
}
