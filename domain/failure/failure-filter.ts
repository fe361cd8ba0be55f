/** Which failures a list shows: the fields of a filter and the terms of its query, brought into one form. */
import { pageBounds } from '#domain/bounds/page.ts';
import { readStates } from '#domain/job/job-filter.ts';
import { type FailureState, failureStates } from '#domain/machines.ts';
import { earlier, later, narrowed, oneOf, onlyOf } from '#domain/query/conditions.ts';
import { type FieldKind, parseQuery, type QueryTerm } from '#domain/query/query-grammar.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { uuidOf } from '#domain/value/ids.ts';

/** What of a kind there is among its jobs: some that are DEAD, or runs. */
export const failureKinds = ['DEAD', 'RUN'] as const;
export type FailureKindAsked = (typeof failureKinds)[number];

/** A filter as clients give it; `ids` and `assignee` are bare uuids, `task` and `workflow` names. Null means absent. */
export type FailureFilter = {
  ids?: readonly string[] | null;
  states?: readonly FailureState[] | null;
  assignee?: string | null;
  task?: string | null;
  workflow?: string | null;
  kind?: FailureKindAsked | null;
  firstSeenAfter?: Date | null;
  firstSeenBefore?: Date | null;
  lastSeenAfter?: Date | null;
  lastSeenBefore?: Date | null;
  query?: string | null;
};

/** Every condition must hold; an absent one holds always, an empty list never. */
export type FailureConditions = {
  ids?: string[] | undefined;
  states?: FailureState[] | undefined;
  assignees?: string[] | undefined;
  tasks?: string[] | undefined;
  workflows?: string[] | undefined;
  types?: string[] | undefined;
  kinds?: FailureKindAsked[] | undefined;
  firstAfterMs?: number | undefined;
  firstBeforeMs?: number | undefined;
  lastAfterMs?: number | undefined;
  lastBeforeMs?: number | undefined;
  /** Words that stand alone: part of the message, of the type, or of a name of what failed. */
  words: string[];
};

/** The fields that a query over failures may name. */
export const failureQueryFields: Readonly<Record<string, FieldKind>> = {
  state: 'words',
  task: 'words',
  workflow: 'words',
  type: 'words',
  kind: 'words',
  assignee: 'words',
  first: 'time',
  last: 'time',
};

/** Who reads, whose `me` is meant, and when. `userId` is a bare uuid; undefined for who is no person. */
export type FailureReader = { nowMs: number; userId?: string | undefined };

/** Reads the filter and its query. */
export function readFailureFilter(
  filter: FailureFilter,
  { nowMs, userId }: FailureReader,
  path: string[],
): Outcome<FailureConditions> {
  if ((filter.ids?.length ?? 0) > pageBounds.idsPerFilterMax)
    return refuse('TOO_LARGE', `a filter names at most ${pageBounds.idsPerFilterMax} failures by id`, [...path, 'ids']);
  let conditions: FailureConditions = {
    ids: onlyOf(filter.ids),
    states: onlyOf(filter.states),
    assignees: oneOf(filter.assignee),
    tasks: oneOf(filter.task),
    workflows: oneOf(filter.workflow),
    kinds: filter.kind === undefined || filter.kind === null ? undefined : [filter.kind],
    firstAfterMs: filter.firstSeenAfter?.getTime(),
    firstBeforeMs: filter.firstSeenBefore?.getTime(),
    lastAfterMs: filter.lastSeenAfter?.getTime(),
    lastBeforeMs: filter.lastSeenBefore?.getTime(),
    words: [],
  };
  const query = parseQuery(filter.query ?? '', { fields: failureQueryFields, nowMs, path: [...path, 'query'] });
  if (!query.ok) return query;
  for (const term of query.value) {
    const next = withTerm(conditions, { term, userId, path: [...path, 'query'] });
    if (!next.ok) return next;
    conditions = next.value;
  }
  return done(conditions);
}

type Reading<Term> = { term: Term; userId: string | undefined; path: string[] };

function withTerm(
  conditions: FailureConditions,
  { term, userId, path }: Reading<QueryTerm>,
): Outcome<FailureConditions> {
  if (term.kind === 'words') return withWords(conditions, { term, userId, path });
  if (term.kind === 'time') return done({ ...conditions, ...spanOf(conditions, term) });
  if (term.kind === 'label') throw new Error('broken invariant: failures have no field of the kind label');
  const id = uuidOf('failure', term.text);
  if (id !== undefined) return done({ ...conditions, ids: narrowed(conditions.ids, [id]) });
  return done({ ...conditions, words: [...conditions.words, term.text] });
}

function withWords(
  conditions: FailureConditions,
  { term, userId, path }: Reading<Extract<QueryTerm, { kind: 'words' }>>,
): Outcome<FailureConditions> {
  const { field, values } = term;
  if (field === 'task') return done({ ...conditions, tasks: narrowed(conditions.tasks, values) });
  if (field === 'workflow') return done({ ...conditions, workflows: narrowed(conditions.workflows, values) });
  if (field === 'type') return done({ ...conditions, types: narrowed(conditions.types, values) });
  if (field === 'kind') {
    const kinds = values.map((value) => failureKinds.find((kind) => kind === value.toUpperCase()));
    const known = kinds.filter((kind) => kind !== undefined);
    if (known.length === kinds.length) return done({ ...conditions, kinds: narrowed(conditions.kinds, known) });
    const message = `"${values[kinds.indexOf(undefined)]}" is not a kind (character ${term.at}); known are ${failureKinds.join(', ').toLowerCase()}`;
    return refuse('BAD_INPUT', message, path);
  }
  if (field === 'assignee') {
    const people = values.flatMap((id) => (id === 'me' ? userId : uuidOf('user', id)) ?? []);
    return done({ ...conditions, assignees: narrowed(conditions.assignees, people) });
  }
  const states = readStates(failureStates, term, path);
  return states.ok ? done({ ...conditions, states: narrowed(conditions.states, states.value) }) : states;
}

function spanOf(conditions: FailureConditions, term: Extract<QueryTerm, { kind: 'time' }>): Partial<FailureConditions> {
  const { field, side, instantMs } = term;
  const isAfter = side === 'after';
  if (field === 'first') {
    return isAfter
      ? { firstAfterMs: later(conditions.firstAfterMs, instantMs) }
      : { firstBeforeMs: earlier(conditions.firstBeforeMs, instantMs) };
  }
  return isAfter
    ? { lastAfterMs: later(conditions.lastAfterMs, instantMs) }
    : { lastBeforeMs: earlier(conditions.lastBeforeMs, instantMs) };
}
