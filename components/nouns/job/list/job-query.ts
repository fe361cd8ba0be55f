/** What a list of jobs can be asked for, in words: fields, values, and the views that everybody has. */
import type { Span } from '#components/kit/histogram/histogram-window.ts';
import type { Suggestion, Vocabulary } from '#components/kit/query/complete-query.ts';
import { type Complaint, complaintAbout } from '#components/kit/query/query-complaint.ts';
import type { SavedView } from '#components/kit/views/saved-views.ts';
import { jobLooks } from '#components/state/state-look.ts';
import { jobQueryFields, readJobFilter } from '#domain/job/job-filter.ts';
import { type JobState, jobStates } from '#domain/machines.ts';

type Named = { name: string; hint: string };

/** The views that everybody has. */
export const jobViews: readonly SavedView[] = [
  { name: 'Needs attention', query: 'state:failed,dead finished:>-24h' },
  { name: 'Running now', query: 'state:running' },
  { name: 'Waiting', query: 'state:pending,scheduled' },
  { name: 'Slow', query: 'state:running started:<-10m' },
];

const hints: Record<string, string> = {
  state: 'where it is in its life',
  queue: 'the lane it waits in',
  task: 'what it executes',
  run: 'steps of a run, by its id',
  schedule: 'made by a schedule, by its id',
  correlation: 'your own id for the work',
  label: 'label:name=value',
  created: 'when it was enqueued: >-2h, <2026-03-01',
  started: 'when its latest attempt began',
  finished: 'when it settled',
};

/** What the query bar may offer, with the queues and tasks that this tenant has. */
export function jobVocabulary(known: { queues: readonly Named[]; tasks: readonly Named[] }): Vocabulary {
  const states = jobStates.map((state) => ({ value: state.toLowerCase(), hint: jobLooks[state].word }));
  const values = { state: states, queue: known.queues.map(valueOf), task: known.tasks.map(valueOf) };
  return { fields: jobQueryFields, hints, values };
}

/** Why a query cannot be asked; undefined when it can. */
export function complainAboutJobs(query: string): Complaint | undefined {
  return complaintAbout(readJobFilter({ query }, 0, ['query']));
}

/** The states that a query names; none when it names none or cannot be read. */
export function statesAsked(query: string): readonly JobState[] {
  const filter = readJobFilter({ query }, 0, ['query']);
  return filter.ok ? (filter.value.states ?? []) : [];
}

/** The span of creation that a query names; undefined when it cannot be asked. */
export function createdSpan(query: string, nowMs: number): Span | undefined {
  const filter = readJobFilter({ query }, nowMs, ['query']);
  return filter.ok ? { afterMs: filter.value.createdAfterMs, beforeMs: filter.value.createdBeforeMs } : undefined;
}

function valueOf({ name, hint }: Named): { value: string; hint: Suggestion['hint'] } {
  return { value: name, hint };
}
