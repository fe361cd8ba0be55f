/** What the form of a rule holds, its sentence, and the input that it stands for. */
import type { CreateNotificationRuleInput, RuleRowFragment } from '#components/generated/notifications.ts';
import type { Fields, Problems } from '#components/kit/form/form-state.ts';
import { kindRules, type NoticeKind, noticeKinds, type ScopeNoun } from '#domain/notification/notice-kinds.ts';
import { readRule } from '#domain/notification/read-rule.ts';
import { sayRule } from '#domain/notification/say-rule.ts';
import { parseDurationMs, sayDuration } from '#domain/value/duration.ts';

export type RuleForm = {
  name: string;
  on: NoticeKind;
  /** Names, and the id of a schedule; empty for all. */
  queue: string;
  task: string;
  workflow: string;
  schedule: string;
  times: string;
  lasts: string;
  channels: readonly string[];
  window: string;
  tellsEnd: boolean;
};

export type RuleField =
  | 'on'
  | 'queue'
  | 'task'
  | 'workflow'
  | 'schedule'
  | 'times'
  | 'lasts'
  | 'channels'
  | 'window'
  | 'tellsEnd'
  | 'name';

export const ruleFields: Fields<RuleField, RuleForm> = {
  on: { label: 'When', of: ['on'] },
  queue: { label: 'In queue', of: ['queue', 'on'] },
  task: { label: 'Of task', of: ['task', 'on'] },
  workflow: { label: 'Of workflow', of: ['workflow', 'on'] },
  schedule: { label: 'Schedule', of: ['schedule', 'on'] },
  times: { label: 'Failures in a row', of: ['times', 'on'] },
  lasts: { label: 'For', of: ['lasts', 'on'] },
  channels: { label: 'Tell', of: ['channels'] },
  window: { label: 'At most every', of: ['window'] },
  tellsEnd: { label: 'The end', of: ['tellsEnd'] },
  name: { label: 'Name', of: ['name'] },
};

export const kindTitles: Record<NoticeKind, string> = {
  JOB_DEAD: 'A job dies',
  JOB_FAILED: 'A job fails for good',
  RUN_FAILED: 'A run fails',
  SCHEDULE_MISSED: 'A schedule misses an instant',
  SCHEDULE_FAILING: 'Scheduled work keeps failing',
  QUEUE_OLD: 'Jobs wait too long in a queue',
  NO_WORKER: 'No worker serves a queue',
  SLA_BREACH: 'A service level is broken',
  LOCK_CONTENTION: 'Most jobs have to wait at a lock',
  QUOTA_WARNED: 'A quota is nearly used up',
  QUOTA_EXHAUSTED: 'A quota is used up',
  ENGINE_FAULT: 'Taskflow itself cannot do some work',
};

export const kindOptions = noticeKinds.map((value) => ({ value, word: kindTitles[value] }));

const spans = ['PT1M', 'PT5M', 'PT10M', 'PT15M', 'PT30M', 'PT1H', 'PT4H', 'P1D'];

/** Spans to choose from, with the present one among them. */
export function spanOptions(present: string): { value: string; word: string }[] {
  const all = spans.includes(present) ? spans : [...spans, present];
  return all.map((value) => ({ value, word: sayDuration(msOf(value)) }));
}

/** The form of a rule, or of a new one that tells the first of these channels. */
export function ruleForm(rule: RuleRowFragment | undefined, channels: readonly { id: string }[]): RuleForm {
  const on = rule?.on ?? 'JOB_DEAD';
  return {
    name: rule?.name ?? '',
    on,
    queue: rule?.queue?.name ?? '',
    task: rule?.task?.name ?? '',
    workflow: rule?.workflow?.name ?? '',
    schedule: rule?.schedule?.id ?? '',
    times: String(rule?.times ?? 3),
    lasts: rule?.lasts ?? 'PT15M',
    channels: rule === undefined ? channels.slice(0, 1).map(({ id }) => id) : rule.channels.map(({ id }) => id),
    window: rule?.window ?? 'PT15M',
    tellsEnd: rule?.tellsEnd ?? true,
  };
}

/** Which fields a kind asks for. */
export function asksFor(on: NoticeKind, field: ScopeNoun | 'times' | 'lasts'): boolean {
  const { scope, asks } = kindRules[on];
  return field === 'times' || field === 'lasts' ? asks === field : scope.includes(field);
}

/** The rule to be made; its name is its sentence's beginning unless it has one. */
export function newRule(form: RuleForm): CreateNotificationRuleInput {
  const { on, name, times, lasts, channels, window, tellsEnd } = form;
  const scoped = (noun: ScopeNoun) => (asksFor(on, noun) && form[noun] !== '' ? { [noun]: form[noun] } : {});
  return {
    name: name.trim(),
    on,
    ...scoped('queue'),
    ...scoped('task'),
    ...scoped('workflow'),
    ...scoped('schedule'),
    ...(asksFor(on, 'times') && { times: /^\d{1,4}$/.test(times.trim()) ? Number(times) : 0 }),
    ...(asksFor(on, 'lasts') && { lasts }),
    channels: [...channels],
    window,
    tellsEnd,
  };
}

/** What can be seen to be wrong without asking: by the very rules that the API reads it with. */
export function problemsInRule(form: RuleForm): Problems<RuleField> {
  const read = readRule(newRule(form));
  if (read.ok) return {};
  const problems: Problems<RuleField> = {};
  for (const { path, message } of read.refusals.toReversed()) {
    const field = fieldNames.find((one) => one === path[0]);
    if (field !== undefined) problems[field] = `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
  }
  return problems;
}

const fieldNames: readonly RuleField[] = [
  'on',
  'queue',
  'task',
  'workflow',
  'schedule',
  'times',
  'lasts',
  'channels',
  'window',
  'tellsEnd',
  'name',
];

type Named = { id: string; name: string };

/** The rule as a sentence, while it is made. */
export function previewRule(
  form: RuleForm,
  known: { channels: readonly Named[]; schedules: readonly Named[] },
): string {
  const { on, queue, task, workflow, schedule, times, lasts, window, tellsEnd } = form;
  const scope = Object.fromEntries(
    Object.entries({ queue, task, workflow, schedule: nameOf(known.schedules, schedule) }).filter(
      ([noun, name]) => name !== '' && isAsked(on, noun),
    ),
  );
  return sayRule({
    on,
    scope,
    times: asksFor(on, 'times') ? Number(times) || 0 : null,
    lastsMs: asksFor(on, 'lasts') ? msOf(lasts) : null,
    channels: form.channels.map((id) => nameOf(known.channels, id)).filter((name) => name !== ''),
    windowMs: msOf(window),
    tellsEnd,
  });
}

function isAsked(on: NoticeKind, noun: string): boolean {
  return kindRules[on].scope.some((one) => one === noun);
}

function nameOf(things: readonly Named[], id: string): string {
  return things.find((one) => one.id === id)?.name ?? '';
}

function msOf(text: string): number {
  const read = parseDurationMs(text);
  return read.ok ? read.value : 0;
}
