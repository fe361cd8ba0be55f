/** Which jobs a list shows: the fields of a filter and the terms of its query, brought into one form. */
import { pageBounds } from '#domain/bounds/page.ts';
import { type JobState, jobStates } from '#domain/machines.ts';
import { earlier, later, narrowed, oneOf, onlyOf } from '#domain/query/conditions.ts';
import { type FieldKind, parseQuery, type QueryTerm } from '#domain/query/query-grammar.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { unreachable } from '#domain/unreachable.ts';
import { uuidOf } from '#domain/value/ids.ts';
import { checkKnownLabels } from '#domain/value/input-checks.ts';
import { isJsonObject } from '#domain/value/json.ts';

/** A filter as clients give it; `ids`, `run` and `schedule` are bare uuids, `queue` and `task` names. Null means absent. */
export type JobFilter = {
  ids?: readonly string[] | null;
  states?: readonly JobState[] | null;
  queue?: string | null;
  task?: string | null;
  run?: string | null;
  schedule?: string | null;
  labels?: unknown;
  correlationId?: string | null;
  createdAfter?: Date | null;
  createdBefore?: Date | null;
  finishedAfter?: Date | null;
  finishedBefore?: Date | null;
  query?: string | null;
};

/** Every condition must hold; an absent one holds always, an empty list never. */
export type JobConditions = {
  states?: JobState[] | undefined;
  queues?: string[] | undefined;
  tasks?: string[] | undefined;
  ids?: string[] | undefined;
  runs?: string[] | undefined;
  schedules?: string[] | undefined;
  correlationIds?: string[] | undefined;
  labels: Record<string, string>;
  createdAfterMs?: number | undefined;
  createdBeforeMs?: number | undefined;
  startedAfterMs?: number | undefined;
  startedBeforeMs?: number | undefined;
  finishedAfterMs?: number | undefined;
  finishedBeforeMs?: number | undefined;
  /** Words that stand alone: part of a task's name, or a correlation id. */
  words: string[];
};

/** The fields that a query over jobs may name. */
export const jobQueryFields: Readonly<Record<string, FieldKind>> = {
  state: 'words',
  queue: 'words',
  task: 'words',
  run: 'words',
  schedule: 'words',
  correlation: 'words',
  label: 'label',
  created: 'time',
  started: 'time',
  finished: 'time',
};

/** Reads the filter and its query. */
export function readJobFilter(filter: JobFilter, nowMs: number, path: string[]): Outcome<JobConditions> {
  const unfit = checkKnownLabels({ value: filter.labels, path: [...path, 'labels'] });
  if (unfit.length > 0) return refuseAll(unfit);
  if ((filter.ids?.length ?? 0) > pageBounds.idsPerFilterMax)
    return refuse('TOO_LARGE', `a filter names at most ${pageBounds.idsPerFilterMax} jobs by id`, [...path, 'ids']);
  const labels = isJsonObject(filter.labels)
    ? Object.entries(filter.labels).map(([key, value]) => [key, String(value)] as const)
    : [];
  let conditions: JobConditions = {
    states: onlyOf(filter.states),
    ids: onlyOf(filter.ids),
    queues: oneOf(filter.queue),
    tasks: oneOf(filter.task),
    runs: oneOf(filter.run),
    schedules: oneOf(filter.schedule),
    correlationIds: oneOf(filter.correlationId),
    labels: Object.fromEntries(labels),
    createdAfterMs: filter.createdAfter?.getTime(),
    createdBeforeMs: filter.createdBefore?.getTime(),
    finishedAfterMs: filter.finishedAfter?.getTime(),
    finishedBeforeMs: filter.finishedBefore?.getTime(),
    words: [],
  };
  const query = parseQuery(filter.query ?? '', { fields: jobQueryFields, nowMs, path: [...path, 'query'] });
  if (!query.ok) return query;
  for (const term of query.value) {
    const next = withTerm(conditions, term, [...path, 'query']);
    if (!next.ok) return next;
    conditions = next.value;
  }
  return done(conditions);
}

/** True when the conditions name nothing: every job of the tenant is meant. */
export function isEveryJob({ labels, words, ...conditions }: JobConditions): boolean {
  return (
    Object.keys(labels).length === 0 &&
    words.length === 0 &&
    Object.values(conditions).every((condition) => condition === undefined)
  );
}

function withTerm(conditions: JobConditions, term: QueryTerm, path: string[]): Outcome<JobConditions> {
  switch (term.kind) {
    case 'words':
      return withWords(conditions, term, path);
    case 'time':
      return done({ ...conditions, ...spanOf(conditions, term) });
    case 'label':
      return done({ ...conditions, labels: { ...conditions.labels, [term.key]: term.value } });
    case 'text': {
      const id = uuidOf('job', term.text);
      if (id !== undefined) return done({ ...conditions, ids: narrowed(conditions.ids, [id]) });
      return done({ ...conditions, words: [...conditions.words, term.text] });
    }
    default:
      return unreachable(term);
  }
}

function withWords(
  conditions: JobConditions,
  term: Extract<QueryTerm, { kind: 'words' }>,
  path: string[],
): Outcome<JobConditions> {
  const { values } = term;
  switch (term.field) {
    case 'state': {
      const states = readStates(jobStates, term, path);
      return states.ok ? done({ ...conditions, states: narrowed(conditions.states, states.value) }) : states;
    }
    case 'queue':
      return done({ ...conditions, queues: narrowed(conditions.queues, values) });
    case 'task':
      return done({ ...conditions, tasks: narrowed(conditions.tasks, values) });
    case 'correlation':
      return done({ ...conditions, correlationIds: narrowed(conditions.correlationIds, values) });
    case 'run':
      return done({
        ...conditions,
        runs: narrowed(
          conditions.runs,
          values.flatMap((id) => uuidOf('run', id) ?? []),
        ),
      });
    default:
      return done({
        ...conditions,
        schedules: narrowed(
          conditions.schedules,
          values.flatMap((id) => uuidOf('schedule', id) ?? []),
        ),
      });
  }
}

/** The states that the values of a term name, in any case. */
export function readStates<State extends string>(
  known: readonly State[],
  term: Extract<QueryTerm, { kind: 'words' }>,
  path: string[],
): Outcome<State[]> {
  const states: State[] = [];
  for (const value of term.values) {
    const state = known.find((each) => each === value.toUpperCase());
    if (state === undefined) {
      return refuse(
        'BAD_INPUT',
        `"${value}" is not a state (character ${term.at}); known are ${known.join(', ').toLowerCase()}`,
        path,
      );
    }
    states.push(state);
  }
  return done(states);
}

function spanOf(conditions: JobConditions, term: Extract<QueryTerm, { kind: 'time' }>): Partial<JobConditions> {
  const { field, side, instantMs } = term;
  if (field === 'created') {
    return side === 'after'
      ? { createdAfterMs: later(conditions.createdAfterMs, instantMs) }
      : { createdBeforeMs: earlier(conditions.createdBeforeMs, instantMs) };
  }
  if (field === 'started') {
    return side === 'after'
      ? { startedAfterMs: later(conditions.startedAfterMs, instantMs) }
      : { startedBeforeMs: earlier(conditions.startedBeforeMs, instantMs) };
  }
  return side === 'after'
    ? { finishedAfterMs: later(conditions.finishedAfterMs, instantMs) }
    : { finishedBeforeMs: earlier(conditions.finishedBeforeMs, instantMs) };
}
