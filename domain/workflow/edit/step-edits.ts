/** What edits of steps and of the head of a definition do to its values. */
import { layoutAfter } from '#domain/canvas/change-layout.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import { compensationId } from '#domain/workflow/steps/endings.ts';
import { withoutEdges } from './dependency-edits.ts';
import type { Draft } from './draft.ts';
import { type Intent, listedStep, pathOf } from './listed-step.ts';
import { dependencyFields, type Outline } from './outline.ts';
import { childOf, type Path, type TreeChange, valueAt } from './tree-change.ts';

export function addStep({ outline, tree }: Draft, edit: { step: JsonObject; after?: string }): Outcome<Intent> {
  const { id } = edit.step;
  if (typeof id !== 'string' || id.trim() === '') return refuse('BAD_INPUT', 'a step needs an id');
  if (outline.steps.some((step) => step.id === id)) return refuse('DUPLICATE_ID', `there is a step ${id} already`);
  return insertSteps({ outline, value: tree?.value }, { steps: [edit.step], ids: [id], ...place(edit) });
}

function place({ after }: { after?: string }): { after?: string } {
  return after === undefined ? {} : { after };
}

type Inserting = { steps: readonly JsonObject[]; ids: readonly string[]; after?: string };

/** Writes steps down behind another one, or at the end. */
export function insertSteps(
  { outline, value }: { outline: Outline; value: Json | undefined },
  { steps, ids, after }: Inserting,
): Outcome<Intent> {
  const { listKey } = outline;
  const list = childOf(value, listKey);
  if (list === undefined || list === null || (Array.isArray(list) && list.length === 0)) {
    return done({ changes: [{ kind: 'set', path: [listKey], value: [...steps] }], steps: ids });
  }
  if (!Array.isArray(list)) return refuse('BAD_INPUT', `${listKey} is no list of steps: mend it in the text first`);
  const above = outline.steps.find((step) => step.id === after)?.index;
  const index = above === undefined ? list.length : above + 1;
  return done({ changes: [{ kind: 'insert', list: [listKey], index, values: steps }], steps: ids });
}

export function removeSteps({ outline, tree }: Draft, ids: readonly string[]): Outcome<Intent> {
  const gone = new Set(ids);
  const listed = outline.steps.filter((step) => gone.has(step.id));
  if (listed.length === 0) return refuse('NOT_FOUND', 'there is no such step');
  const places = listed.flatMap(({ index }) => (index === undefined ? [] : [[outline.listKey, String(index)]]));
  const list = childOf(tree?.value, outline.listKey);
  const drawn = layoutChange(tree?.value, (stepKey) => (gone.has(stepKey) ? undefined : stepKey));
  if (Array.isArray(list) && places.length === list.length) {
    return done({ changes: [{ kind: 'set', path: [outline.listKey], value: [] }, ...drawn], steps: [] });
  }
  const edges = outline.steps.flatMap((to) =>
    to.dependencies.flatMap(({ step, paths }) => (gone.has(step) || gone.has(to.id) ? paths : [])),
  );
  // What is written in a step that goes needs no change of its own.
  const isKept = (path: Path) => !places.some(([key, index]) => path[0] === key && path[1] === index);
  const changes = withoutEdges(tree?.value, edges.filter(isKept));
  const removals = places.map((path): TreeChange => ({ kind: 'remove', path }));
  return done({ changes: [...removals, ...changes, ...drawn], steps: [] });
}

/** What becomes of the layout when steps go, or get other names. What undoes a step stands for itself there. */
export function layoutChange(value: Json | undefined, nameOf: (stepKey: string) => string | undefined): TreeChange[] {
  const written = childOf(value, 'layout');
  if (written === undefined) return [];
  const path = ['layout'];
  const after = layoutAfter(written, (drawn) => {
    const isUndoing = drawn.endsWith(undoingSuffix);
    const name = nameOf(isUndoing ? drawn.slice(0, -undoingSuffix.length) : drawn);
    return name === undefined || !isUndoing ? name : `${name}${undoingSuffix}`;
  });
  return [after === undefined ? { kind: 'remove', path } : { kind: 'set', path, value: after }];
}

