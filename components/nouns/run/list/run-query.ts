/** What a list of runs can be asked for, in words: fields, values, and the views that everybody has. */
import type { Span } from '#components/kit/histogram/histogram-window.ts';
import type { Vocabulary } from '#components/kit/query/complete-query.ts';
import { type Complaint, complaintAbout } from '#components/kit/query/query-complaint.ts';
import type { SavedView } from '#components/kit/views/saved-views.ts';
import { runLooks } from '#components/state/state-look.ts';
import { runStates } from '#domain/machines.ts';
import { readRunFilter, runQueryFields } from '#domain/run/run-filter.ts';

/** The views that everybody has. */
export const runViews: readonly SavedView[] = [
  { name: 'Needs attention', query: 'state:failed finished:>-24h' },
  { name: 'Running now', query: 'state:running,paused' },
  { name: 'Slow', query: 'state:running started:<-1h' },
  { name: 'Last 24 hours', query: 'started:>-24h' },
];

const hints: Record<string, string> = {
  state: 'where it is in its life',
  workflow: 'what it executes',
  schedule: 'started by a schedule, by its id',
  parent: 'started by a step of another run: any, none, or the id of that run',
  started: 'when it began: >-2h, <2026-03-01',
  finished: 'when it settled',
};

const parents = [
  { value: 'none', hint: 'no step started it' },
  { value: 'any', hint: 'a step of another run started it' },
];

/** What the query bar may offer, with the workflows and schedules that this tenant has. */
export function runVocabulary(known: {
  workflows: readonly { name: string; description: string | null }[];
  schedules: readonly { id: string; name: string }[];
}): Vocabulary {
  const states = runStates.map((state) => ({ value: state.toLowerCase(), hint: runLooks[state].word }));
  const workflow = known.workflows.map(({ name, description }) => ({ value: name, hint: description ?? '' }));
  const schedule = known.schedules.map(({ id, name }) => ({ value: id, hint: name }));
  return { fields: runQueryFields, hints, values: { state: states, workflow, schedule, parent: parents } };
}

/** Why a query cannot be asked; undefined when it can. */
export function complainAboutRuns(query: string): Complaint | undefined {
  return complaintAbout(readRunFilter({ query }, 0, ['query']));
}

/** Whether a query is about runs in some states only. */
export function isByState(query: string): boolean {
  const filter = readRunFilter({ query }, 0, ['query']);
  return filter.ok && filter.value.states !== undefined;
}

/** The span of starts that a query names; undefined when it cannot be asked. */
export function startedSpan(query: string, nowMs: number): Span | undefined {
  const filter = readRunFilter({ query }, nowMs, ['query']);
  return filter.ok ? { afterMs: filter.value.startedAfterMs, beforeMs: filter.value.startedBeforeMs } : undefined;
}
