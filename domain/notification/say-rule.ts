/** A rule as a sentence, the same in the form, in the list and in the messages that it sends. */
import { sayDuration } from '#domain/value/duration.ts';
import type { NoticeKind, ScopeNoun } from './notice-kinds.ts';

export type SayableRule = {
  on: NoticeKind;
  /** Names of what it is narrowed to. */
  scope: Partial<Record<ScopeNoun, string>>;
  times: number | null;
  lastsMs: number | null;
  /** Names of its channels. */
  channels: readonly string[];
  windowMs: number;
  tellsEnd: boolean;
};

const wholeSpans = new Map([
  [60_000, 'minute'],
  [3_600_000, 'hour'],
  [24 * 3_600_000, 'day'],
]);
const channelsNamedMax = 3;

/** For example `When a job dies in queue billing, tell ops at most every 15 min, and once more when it is over.` */
export function sayRule(rule: SayableRule): string {
  const often = wholeSpans.get(rule.windowMs) ?? sayDuration(rule.windowMs);
  const end = rule.tellsEnd ? ', and once more when it is over' : '';
  return `When ${sayOccasion(rule)}, tell ${sayChannels(rule.channels)} at most every ${often}${end}.`;
}

/** The first half of the sentence: `a job dies in queue billing`. */
export function sayOccasion({
  on,
  scope,
  times,
  lastsMs,
}: Omit<SayableRule, 'channels' | 'windowMs' | 'tellsEnd'>): string {
  const { queue, task, workflow, schedule } = scope;
  const job = task === undefined ? 'a job' : `a job of task ${task}`;
  const within = queue === undefined ? '' : ` in queue ${queue}`;
  const ofSchedule = schedule === undefined ? 'a schedule' : `schedule ${schedule}`;
  const inQueue = queue === undefined ? 'a queue' : `queue ${queue}`;
  const span = sayDuration(lastsMs ?? 0);
  const sayings: Record<NoticeKind, string> = {
    JOB_DEAD: `${job} dies${within}`,
    JOB_FAILED: `${job} fails for good${within}`,
    RUN_FAILED: workflow === undefined ? 'a run fails' : `a run of workflow ${workflow} fails`,
    SCHEDULE_MISSED: `${ofSchedule} misses an instant`,
    SCHEDULE_FAILING:
      times === 1 ? `the work of ${ofSchedule} fails` : `the work of ${ofSchedule} fails ${times} times in a row`,
    QUEUE_OLD: `a job has waited in ${inQueue} for ${span}`,
    NO_WORKER: `jobs wait in ${inQueue} and no worker has served it for ${span}`,
    SLA_BREACH: `${job} breaks its service level${within}`,
    LOCK_CONTENTION: 'most jobs that come to a lock or a pool have to wait',
    QUOTA_WARNED: 'four fifths of a quota are used',
    QUOTA_EXHAUSTED: 'a quota is used up',
    ENGINE_FAULT: 'Taskflow itself cannot do some work',
  };
  return sayings[on];
}

function sayChannels(names: readonly string[]): string {
  if (names.length === 0) return 'nobody';
  if (names.length > channelsNamedMax)
    return `${names.slice(0, channelsNamedMax - 1).join(', ')} and ${names.length - channelsNamedMax + 1} more`;
  return names.length === 1 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
