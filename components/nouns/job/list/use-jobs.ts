'use client';

import { useClient } from 'urql';
import { faultOf } from '#components/api/fault.ts';
import { type JobFilter, JobIdsDocument, type JobRowFragment, JobsDocument } from '#components/generated/documents.ts';
import { applyToJob } from '#components/live/apply-event.ts';
import { type LiveListView, useLiveList } from '#components/live/use-live-list.ts';
import { bounds } from '#domain/bounds.ts';
import { arrivalTypesOf } from './arrival-types.ts';
import { statesAsked } from './job-query.ts';

const first = bounds.pageSizeDefault;
// Whoever goes back has seen the newest already, and wants to get there.
const older = bounds.pageSizeMax;
const afresh = { requestPolicy: 'network-only' } as const;

/** The jobs that a query asks for, the newest first, live. */
export function useJobs(query: string): LiveListView<JobRowFragment> {
  const client = useClient();
  const filter: JobFilter = query === '' ? {} : { query };
  return useLiveList<JobRowFragment>({
    key: query,
    apply: applyToJob,
    follows: { kind: 'events', filter: { noun: 'JOB', query } },
    arrivals: { kind: 'events', filter: { types: arrivalTypesOf(statesAsked(query)) } },
    readPage: async (after) => {
      const { data, error } = await client
        .query(JobsDocument, { filter, first: after === null ? first : older, after }, afresh)
        .toPromise();
      if (error !== undefined) return { ok: false, fault: faultOf(error) };
      if (data === undefined) throw new Error('an answer without data and without an error');
      const { nodes, pageInfo, ...page } = data.jobs;
      const place = { endCursor: pageInfo.endCursor, hasOlder: pageInfo.hasNextPage };
      return { ok: true, value: { ...page, ...place, rows: nodes } };
    },
    readFirstIds: async () => {
      const { data, error } = await client.query(JobIdsDocument, { filter, first }, afresh).toPromise();
      if (error !== undefined) return { ok: false, fault: faultOf(error) };
      return { ok: true, value: data?.jobs.nodes.map((node) => node.id) ?? [] };
    },
  });
}
