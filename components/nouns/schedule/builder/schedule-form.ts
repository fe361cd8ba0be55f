/**
 * What the builder holds while a person writes, and the inputs of the API that it stands for. A field that was not
 * touched is not sent, so that somebody else's change of it stays.
 */
import type { UserError } from '#components/api/use-command.ts';
import type {
  CreateScheduleInput,
  OverlapPolicy,
  ScheduleFormFieldsFragment,
  UpdateScheduleInput,
} from '#components/generated/documents.ts';
import { asSentence } from '#components/nouns/schedule/words/say-timetable.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import { type Cadence, cadenceOf, cronOf } from './cadence.ts';
import { instantOf, wallTimeOf } from './wall-time.ts';

export type TargetKind = 'task' | 'workflow';

/** The fields as texts and choices. Start and end are wall-clock times of the schedule's zone; empty means none. */
export type ScheduleForm = {
  name: string;
  cron: string;
  cadence: Cadence;
  timeZone: string;
  targetKind: TargetKind;
  targetName: string;
  params: string;
  overlap: OverlapPolicy;
  /** Whether the last missed instant is caught up, and how old it may be then. */
  catchesUp: boolean;
  window: string;
  startAt: string;
  endAt: string;
  paused: boolean;
};

/** Where a problem is shown. */
export type FormField =
  | 'name'
  | 'cron'
  | 'timeZone'
  | 'target'
  | 'params'
  | 'overlap'
  | 'catchUp'
  | 'startAt'
  | 'endAt';
export type FormProblems = Partial<Record<FormField, string>>;

const fields = ['name', 'cron', 'timeZone', 'target', 'params', 'overlap', 'catchUp', 'startAt', 'endAt'] as const;
const windowDefault = 'P1D';

/** How far back a missed instant may be caught up, in the words of the form. */
export const windows: readonly { value: string; word: string }[] = [
  { value: 'PT1H', word: 'at most 1 hour late' },
  { value: 'PT6H', word: 'at most 6 hours late' },
  { value: 'P1D', word: 'at most 1 day late' },
  { value: 'P7D', word: 'at most 7 days late' },
];

/** A new schedule, or one for a target that is known already. */
export function emptyForm(timeZone: string, target?: { kind: TargetKind; name: string }): ScheduleForm {
  const cadence: Cadence = { kind: 'daily', time: '07:00' };
  return {
    name: '',
    cron: cronOf(cadence),
    cadence,
    timeZone,
    targetKind: target?.kind ?? 'workflow',
    targetName: target?.name ?? '',
    params: '{}',
    overlap: 'SKIP',
    catchesUp: false,
    window: windowDefault,
    startAt: '',
    endAt: '',
    paused: false,
  };
}

/** A stored schedule as the form shows it. Its expression stays as it was written until its cadence is changed. */
export function formOf(schedule: ScheduleFormFieldsFragment): ScheduleForm {
  const { name, cron, timeZone, task, workflow, overlap, catchUp, startAt, endAt, state } = schedule;
  return {
    name,
    cron,
    cadence: cadenceOf(cron),
    timeZone,
    targetKind: task === null ? 'workflow' : 'task',
    targetName: task?.name ?? workflow?.name ?? '',
    params: JSON.stringify(schedule.params, null, 2),
    overlap,
    catchesUp: catchUp.policy !== 'NONE',
    window: catchUp.window ?? windowDefault,
    startAt: startAt === null ? '' : wallTimeOf(startAt, timeZone),
    endAt: endAt === null ? '' : wallTimeOf(endAt, timeZone),
    paused: state === 'PAUSED',
  };
}

/** The form with another cadence, and the expression that says it. */
export function withCadence(form: ScheduleForm, cadence: Cadence): ScheduleForm {
  return { ...form, cadence, cron: cronOf(cadence) };
}

/** What can be seen to be wrong without asking; the API says the rest. */
export function problemsIn(form: ScheduleForm): FormProblems {
  const problems: FormProblems = {};
  if (form.name.trim() === '') problems.name = 'A schedule needs a name.';
  if (form.cron.trim() === '') problems.cron = 'Write an expression, or choose how often.';
  if (form.targetName === '') problems.target = `Choose the ${form.targetKind} that it fires.`;
  if (readParams(form.params) === undefined) problems.params = 'Params are one JSON object: { "name": value }.';
  return problems;
}

/** The schedule to be made. */
export function newSchedule(form: ScheduleForm): CreateScheduleInput {
  return { ...settingsOf(form), ...(form.paused && { paused: true }) };
}

/** What to change about a stored schedule; undefined when nothing was touched. */
export function changesOf(id: string, form: ScheduleForm, stored: ScheduleForm): UpdateScheduleInput | undefined {
  const before: Record<string, unknown> = settingsOf(stored);
  const changed = Object.entries(settingsOf(form)).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field]),
  );
  return changed.length === 0 ? undefined : { id, ...Object.fromEntries(changed) };
}

/** Each refusal at its field; those that no field shows are handed back as sentences. */
export function placeRefusals(refusals: readonly UserError[]): {
  problems: FormProblems;
  others: string[];
} {
  const problems: FormProblems = {};
  const others: string[] = [];
  for (const { message, path } of refusals) {
    const field = fields.find((one) => one === path?.[0]);
    if (field === undefined) others.push(asSentence(message));
    else problems[field] = [problems[field], asSentence(message)].filter((text) => text !== undefined).join(' ');
  }
  return { problems, others };
}

/** The problems of what was sent, as far as nobody has touched their fields since. */
export function standingProblems(problems: FormProblems, sent: ScheduleForm, form: ScheduleForm): FormProblems {
  const standing = fields.filter((field) => settled(sent, field) === settled(form, field));
  return Object.fromEntries(standing.flatMap((field) => (field in problems ? [[field, problems[field]]] : [])));
}

function settled(form: ScheduleForm, field: FormField): string {
  if (field === 'target') return `${form.targetKind} ${form.targetName}`;
  if (field === 'catchUp') return `${form.catchesUp} ${form.window}`;
  return form[field];
}

function settingsOf(form: ScheduleForm): CreateScheduleInput {
  const { timeZone, targetKind, targetName, overlap } = form;
  return {
    name: form.name.trim(),
    cron: form.cron.trim(),
    timeZone,
    target: targetKind === 'task' ? { task: targetName } : { workflow: targetName },
    params: readParams(form.params) ?? {},
    overlap,
    catchUp: form.catchesUp ? { policy: 'LAST', window: form.window } : { policy: 'NONE' },
    startAt: instantOf(form.startAt, timeZone) ?? null,
    endAt: instantOf(form.endAt, timeZone) ?? null,
  };
}

/** Undefined for what is not one JSON object; no text at all is the empty one. */
function readParams(text: string): JsonObject | undefined {
  const value = parseJson(text.trim() === '' ? '{}' : text);
  return isJsonObject(value) ? value : undefined;
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
