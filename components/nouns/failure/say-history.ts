/** What became of a failure and what retries taught, in sentences: for whoever looks into one. */
import { titleOfEvent } from '#components/kit/words/event-titles.ts';
import type { FailureState } from '#domain/machines.ts';
import { parseDurationMs, sayDuration } from '#domain/value/duration.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';

/** What retries taught, in a sentence. */
export function sayWorked(worked: { after: string | null; worked: number; tried: number } | null): string {
  if (worked === null) return 'Nobody has retried it yet.';
  const { after, worked: good, tried } = worked;
  const retries = tried === 1 ? 'One retry' : `${tried.toLocaleString('en')} retries`;
  if (after === null) return `${retries} so far, and none worked.`;
  const afterMs = parseDurationMs(after);
  const wait = afterMs.ok && afterMs.value > 0 ? `Retry after ${sayDuration(afterMs.value)}` : 'Retry at once';
  return `${wait} succeeded in ${good.toLocaleString('en')} of ${tried.toLocaleString('en')}.`;
}

type Act = { type: string; from: FailureState | null; payload: unknown };

/** What was done, in words that follow a name. */
export function sayAct({ type, from, payload }: Act, nameOf: (userId: string) => string | undefined): string {
  const told = isJsonObject(payload) ? payload : {};
  switch (type) {
    case 'failure.opened':
      return 'saw it for the first time';
    case 'failure.acknowledged':
      return 'took it on';
    case 'failure.assigned':
      return typeof told.assignee === 'string'
        ? `gave it to ${nameOf(told.assignee) ?? 'somebody who left'}`
        : 'took its owner away';
    case 'failure.snoozed':
      return 'put it off';
    case 'failure.commented':
      return 'wrote';
    case 'failure.resolved':
      return 'resolved it';
    case 'failure.reopened':
      return from === 'SNOOZED' ? 'woke it' : 'reopened it';
    case 'failure.rerun':
      return `ran again ${sayWork(told)}`;
    case 'failure.discarded':
      return `discarded ${countOf(told.count)} of its jobs and runs`;
    default:
      return titleOfEvent(type).toLowerCase();
  }
}

function sayWork(told: Record<string, Json>): string {
  const [jobs, runs] = [countOf(told.jobs), countOf(told.runs)];
  const parts = [jobs > 0 && sayMany(jobs, 'job'), runs > 0 && sayMany(runs, 'run')].filter((part) => part !== false);
  return parts.length === 0 ? 'nothing' : parts.join(' and ');
}

function sayMany(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

function countOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}
