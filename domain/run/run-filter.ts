/** Which runs a list shows: the fields of a filter and the terms of its query, brought into one form. */
import { pageBounds } from '#domain/bounds/page.ts';
import { readStates } from '#domain/job/job-filter.ts';
import { type RunState, runStates } from '#domain/machines.ts';
import { earlier, later, narrowed, oneOf, onlyOf } from '#domain/query/conditions.ts';
import { type FieldKind, parseQuery, type QueryTerm } from '#domain/query/query-grammar.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { unreachable } from '#domain/unreachable.ts';
import { uuidOf } from '#domain/value/ids.ts';

/** A filter as clients give it; `ids` and `schedule` are bare uuids, `workflow` a name. Null means absent. */
export type RunFilter = {
  ids?: readonly string[] | null;
  states?: readonly RunState[] | null;
  workflow?: string | null;
  schedule?: string | null;
  /** A bare uuid: runs that steps of this run started, of one step where it is named. */
  parent?: string | null;
  parentStep?: string | null;
  /** True for runs that no step started. */
  topLevel?: boolean | null;
  startedAfter?: Date | null;
  startedBefore?: Date | null;
  query?: string | null;
};

/** Every condition must hold; an absent one holds always, an empty list never. */
export type RunConditions = {
  states?: RunState[] | undefined;
  workflows?: string[] | undefined;
  schedules?: string[] | undefined;
  ids?: string[] | undefined;
  parents?: string[] | undefined;
  parentStep?: string | undefined;
  /** True when no step may have started it, false when one must have. */
  isTop?: boolean | undefined;
  startedAfterMs?: number | undefined;
  startedBeforeMs?: number | undefined;
  finishedAfterMs?: number | undefined;
  finishedBeforeMs?: number | undefined;
  /** Words that stand alone: part of a workflow's name. */
  words: string[];
};

/** The fields that a query over runs may name. */
export const runQueryFields: Readonly<Record<string, FieldKind>> = {
  state: 'words',
  workflow: 'words',
  schedule: 'words',
  parent: 'words',
  started: 'time',
  finished: 'time',
};

/** Reads the filter and its query. */
export function readRunFilter(filter: RunFilter, nowMs: number, path: string[]): Outcome<RunConditions> {
  if ((filter.ids?.length ?? 0) > pageBounds.idsPerFilterMax)
    return refuse('TOO_LARGE', `a filter names at most ${pageBounds.idsPerFilterMax} runs by id`, [...path, 'ids']);
  let conditions: RunConditions = {
    ids: onlyOf(filter.ids),
    states: onlyOf(filter.states),
    workflows: oneOf(filter.workflow),
    schedules: oneOf(filter.schedule),
    parents: oneOf(filter.parent),
    parentStep: filter.parentStep ?? undefined,
    isTop: filter.topLevel ?? undefined,
    startedAfterMs: filter.startedAfter?.getTime(),
    startedBeforeMs: filter.startedBefore?.getTime(),
    words: [],
  };
  const query = parseQuery(filter.query ?? '', { fields: runQueryFields, nowMs, path: [...path, 'query'] });
  if (!query.ok) return query;
  for (const term of query.value) {
    const next = withTerm(conditions, term, [...path, 'query']);
    if (!next.ok) return next;
    conditions = next.value;
  }
  return done(conditions);
}

/** True when nothing is asked for: then every run matches. */
export function isEveryRun({ words, ...conditions }: RunConditions): boolean {
  return words.length === 0 && Object.values(conditions).every((condition) => condition === undefined);
}

function withTerm(conditions: RunConditions, term: QueryTerm, path: string[]): Outcome<RunConditions> {
  switch (term.kind) {
    case 'words': {
      const { values } = term;
      if (term.field === 'workflow') return done({ ...conditions, workflows: narrowed(conditions.workflows, values) });
      if (term.field === 'schedule') {
        return done({
          ...conditions,
          schedules: narrowed(
            conditions.schedules,
            values.flatMap((id) => uuidOf('schedule', id) ?? []),
          ),
        });
      }
      if (term.field === 'parent') return withParents(conditions, values, path);
      const states = readStates(runStates, term, path);
      return states.ok ? done({ ...conditions, states: narrowed(conditions.states, states.value) }) : states;
    }
    case 'time':
      return done({ ...conditions, ...spanOf(conditions, term) });
    case 'text': {
      const id = uuidOf('run', term.text);
      if (id !== undefined) return done({ ...conditions, ids: narrowed(conditions.ids, [id]) });
      return done({ ...conditions, words: [...conditions.words, term.text] });
    }
    case 'label':
      throw new Error('broken invariant: runs have no field of the kind label');
    default:
      return unreachable(term);
  }
}

/** `parent:none` are runs that no step started, `parent:any` those that one did. */
function withParents(conditions: RunConditions, values: readonly string[], path: string[]): Outcome<RunConditions> {
  const [only] = values;
  if (values.length === 1 && (only === 'none' || only === 'any'))
    return done({ ...conditions, isTop: only === 'none' });
  const ids = values.flatMap((id) => uuidOf('run', id) ?? []);
  if (ids.length < values.length) return refuse('BAD_INPUT', 'parent is none, any or ids of runs', path);
  return done({ ...conditions, parents: narrowed(conditions.parents, ids) });
}

function spanOf(conditions: RunConditions, term: Extract<QueryTerm, { kind: 'time' }>): Partial<RunConditions> {
  const { field, side, instantMs } = term;
  if (field === 'started') {
    return side === 'after'
      ? { startedAfterMs: later(conditions.startedAfterMs, instantMs) }
      : { startedBeforeMs: earlier(conditions.startedBeforeMs, instantMs) };
  }
  return side === 'after'
    ? { finishedAfterMs: later(conditions.finishedAfterMs, instantMs) }
    : { finishedBeforeMs: earlier(conditions.finishedBeforeMs, instantMs) };
}
