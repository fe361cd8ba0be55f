'use client';

import { useReading } from '#components/api/use-reading.ts';
import { JobFacetsDocument, type JobFilter } from '#components/generated/documents.ts';
import { type Facet, type FieldFacets, facetsOf } from '#components/kit/query/facets.ts';
import { withoutField } from '#components/kit/query/query-text.ts';
import { useBeat } from '#components/live/use-pulse.ts';
import { jobStates } from '#domain/machines.ts';
import { complainAboutJobs } from './job-query.ts';

type Facets = {
  states: readonly Facet[];
  others: readonly FieldFacets[];
};

/** The values that the jobs of a query have. Each field is counted as if the query said nothing of it. */
export function useFacets(query: string, { isDue, pulse }: { isDue: boolean; pulse: number }): Facets {
  const variables = {
    anyState: filterWithout(query, 'state'),
    anyQueue: filterWithout(query, 'queue'),
    anyTask: filterWithout(query, 'task'),
  };
  // The rows come first. A query that cannot be asked has its complaint already.
  const pause = !isDue || complainAboutJobs(query) !== undefined;
  const { data, reload } = useReading({ query: JobFacetsDocument, variables, pause, keepsShown: true });
  useBeat(pulse, reload);
  const counted = (facets: readonly { value: string; count: number }[] | undefined, isExact: boolean | undefined) =>
    facets === undefined ? undefined : { facets, isExact: isExact ?? false };
  return {
    states: facetsOf(jobStates, counted(data?.states.states, data?.states.isExact)),
    others: [
      { field: 'queue', title: 'Queue', facets: facetsOf([], counted(data?.queues.queues, data?.queues.isExact)) },
      { field: 'task', title: 'Task', facets: facetsOf([], counted(data?.tasks.tasks, data?.tasks.isExact)) },
    ],
  };
}

function filterWithout(query: string, field: string): JobFilter {
  const rest = withoutField(query, field);
  return rest === '' ? {} : { query: rest };
}
