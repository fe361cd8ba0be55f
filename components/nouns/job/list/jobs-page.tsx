'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { HistogramFold, HistogramPlace } from '#components/kit/histogram/histogram-fold.tsx';
import { ListBody, ListHead } from '#components/kit/page/list-parts.tsx';
import { Page } from '#components/kit/page/page.tsx';
import { ListQuery } from '#components/kit/query/list-query.tsx';
import { usePlace } from '#components/kit/query/use-place.ts';
import type { Topic } from '#components/live/live-event.ts';
import { usePulse } from '#components/live/use-pulse.ts';
import { jobLooks } from '#components/state/state-look.ts';
import { bounds } from '#domain/bounds.ts';
import { movedTypes } from './arrival-types.ts';
import { JobList } from './job-list.tsx';
import { complainAboutJobs, jobViews } from './job-query.ts';
import { NoJobs } from './no-jobs.tsx';
import { useFacets } from './use-facets.ts';
import { useJobValues } from './use-job-values.ts';
import { useJobs } from './use-jobs.ts';

// Nobody looks into a job before the list is there.
const JobPeek = dynamic(() => import('#components/nouns/job/job-peek.tsx').then((module) => module.JobPeek), {
  ssr: false,
});
// The rows come first; the chart's place is kept.
const JobHistogram = dynamic(() => import('./job-histogram.tsx').then((module) => module.JobHistogram), { ssr: false });

const moves: Topic = { kind: 'events', filter: { types: movedTypes } };

/** Every job of the tenant: asked for, live, looked into, acted upon. */
export function JobsPage() {
  const place = usePlace();
  const { query, peek, look } = place;
  const view = useJobs(query);
  const [isWriting, setIsWriting] = useState(false);
  const vocabulary = useJobValues(isWriting);
  const pulse = usePulse({ topic: moves, after: view.list?.eventCursor, gapMs: bounds.countFacetsMs });
  const facets = useFacets(query, { isDue: view.list !== undefined, pulse });
  // Without a job there is no time to show, and nothing else moves when the place goes.
  const isEmpty = query === '' && view.list?.rows.length === 0;
  return (
    <Page title="Jobs" actions={<ListHead view={view} noun="jobs" />} isFilled>
      <ListQuery
        list="jobs"
        whole="All jobs"
        views={jobViews}
        label="Filter jobs"
        example="state:failed queue:billing started:>-2h label:env=prod"
        query={query}
        vocabulary={vocabulary}
        looks={jobLooks}
        complainAbout={complainAboutJobs}
        onAsk={place.ask}
        onFocus={() => setIsWriting(true)}
        {...facets}
      >
        <HistogramFold />
      </ListQuery>
      {!isEmpty && (
        <HistogramPlace areRowsThere={view.list !== undefined}>
          <JobHistogram query={query} pulse={pulse} onAsk={place.ask} />
        </HistogramPlace>
      )}
      <ListBody view={view} none={<NoJobs query={query} onClear={() => place.ask('')} />}>
        <JobList view={view} place={place} />
      </ListBody>
      {peek !== undefined && <JobPeek id={peek} onClose={() => look(undefined)} />}
    </Page>
  );
}