const undoingSuffix = compensationId('');

export function moveStep({ outline, tree }: Draft, edit: { step: string; after?: string }): Outcome<Intent> {
  const step = listedStep(outline, edit.step);
  if (!step.ok) return step;
  const above = edit.after === undefined ? undefined : listedStep(outline, edit.after);
  if (above !== undefined && !above.ok) return above;
  const to = above === undefined ? 0 : above.value.index + 1;
  const from = step.value.index;
  const list = childOf(tree?.value, outline.listKey);
  const isThere = to === from || to === from + 1 || !Array.isArray(list);
  const changes: TreeChange[] = isThere ? [] : [{ kind: 'move', list: [outline.listKey], from, to }];
  return done({ changes, steps: [edit.step] });
}

type SetField = { step: string; path: Path; value: Json | undefined };

// One thing, in the contract's word and in others'.
const synonyms = new Map<string, readonly string[]>([
  ['type', ['type', 'task', 'handler']],
  ['dependencies', dependencyFields],
]);

export function setField({ outline, tree }: Draft, edit: SetField): Outcome<Intent> {
  const [field, ...deeper] = edit.path;
  if (field === undefined) return refuse('BAD_INPUT', 'say which field');
  if (field === 'id') return refuse('BAD_INPUT', 'a step gets another id by renaming it');
  const step = listedStep(outline, edit.step);
  if (!step.ok) return step;
  const { fields } = step.value;
  const written = (synonyms.get(field) ?? [field]).find((name) => childOf(fields, name) !== undefined) ?? field;
  const at = pathOf(outline, step.value);
  const changes = setOrRemove(tree?.value, { path: [...at, written, ...deeper], value: edit.value, root: at.length });
  const isId = written === 'task' && childOf(fields, 'id') === undefined && childOf(fields, 'name') === undefined;
  // Where the task is the id as well, the step keeps its id.
  if (isId) changes.push({ kind: 'set', path: [...at, 'id'], value: step.value.id });
  return done({ changes, steps: [edit.step] });
}

/** Sets a value, or takes it away together with the objects that hold nothing else, down to `root`. */
function setOrRemove(
  value: Json | undefined,
  change: { path: Path; value: Json | undefined; root: number },
): TreeChange[] {
  if (change.value !== undefined) {
    const isHead = change.path.length <= 2 && !['tasks', 'workflow', 'layout'].includes(change.path[0] ?? '');
    return [{ kind: 'set', path: change.path, value: change.value, ...(isHead && { before: stepsKey(value) }) }];
  }
  let { path } = change;
  if (valueAt(value, path) === undefined) return [];
  while (path.length > change.root + 1) {
    const holder = valueAt(value, path.slice(0, -1));
    if (!isJsonObject(holder) || Object.keys(holder).length > 1) break;
    path = path.slice(0, -1);
  }
  return [{ kind: 'remove', path }];
}

function stepsKey(value: Json | undefined): string {
  return childOf(value, 'tasks') === undefined ? 'workflow' : 'tasks';
}

const headFields = ['name', 'description', 'onFailure', 'limits', 'variables'];

export function setHead({ tree }: Draft, edit: { path: Path; value: Json | undefined }): Outcome<Intent> {
  const [field] = edit.path;
  if (field === undefined || field === 'tasks' || field === 'workflow') {
    return refuse('BAD_INPUT', `the head of a definition has ${headFields.join(', ')}`);
  }
  const holder = childOf(tree?.value, field);
  const isNew = edit.path.length > 1 && edit.value !== undefined && !isJsonObject(holder);
  if (isNew) return done({ changes: setOrRemove(tree?.value, { ...nested(edit), root: 0 }), steps: [] });
  return done({ changes: setOrRemove(tree?.value, { ...edit, root: 0 }), steps: [] });
}

/** The value at the first key that holds the given one at its path. */
function nested({ path, value }: { path: Path; value: Json | undefined }): { path: Path; value: Json | undefined } {
  const [first = '', ...rest] = path;
  const whole = rest.reduceRight<Json>((inner, key) => ({ [key]: inner }), value ?? null);
  return { path: [first], value: whole };
}
