'use client';

import { ask } from '#components/api/ask.ts';
import { FailureIdsDocument, type FailureRowFragment, FailuresDocument } from '#components/generated/failures.ts';
import { ListPage } from '#components/kit/list/list-page.tsx';
import type { NounList } from '#components/kit/list/noun-list.ts';
import { pageOf } from '#components/kit/list/page-of.ts';
import { failurePath } from '#components/kit/words/paths.ts';
import type { Topic } from '#components/live/live-event.ts';
import { failure } from '#components/nouns/failure/failure.ts';
import { failureMoves } from '#components/nouns/failure/failure-events.ts';
import { applyToFailure, titleOf } from '#components/nouns/failure/failure-words.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import { failureActs } from './failure-acts.ts';
import { failureColumns } from './failure-columns.tsx';
import { failureFilter, filterAsked } from './failure-filter.tsx';
import { GroupingLag } from './grouping-lag.tsx';
import { NoFailures } from './no-failures.tsx';

const moves: Topic = { kind: 'events', filter: { types: failureMoves } };
const ownings: Topic = { kind: 'events', filter: { types: ['failure.acknowledged', 'failure.assigned'] } };

const failureList: NounList<FailureRowFragment> = {
  noun: failure,
  filter: failureFilter,
  page: ({ query, ...page }) =>
    ask(FailuresDocument, { filter: filterAsked(query), ...page }, ({ failures }) => pageOf(failures)),
  ids: ({ query, first }) =>
    ask(FailureIdsDocument, { filter: filterAsked(query), first }, ({ failures }) =>
      failures.nodes.map(({ id }) => id),
    ),
  live: {
    apply: applyToFailure,
    follows: () => ({ kind: 'events', filter: { noun: 'FAILURE' } }),
    arrivals: () => moves,
    moves,
  },
  // An event names the owner by an id alone.
  reread: {
    topic: ownings,
    isWanted: () => true,
    read: (ids) =>
      ask(FailuresDocument, { filter: { ids }, first: pageBounds.pageSizeMax }, ({ failures }) => {
        const latest = new Map(failures.nodes.map((row) => [row.id, row]));
        return (row) => latest.get(row.id) ?? row;
      }),
  },
  columns: () => failureColumns,
  minWidth: '64rem',
  lines: 2,
  nameOf: titleOf,
  pathOf: ({ id }) => failurePath(id),
  Empty: NoFailures,
  Actions: GroupingLag,
  acts: failureActs,
};

/** Everything that failed, by its kind: what nobody has mended first. */
export function FailuresPage() {
  return <ListPage list={failureList} />;
}
