/** Gives a step or a variable another name, everywhere it is read. */
import { valueBounds } from '#domain/bounds/value.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { forbiddenKeys, isJsonObject } from '#domain/value/json.ts';
import type { Draft } from './draft.ts';
import { type Intent, listedStep, pathOf } from './listed-step.ts';
import { followerFields, type Outline } from './outline.ts';
import { layoutChange } from './step-edits.ts';
import { renamedTexts } from './step-texts.ts';
import { childOf, type Path, type TreeChange, valueAt } from './tree-change.ts';

export function renameStep(
  { outline, tree }: Draft,
  { step: from, to }: { step: string; to: string },
): Outcome<Intent> {
  const step = listedStep(outline, from);
  if (!step.ok) return step;
  if (to === from) return done({ changes: [], steps: [from] });
  if (to.trim() === '' || to.length > valueBounds.nameLengthMax || forbiddenKeys.has(to)) {
    return refuse('BAD_INPUT', `an id has 1 to ${valueBounds.nameLengthMax} characters`);
  }
  if (outline.steps.some(({ id }) => id === to)) return refuse('DUPLICATE_ID', `there is a step ${to} already`);
  // Where the task is the id as well, the step keeps its task.
  const field =
    childOf(step.value.fields, 'id') === undefined && childOf(step.value.fields, 'name') !== undefined ? 'name' : 'id';
  const changes: TreeChange[] = [{ kind: 'set', path: [...pathOf(outline, step.value), field], value: to }];
  for (const path of namedAt(outline, from)) {
    const at = isJsonObject(valueAt(tree?.value, path)) ? [...path, 'task'] : path;
    changes.push({ kind: 'set', path: at, value: to });
  }
  const renaming = { root: 'tasks', names: new Map([[from, to]]) } as const;
  const drawn = layoutChange(tree?.value, (stepKey) => (stepKey === from ? to : stepKey));
  return done({ changes: [...changes, ...textChanges(outline, renaming), ...drawn], steps: [to] });
}

/** Every entry that names a step: in the dependencies of others, and in what follows on others. */
function namedAt({ steps }: Outline, id: string): Path[] {
  return steps.flatMap((step) =>
    step.dependencies.flatMap((dependency) =>
      dependency.paths.filter((path) =>
        followerFields.some(([name]) => name === path[2]) ? step.id === id : dependency.step === id,
      ),
    ),
  );
}

function textChanges({ steps, listKey }: Outline, renaming: Parameters<typeof renamedTexts>[1]): TreeChange[] {
  return steps.flatMap(({ index, fields }) =>
    index === undefined ? [] : renamedTexts(fields, renaming, [listKey, String(index)]),
  );
}

export function renameVariable({ outline }: Draft, { name, to }: { name: string; to: string }): Outcome<Intent> {
  const { variables } = outline;
  if (name === to) return done({ changes: [], steps: [] });
  if (!/^[A-Za-z_]\w{0,199}$/.test(to)) return refuse('BAD_INPUT', 'a variable has a name of letters, digits and _');
  if (Object.hasOwn(variables, to)) return refuse('DUPLICATE_ID', `there is a variable ${to} already`);
  const changes: TreeChange[] = [];
  if (Object.hasOwn(variables, name)) changes.push({ kind: 'rename', path: ['variables', name], to });
  for (const { index, fields } of outline.steps) {
    const at = ['output', name];
    if (index === undefined || valueAt(fields, at) === undefined) continue;
    if (valueAt(fields, ['output', to]) !== undefined) return refuse('DUPLICATE_ID', `a step puts out ${to} already`);
    changes.push({ kind: 'rename', path: [outline.listKey, String(index), ...at], to });
  }
  if (changes.length === 0) return refuse('NOT_FOUND', `no variable is called ${name.slice(0, 200)}`);
  const renaming = { root: 'vars', names: new Map([[name, to]]) } as const;
  return done({ changes: [...changes, ...textChanges(outline, renaming)], steps: [] });
}
