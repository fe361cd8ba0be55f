/**
 * What the builder holds while a person writes, and the inputs of the API that it stands for. A field that was not
 * touched is not sent, so that somebody else's change of it stays.
 */
import type {
  CreateScheduleInput,
  OverlapPolicy,
  ScheduleFormFieldsFragment,
  UpdateScheduleInput,
} from '#components/generated/schedules.ts';
import type { Fields, Problems } from '#components/kit/form/form-state.ts';
import { readObject } from '#components/kit/form/schema/json-text.ts';
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
  | 'target'
  | 'params'
  | 'cron'
  | 'timeZone'
  | 'startAt'
  | 'endAt'
  | 'overlap'
  | 'catchUp'
  | 'paused';
export type FormProblems = Problems<FormField>;

/** What each field is called, and what of the form it shows. */
export const scheduleFields: Fields<FormField, ScheduleForm> = {
  name: { label: 'Name', of: ['name'] },
  target: { label: 'What it fires', of: ['targetKind', 'targetName'] },
  params: { label: 'Params', of: ['params'] },
  cron: { label: 'How often', of: ['cron'] },
  timeZone: { label: 'Time zone', of: ['timeZone'] },
  startAt: { label: 'Not before (optional)', of: ['startAt'] },
  endAt: { label: 'Not after (optional)', of: ['endAt'] },
  overlap: { label: 'When earlier work is still open', of: ['overlap'] },
  catchUp: { label: 'Catch up after an outage', of: ['catchesUp', 'window'] },
  paused: { label: 'Start paused', of: ['paused'] },
};

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

/** Another cadence, and the expression that says it. */
export function withCadence(cadence: Cadence): Pick<ScheduleForm, 'cadence' | 'cron'> {
  return { cadence, cron: cronOf(cadence) };
}

/** What can be seen to be wrong without asking; the API says the rest. */
export function problemsIn(form: ScheduleForm): FormProblems {
  const problems: FormProblems = {};
  if (form.name.trim() === '') problems.name = 'A schedule needs a name.';
  if (form.cron.trim() === '') problems.cron = 'Write an expression, or choose how often.';
  if (form.targetName === '') problems.target = `Choose the ${form.targetKind} that it fires.`;
  if (readObject(form.params) === undefined) problems.params = 'Params are one JSON object: { "name": value }.';
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

function settingsOf(form: ScheduleForm): CreateScheduleInput {
  const { timeZone, targetKind, targetName, overlap } = form;
  return {
    name: form.name.trim(),
    cron: form.cron.trim(),
    timeZone,
    target: targetKind === 'task' ? { task: targetName } : { workflow: targetName },
    params: readObject(form.params) ?? {},
    overlap,
    catchUp: form.catchesUp ? { policy: 'LAST', window: form.window } : { policy: 'NONE' },
    startAt: instantOf(form.startAt, timeZone) ?? null,
    endAt: instantOf(form.endAt, timeZone) ?? null,
  };
}
