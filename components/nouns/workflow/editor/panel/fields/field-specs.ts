/** Which field of a step stands in which part of its form. The published JSON Schema is held against this list. */
import { jobBounds } from '#domain/bounds/job.ts';
import { taskBounds } from '#domain/bounds/task.ts';
import { workflowBounds } from '#domain/bounds/workflow.ts';
import { approverRoles } from '#domain/step/read-ask.ts';
import { retryStrategies } from '#domain/task/retry-policy.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';

export type Option = { value: string; word: string };
/** What a field is filled in with. `whole` is a number, from 1 unless it says otherwise, or a word that may stand in its place; `lines`, `amounts` and `expressions` are rows of texts, numbers and expressions. */
export type Control =
  | Plain<'text' | 'long' | 'expression' | 'duration' | 'switch' | 'json' | 'itemFailure'>
  | Plain<'task' | 'queue' | 'workflow'>
  | { kind: 'whole'; min?: number; max?: number; words?: readonly string[] }
  | { kind: 'lines' | 'amounts' | 'expressions'; row: string }
  | { kind: 'choice'; options: readonly Option[] }
  | { kind: 'choices'; options: readonly Option[] };
type Plain<Kind extends string> = Kind extends string ? { kind: Kind } : never;

export type FieldSpec = {
  path: readonly string[];
  label: string;
  control: Control;
  hint?: string;
  placeholder?: string;
  /** Without it the step would be another one: it is never written empty. */
  isNeeded?: boolean;
  /** Steps, in full, that may have it, where not all of their part do. */
  fits?: (step: JsonObject) => boolean;
};

/** `fits`: steps that may have the fields. A part that says nothing of its step is folded. */
export type FormPart = { title: string; fits: (step: JsonObject) => boolean; fields: readonly FieldSpec[] };

const capital = (word: string) => `${word.charAt(0).toUpperCase()}${word.slice(1).toLowerCase()}`;
const optionsOf = (words: readonly string[]) => words.map((value) => ({ value, word: capital(value) }));
const field = (
  path: string,
  label: string,
  control: Control,
  more: Omit<FieldSpec, 'path' | 'label' | 'control'> = {},
) => ({
  path: path.split('.'),
  label,
  control,
  ...more,
});
const own = { placeholder: "the task's own" };

/** True for a step that a task or another workflow carries out. */
export function isCarriedOut(step: JsonObject): boolean {
  return step.wait === undefined && step.approval === undefined;
}

const hasTask = (step: JsonObject) => step.type !== undefined;
const always = () => true;
const waitsFor = (kind: string) => (step: JsonObject) => isJsonObject(step.wait) && step.wait[kind] !== undefined;

