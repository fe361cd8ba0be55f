'use client';

import dynamic from 'next/dynamic';
import { ask } from '#components/api/ask.ts';
import {
  JobFacetsDocument,
  JobFailuresDocument,
  type JobFilter,
  JobIdsDocument,
  JobQueryValuesDocument,
  type JobRowFragment,
  JobsDocument,
} from '#components/generated/jobs.ts';
import { ListPage } from '#components/kit/list/list-page.tsx';
import type { NounList } from '#components/kit/list/noun-list.ts';
import { pageOf } from '#components/kit/list/page-of.ts';
import { withoutField } from '#components/kit/query/query-text.ts';
import { jobPath } from '#components/kit/words/paths.ts';
import { shortId } from '#components/kit/words/short-id.ts';
import { applyToJob } from '#components/live/apply-event.ts';
import { longestSpanMs, measuredSpan } from '#components/nouns/job/details/measured-span.ts';
import { job } from '#components/nouns/job/job.ts';
import { jobLooks } from '#components/state/state-look.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import { arrivalTypesOf, movedTypes } from './arrival-types.ts';
import { jobActs } from './job-acts.ts';
import { jobColumns } from './job-columns.tsx';
import { complainAboutJobs, jobViews, jobVocabulary, statesAsked } from './job-query.ts';
import { NoJobs } from './no-jobs.tsx';

/** What failed jobs died of, by id. */
type Failures = ReadonlyMap<string, string>;

const noFailures: Failures = new Map();
const named = { first: pageBounds.pageSizeMax };

// The rows come first; the chart's place is kept, and nobody looks into a job before the list is there.
const Chart = dynamic(() => import('./job-histogram.tsx').then((module) => module.JobHistogram), { ssr: false });
const Peek = dynamic(() => import('#components/nouns/job/job-peek.tsx').then((module) => module.JobPeek), {
  ssr: false,
});

/** The list of jobs as a value. */
const jobList: NounList<JobRowFragment, Failures> = {
  noun: job,
  query: {
    example: 'state:failed queue:billing started:>-2h label:env=prod',
    views: jobViews,
    looks: jobLooks,
    complainAbout: complainAboutJobs,
    vocabulary: jobVocabulary({ queues: [], tasks: [] }),
    values: ask(JobQueryValuesDocument, named, ({ queues, tasks }) =>
      jobVocabulary({
        queues: queues.map(({ name, paused }) => ({ name, hint: paused ? 'paused' : '' })),
        tasks: tasks.nodes.map(({ name, description }) => ({ name, hint: description ?? '' })),
      }),
    ),
    facets: (query) => {
      const asked = {
        anyState: filterOf(withoutField(query, 'state')),
        anyQueue: filterOf(withoutField(query, 'queue')),
        anyTask: filterOf(withoutField(query, 'task')),
      };
      return ask(JobFacetsDocument, asked, ({ states, queues, tasks }) => [
        { field: 'state', title: 'State', facets: states.states, isExact: states.isExact },
        { field: 'queue', title: 'Queue', facets: queues.queues, isExact: queues.isExact },
        { field: 'task', title: 'Task', facets: tasks.tasks, isExact: tasks.isExact },
      ]);
    },
  },
  page: ({ query, ...page }) => ask(JobsDocument, { filter: filterOf(query), ...page }, ({ jobs }) => pageOf(jobs)),
  ids: ({ query, first }) =>
    ask(JobIdsDocument, { filter: filterOf(query), first }, ({ jobs }) => jobs.nodes.map(({ id }) => id)),
  live: {
    apply: applyToJob,
    follows: (query) => ({ kind: 'events', filter: { noun: 'JOB', query } }),
    arrivals: (query) => ({ kind: 'events', filter: { types: arrivalTypesOf(statesAsked(query)) } }),
    moves: { kind: 'events', filter: { types: movedTypes } },
  },
  // It stands beside the payloads of a job, so it is read after the list is there, and only for those that failed.
  beside: (rows) => {
    const failed = rows.filter(({ state }) => state === 'FAILED' || state === 'DEAD').slice(0, named.first);
    if (failed.length === 0) return undefined;
    return ask(JobFailuresDocument, { ...named, ids: failed.map(({ id }) => id) }, ({ jobs }) => {
      const messages = jobs.nodes.flatMap(({ id, error }) => (error === null ? [] : [[id, error.message] as const]));
      return new Map(messages);
    });
  },
  columns: ({ rows, beside }) =>
    jobColumns({ longestMs: longestSpanMs(rows.map(measuredSpan)), failures: beside ?? noFailures }),
  minWidth: '68rem',
  nameOf: ({ id, task }) => `${task.name} ${shortId(id)}`,
  stateOf: ({ state }) => state,
  pathOf: ({ id }) => jobPath(id),
  Empty: NoJobs,
  Chart,
  Peek,
  acts: jobActs,
};

function filterOf(query: string): JobFilter {
  return query === '' ? {} : { query };
}

/** Every job of the tenant: asked for, live, looked into, acted upon. */
export function JobsPage() {
  return <ListPage list={jobList} />;
}
