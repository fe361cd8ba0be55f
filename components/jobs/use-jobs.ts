'use client';

import { useClient } from 'urql';
import { faultOf } from '#components/api/fault.ts';
import { JobIdsDocument, type JobRowFragment, JobsDocument } from '#components/generated/documents.ts';
import { applyToJob } from '#components/live/apply-event.ts';
import { type LiveListView, useLiveList } from '#components/live/use-live-list.ts';
import type { ListFilter } from '#components/page/list-filter.ts';
import { bounds } from '#domain/bounds.ts';
import type { JobState } from '#domain/machines.ts';
import { arrivalTypesOf, jobFilterOf } from './job-filter.ts';

const first = bounds.pageSizeDefault;
const afresh = { requestPolicy: 'network-only' } as const;

/** The jobs that match a filter, the newest first, live. */
export function useJobs(shown: ListFilter<JobState>): LiveListView<JobRowFragment> {
  const client = useClient();
  const filter = jobFilterOf(shown);
  return useLiveList<JobRowFragment>({
    key: JSON.stringify(filter),
    apply: applyToJob,
    topicOf: (jobs) => ({ kind: 'events', filter: { jobs } }),
    arrivals: { kind: 'events', filter: { types: arrivalTypesOf(shown.states) } },
    readPage: async (after) => {
      const { data, error } = await client.query(JobsDocument, { filter, first, after }, afresh).toPromise();
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