export const formParts: readonly FormPart[] = [
  {
    title: 'Waits for a time',
    fits: waitsFor('duration'),
    fields: [field('wait.duration', 'How long', { kind: 'duration' }, { isNeeded: true })],
  },
  {
    title: 'Waits until',
    fits: waitsFor('until'),
    fields: [
      field(
        'wait.until',
        'Instant',
        { kind: 'expression' },
        { isNeeded: true, hint: 'With its offset, or an expression for one.' },
      ),
    ],
  },
  {
    title: 'Waits for a signal',
    fits: waitsFor('signal'),
    fields: [
      field(
        'wait.signal',
        'Signal',
        { kind: 'text' },
        { isNeeded: true, hint: 'Its payload becomes the result of the step.' },
      ),
      field('wait.timeout', 'Fails after', { kind: 'duration' }, { placeholder: 'never' }),
    ],
  },
  {
    title: 'Asks a person',
    fits: (step) => step.approval !== undefined,
    fields: [
      field('approval.title', 'Question', { kind: 'text' }, { isNeeded: true }),
      field('approval.description', 'More about it', { kind: 'long' }),
      field('approval.roles', 'Who may decide', {
        kind: 'choices',
        options: approverRoles.map((role) => ({ value: role.toLowerCase(), word: capital(role) })),
      }),
      field('approval.timeout', 'Fails after', { kind: 'duration' }, { placeholder: 'never' }),
      field('approval.form', 'Form (JSON Schema)', { kind: 'json' }, { hint: 'What is filled in with the decision.' }),
    ],
  },
  {
    title: 'Repeats for each item',
    fits: (step) => step.foreach !== undefined,
    fields: [
      field(
        'foreach',
        'List',
        { kind: 'expression' },
        { isNeeded: true, hint: 'item and index may be read in the params.' },
      ),
      field(
        'maxConcurrency',
        'At once at most',
        { kind: 'whole', max: workflowBounds.itemsAtOnceMax },
        { placeholder: '10' },
      ),
      field('onItemFailure', 'When items fail', { kind: 'itemFailure' }),
    ],
  },
  {
    title: 'Repeats while',
    fits: (step) => step.while !== undefined,
    fields: [
      field(
        'while',
        'Once more while',
        { kind: 'expression' },
        { isNeeded: true, hint: 'result is what the task left.' },
      ),
      field('delay', 'Between two rounds', { kind: 'duration' }, { placeholder: 'at once' }),
    ],
  },
  {
    title: 'When it runs',
    fits: always,
    fields: [
      field(
        'condition',
        'Condition',
        { kind: 'expression' },
        {
          placeholder: 'vars.coverage > 80',
          hint: 'Where it is false, the step is skipped.',
        },
      ),
      field(
        'join',
        'Starts when',
        { kind: 'whole', words: ['all', 'any'] },
        {
          placeholder: 'all',
          hint: 'all, any, or how many of what it waits for must be met.',
        },
      ),
      field(
        'finally',
        'At the end of every run',
        { kind: 'switch' },
        {
          hint: 'When all others have settled, however the run went.',
        },
      ),
    ],
  },
  {
    title: 'Variables it writes',
    fits: always,
    fields: [field('output', 'Variable and expression', { kind: 'expressions', row: 'variable' })],
  },
  {
    title: 'Time and retry',
    fits: hasTask,
    fields: [
      field('timeout', 'Timeout', { kind: 'duration' }, own),
      field('retry.maxAttempts', 'Attempts at most', { kind: 'whole', max: taskBounds.attemptsMax }, own),
      field(
        'retry.strategy',
        'Waits grow',
        { kind: 'choice', options: optionsOf(retryStrategies) },
        {
          placeholder: 'as the task says',
        },
      ),
      field('retry.baseDelay', 'First wait', { kind: 'duration' }, own),
      field('retry.maxDelay', 'Longest wait', { kind: 'duration' }, own),
      field(
        'retry.jitter',
        'Waits vary',
        { kind: 'choice', options: optionsOf(['NONE', 'EQUAL', 'FULL']) },
        {
          placeholder: 'as the task says',
        },
      ),
      field('retry.resultContract', 'Also when the result does not fit', { kind: 'switch' }),
    ],
  },
  {
    title: 'Queue and service level',
    fits: hasTask,
    fields: [
      field('queue', 'Queue', { kind: 'queue' }, own),
      field(
        'priority',
        'Priority',
        { kind: 'whole', min: jobBounds.priorityMin, max: jobBounds.priorityMax },
        { ...own, hint: '-1000 to 1000; the higher goes first.' },
      ),
      field('sla.startBy', 'Starts within', { kind: 'duration' }, own),
      field('sla.maxDuration', 'Takes at most', { kind: 'duration' }, own),
    ],
  },
  {
    title: 'Held while it runs',
    fits: hasTask,
    fields: [
      field('mutex', 'Locks', { kind: 'lines', row: 'lock' }, { placeholder: 'ledger-${{ params.book }}' }),
      field('resources', 'Pool and amount', { kind: 'amounts', row: 'pool' }),
    ],
  },
  {
    title: 'Undone by',
    fits: hasTask,
    fields: [
      field(
        'compensate.task',
        'Task',
        { kind: 'task' },
        {
          hint: 'When the step succeeded, and its run fails or is cancelled.',
        },
      ),
      field(
        'compensate.params',
        'Its params (JSON)',
        { kind: 'json' },
        {
          fits: (step) => isJsonObject(step.compensate),
          hint: 'The result of the step, unless others are given.',
        },
      ),
    ],
  },
];

/** Fields of a step with a form of their own, by the file that draws it. */
export const ownForms: Record<string, string> = {
  id: 'panel/step-panel.tsx',
  type: 'panel/step-panel.tsx',
  workflow: 'panel/step-panel.tsx',
  params: 'panel/params-field.tsx',
  'dependencies.task': 'panel/dependencies.tsx',
  'dependencies.on': 'panel/dependencies.tsx',
  'dependencies.condition': 'panel/dependencies.tsx',
};

/** What a step says at a path. */
export function saidAt(step: JsonObject, path: readonly string[]): Json | undefined {
  let found: Json | undefined = step;
  for (const key of path) found = isJsonObject(found) ? found[key] : undefined;
  return found;
}

/** The step in one form of its fields: what may be said shortly is said in full, so that each part has its field. */
export function inFull(step: JsonObject): JsonObject {
  const { compensate, wait, ...rest } = step;
  return {
    ...rest,
    ...(compensate !== undefined && { compensate: typeof compensate === 'string' ? { task: compensate } : compensate }),
    ...(wait !== undefined && { wait: isJsonObject(wait) ? withoutBraces(wait) : wait }),
  };
}

// An expression for the instant may stand with its braces or without.
function withoutBraces(wait: JsonObject): JsonObject {
  const inner = typeof wait.until === 'string' ? /^\$\{\{ ((?:(?!\}\}).)*) \}\}$/.exec(wait.until)?.[1] : undefined;
  return inner === undefined ? wait : { ...wait, until: inner };
}

/** Where a value is written, and which: an object that is not there yet, or stands for itself in short, is written whole. */
export function writtenAt(
  step: JsonObject,
  path: readonly string[],
  value: Json | undefined,
): { path: readonly string[]; value: Json | undefined } {
  const [first = '', second] = path;
  if (second === undefined) return { path, value };
  const holder = inFull(step)[first];
  const isShort = !isJsonObject(step[first]) && isJsonObject(holder);
  // Without its task nothing is undone.
  if (first === 'compensate' && second === 'task' && value === undefined) return { path: [first], value: undefined };
  if (isShort) {
    if (second === 'task') return { path: [first], value };
    return { path: [first], value: value === undefined ? step[first] : { ...holder, [second]: value } };
  }
  if (isJsonObject(holder)) return { path, value };
  return { path: [first], value: value === undefined ? undefined : { [second]: value } };
}
