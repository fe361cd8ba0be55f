'use client';

import { useClient } from 'urql';
import { faultOf } from '#components/api/fault.ts';
import {
  type ListedRunFragment,
  type RunFilter,
  RunIdsDocument,
  RunsDocument,
} from '#components/generated/documents.ts';
import { applyToRun } from '#components/live/apply-event.ts';
import { type LiveListView, useLiveList } from '#components/live/use-live-list.ts';
import { bounds } from '#domain/bounds.ts';
import type { EventType } from '#domain/event-catalogue.ts';
import { isByState } from './run-query.ts';
import { useStepProgress } from './use-step-progress.ts';

const first = bounds.pageSizeDefault;
// Whoever goes back has seen the newest already, and wants to get there.
const older = bounds.pageSizeMax;
const afresh = { requestPolicy: 'network-only' } as const;

/** The event types with which a run comes into a state. */
export const runMoves: EventType[] = [
  'run.started',
  'run.succeeded',
  'run.failed',
  'run.cancelled',
  'run.paused',
  'run.resumed',
];

/** The runs that a query asks for, the newest first, live. */
export function useRuns(query: string): LiveListView<ListedRunFragment> {
  const client = useClient();
  const filter: RunFilter = query === '' ? {} : { query };
  const view = useLiveList<ListedRunFragment>({
    key: query,
    apply: applyToRun,
    follows: { kind: 'events', filter: { noun: 'RUN', query } },
    arrivals: { kind: 'events', filter: { types: isByState(query) ? runMoves : ['run.started'] } },
    readPage: async (after) => {
      const { data, error } = await client
        .query(RunsDocument, { filter, first: after === null ? first : older, after }, afresh)
        .toPromise();
      if (error !== undefined) return { ok: false, fault: faultOf(error) };
      if (data === undefined) throw new Error('an answer without data and without an error');
      const { nodes, pageInfo, ...page } = data.runs;
      const place = { endCursor: pageInfo.endCursor, hasOlder: pageInfo.hasNextPage };
      return { ok: true, value: { ...page, ...place, rows: nodes } };
    },
    readFirstIds: async () => {
      const { data, error } = await client.query(RunIdsDocument, { filter, first }, afresh).toPromise();
      if (error !== undefined) return { ok: false, fault: faultOf(error) };
      return { ok: true, value: data?.runs.nodes.map((node) => node.id) ?? [] };
    },
  });
  useStepProgress(view);
  return view;
}
