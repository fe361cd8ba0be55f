/** What the window that changes a run holds: a short list of changes, and why. */
import type { UserError } from '#components/api/told.ts';
import type { ModifyRunInput } from '#components/generated/run-change.ts';
import type { Fields, Problems } from '#components/kit/form/form-state.ts';
import { readObject } from '#components/kit/form/schema/json-text.ts';
import type { Json } from '#domain/value/json.ts';

export const changeKinds = ['add', 'skip', 'set'] as const;
/** What a new step may wait for of another one. */
export const afterEnds = ['success', 'failure', 'completion'] as const;
export type After = { step: string; on: (typeof afterEnds)[number] };
export type ChangeKind = (typeof changeKinds)[number];

/** One change as it is filled in: which of the fields count follows from its kind. `key` tells it from the others. */
export type Draft = {
  key: number;
  kind: ChangeKind;
  /** Of a step to add: its id, its task, its params as JSON, and what it stands between. */
  id: string;
  task: string;
  params: string;
  after: readonly After[];
  before: readonly string[];
  /** The step to skip. */
  step: string;
  /** The variable, and an object that holds its value under its name, as JSON. */
  name: string;
  value: string;
};
export type ChangeValues = { changes: readonly Draft[]; reason: string };
export type ChangePart = 'id' | 'task' | 'params' | 'after' | 'before' | 'step' | 'name' | 'value';

// Longer lists are for programs.
export const draftsMax = 10;

const partLabels: Record<ChangePart, string> = {
  id: 'Id',
  task: 'Task',
  params: 'Params',
  after: 'Runs after',
  before: 'Before',
  step: 'Step',
  name: 'Variable',
  value: 'Value',
};
const parts = Object.entries(partLabels);

/** What a part of one of the changes is called by the form. */
export function fieldOfPart(n: number, part: ChangePart): string {
  return `${n}-${part}`;
}

/** Every field that there can be. */
export const changeFields: Fields<string, ChangeValues> = Object.fromEntries([
  ['changes', { label: 'Changes', of: ['changes'] as const }],
  ...Array.from({ length: draftsMax }, (_, n) =>
    parts.map(([part, label]) => [`${n}-${part}`, { label: `${label} of change ${n + 1}`, of: ['changes'] as const }]),
  ).flat(),
  ['reason', { label: 'Reason', of: ['reason'] as const }],
]);

/** A change that nothing is filled in of. */
export function emptyDraft(kind: ChangeKind, key: number): Draft {
  const texts = { id: '', task: '', params: '{}', step: '', name: '', value: '{}' };
  return { key, kind, ...texts, after: [], before: [] };
}

/** What can be seen to be wrong without asking. */
export function problemsInChanges({ changes, reason }: ChangeValues): Problems<string> {
  const problems: Problems<string> = {};
  if (changes.length === 0) problems.changes = 'Choose what to change.';
  for (const [n, draft] of changes.entries())
    for (const [part, problem] of problemsOfDraft(draft)) problems[fieldOfPart(n, part)] = problem;
  if (reason.trim() === '') problems.reason = 'Say why.';
  return problems;
}

function problemsOfDraft(draft: Draft): [ChangePart, string][] {
  const { kind, id, task, params, step, name, value } = draft;
  if (kind === 'skip') return step === '' ? [['step', 'Choose a step that has not begun.']] : [];
  const found: [ChangePart, string][] = [];
  if (kind === 'set') {
    if (name === '') return [['name', 'Choose a variable.']];
    if ((readObject(value)?.[name] ?? null) === null) found.push(['value', 'Give it a value.']);
    return found;
  }
  if (id.trim() === '') found.push(['id', 'Name the step.']);
  if (task === '') found.push(['task', 'Choose a task.']);
  if (readObject(params) === undefined) found.push(['params', 'Params are one JSON object: { "name": value }.']);
  return found;
}

/** What is asked of the API. */
export function changeInput(run: string, baseChanges: number, { changes, reason }: ChangeValues): ModifyRunInput {
  return { run, baseChanges, reason: reason.trim(), changes: changes.map(changeOf) };
}

function changeOf(draft: Draft): ModifyRunInput['changes'][number] {
  const { kind, id, task, params, after, before, step, name, value } = draft;
  if (kind === 'skip') return { skipStep: { step } };
  if (kind === 'set') return { setVariable: { name, value: readObject(value)?.[name] ?? null } };
  const given = readObject(params) ?? {};
  const added: Record<string, Json> = { id: id.trim(), type: task };
  if (Object.keys(given).length > 0) added.params = given;
  if (after.length > 0) added.dependencies = after.map(dependencyOf);
  return { addStep: { step: added, before: [...before] } };
}

// As short as a definition has it.
function dependencyOf({ step, on }: After): Json {
  return on === 'success' ? step : { task: step, on };
}

/** Refusals of the API at the fields of the form. */
export function placeAtFields(refusals: readonly UserError[]): UserError[] {
  return refusals.map(({ path, ...refusal }) => {
    const [list, position, , field, ...rest] = path ?? [];
    const n = Number(position);
    if (list !== 'changes' || !Number.isInteger(n) || position === undefined) return { ...refusal, path };
    const [part, ...inner] = partAt(path?.[2], field, rest);
    return { ...refusal, path: [fieldOfPart(n, part), ...inner] };
  });
}

function partAt(
  kind: string | undefined,
  field: string | undefined,
  rest: readonly string[],
): [ChangePart, ...string[]] {
  if (kind === 'skipStep') return ['step'];
  if (kind === 'setVariable') return field === 'value' ? ['value', ...rest] : ['name'];
  if (field === 'before') return ['before'];
  const [part, ...inner] = rest;
  if (part === 'type') return ['task'];
  if (part === 'params') return ['params', ...inner];
  return part === 'dependencies' || part === undefined ? ['after'] : ['id'];
}
