/** The steps of a text as the canvas draws them, each with its place; also of a definition that is not whole yet. */
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import type { DependencyKind } from '#domain/workflow/definition.ts';
import { dependencyKinds } from '#domain/workflow/steps/read-steps.ts';
import { itemPlaces, type Range } from './text/places.ts';
import { childOf, type Path } from './tree-change.ts';

/** A dependency with the places where it is written: at the step that waits, or at the one it waits for. */
export type OutlineDependency = {
  step: string;
  on: DependencyKind;
  condition?: string;
  paths: readonly Path[];
};

export type OutlineStep = {
  id: string;
  /** Its number in the list; undefined for a step that only another one's `on_success` or `on_failure` names. */
  index: number | undefined;
  task: string | undefined;
  /** Everything that is written about it, in the author's words, aliases written out. */
  fields: JsonObject;
  dependencies: OutlineDependency[];
  /** From its dash to the end of its last line; offsets of the text, lines counted from 1. */
  place: Range | undefined;
  /** The place of each of its fields, from the key to the end of the value. */
  fieldPlaces: ReadonlyMap<string, Range>;
};

export type Outline = {
  name: string | undefined;
  variables: JsonObject;
  steps: OutlineStep[];
  listKey: 'tasks' | 'workflow';
};

export const dependencyFields = ['dependencies', 'depends_on', 'depends_on_step'] as const;
export const followerFields = [
  ['on_success', 'success'],
  ['on_failure', 'failure'],
] as const;

/** Reads what there is. What is not a step is left out; the problems of the draft say so. */
export function outlineOf(text: string, tree: { root: unknown; value: Json }): Outline {
  const { value } = tree;
  const listKey =
    childOf(value, 'tasks') === undefined && childOf(value, 'workflow') !== undefined ? 'workflow' : 'tasks';
  const list = childOf(value, listKey);
  const places = itemPlaces(text, tree.root, listKey);
  const steps: OutlineStep[] = [];
  for (const [index, fields] of (Array.isArray(list) ? list : []).entries()) {
    if (!isJsonObject(fields)) continue;
    const id = textOf(fields, ['id', 'name', 'task']);
    if (id === undefined) continue;
    const { place, fields: fieldPlaces = new Map() } = places[index] ?? {};
    const task = textOf(fields, ['type', 'task', 'handler']);
    const dependencies = dependenciesOf(fields, [listKey, String(index)]);
    steps.push({ id, index, task, fields, dependencies, place, fieldPlaces });
  }
  addFollowers(steps, listKey);
  const name = childOf(value, 'name');
  const variables = childOf(value, 'variables');
  return {
    name: typeof name === 'string' ? name : undefined,
    variables: isJsonObject(variables) ? variables : {},
    steps,
    listKey,
  };
}

function textOf(fields: JsonObject, names: readonly string[]): string | undefined {
  const found = names.map((name) => childOf(fields, name)).find((value) => value !== undefined);
  return typeof found === 'string' ? found : undefined;
}

/** The entries of a field that holds one or a list, with their paths. */
export function entriesOf(value: Json | undefined, path: Path): { entry: Json; path: Path }[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return [{ entry: value, path }];
  return value.map((entry, index) => ({ entry, path: [...path, String(index)] }));
}

function dependenciesOf(fields: JsonObject, place: Path): OutlineDependency[] {
  return dependencyFields
    .flatMap((name) => entriesOf(childOf(fields, name), [...place, name]))
    .flatMap(({ entry, path }): OutlineDependency[] => {
      if (typeof entry === 'string') return [{ step: entry, on: 'success', paths: [path] }];
      const step = childOf(entry, 'task');
      const given = childOf(entry, 'on');
      const condition = childOf(entry, 'condition');
      const on = given === undefined ? 'success' : dependencyKinds.find((kind) => kind === given);
      if (typeof step !== 'string' || on === undefined) return [];
      return [{ step, on, paths: [path], ...(condition === undefined ? {} : { condition: String(condition) }) }];
    });
}

/** `on_success: x` is a dependency of x, which in the list `workflow` need not be written down itself. */
function addFollowers(steps: OutlineStep[], listKey: Outline['listKey']): void {
  const byId = new Map<string, OutlineStep>();
  for (const step of steps) if (!byId.has(step.id)) byId.set(step.id, step);
  for (const { id: from, index, fields } of [...steps]) {
    for (const [name, on] of followerFields) {
      for (const { entry, path } of entriesOf(childOf(fields, name), [listKey, String(index), name])) {
        if (typeof entry !== 'string') continue;
        let target = byId.get(entry);
        if (target === undefined && listKey === 'workflow') {
          const implied = { index: undefined, place: undefined, fieldPlaces: new Map() };
          target = { id: entry, task: entry, fields: {}, dependencies: [], ...implied };
          byId.set(entry, target);
          steps.push(target);
        }
        const known = target?.dependencies.find((dependency) => dependency.step === from && dependency.on === on);
        if (known !== undefined) known.paths = [...known.paths, path];
        else target?.dependencies.push({ step: from, on, paths: [path] });
      }
    }
  }
}
