'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { HistogramFold, HistogramPlace } from '#components/histogram/histogram-fold.tsx';
import { ListHead } from '#components/page/list-parts.tsx';
import { FaultNotice } from '#components/page/notice.tsx';
import { Page } from '#components/page/page.tsx';
import { FacetRow } from '#components/query/facet-row.tsx';
import { QueryBar } from '#components/query/query-bar.tsx';
import { usePlace } from '#components/query/use-place.ts';
import { useSaved } from '#components/query/use-saved.ts';
import { ViewsBar } from '#components/query/views-bar.tsx';
import { jobLooks } from '#components/state/state-look.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { JobList } from './job-list.tsx';
import { complainAboutJobs, jobViews } from './job-query.ts';
import { NoJobs } from './no-jobs.tsx';
import { useFacets } from './use-facets.ts';
import { useJobValues } from './use-job-values.ts';
import { useJobs } from './use-jobs.ts';

// Nobody looks into a job before the list is there.
const JobPeek = dynamic(() => import('./job-peek.tsx').then((module) => module.JobPeek), { ssr: false });
// The rows come first; the chart's place is kept.
const JobHistogram = dynamic(() => import('./job-histogram.tsx').then((module) => module.JobHistogram), { ssr: false });

/** Every job of the tenant: asked for, live, looked into, acted upon. */
export function JobsPage() {
  const place = usePlace();
  const { query, peek, look } = place;
  const saved = useSaved('jobs');
  const view = useJobs(query);
  const [isWriting, setIsWriting] = useState(false);
  const vocabulary = useJobValues(isWriting);
  const facets = useFacets(query, view.list?.eventCursor);
  const ask = (next: string) => {
    saved.remember(next);
    place.ask(next);
  };
  // Without a job there is no time to show, and nothing else moves when the place goes.
  const isEmpty = query === '' && view.list?.rows.length === 0;
  return (
    <Page title="Jobs" actions={<ListHead view={view} noun="jobs" />} isFilled>
      <ViewsBar whole="All jobs" given={jobViews} saved={saved} query={query} onAsk={place.ask} />
      <QueryBar
        label="Filter jobs"
        example="state:failed queue:billing started:>-2h label:env=prod"
        query={query}
        vocabulary={vocabulary}
        looks={jobLooks}
        recent={saved.recent}
        complainAbout={complainAboutJobs}
        onAsk={ask}
        onFocus={() => setIsWriting(true)}
      />
      <FacetRow query={query} onAsk={place.ask} looks={jobLooks} {...facets}>
        <HistogramFold />
      </FacetRow>
      {!isEmpty && (
        <HistogramPlace>
          <JobHistogram query={query} after={view.list?.eventCursor} onAsk={place.ask} />
        </HistogramPlace>
      )}
      {view.list === undefined && (
        <div className="panel min-h-0 flex-1">
          {view.fault === undefined ? <Skeleton rows={14} /> : <FaultNotice fault={view.fault} onRetry={view.reload} />}
        </div>
      )}
      {view.list?.rows.length === 0 && <NoJobs query={query} onClear={() => place.ask('')} />}
      {view.list !== undefined && view.list.rows.length > 0 && <JobList view={view} place={place} />}
      {peek !== undefined && <JobPeek id={peek} onClose={() => look(undefined)} />}
    </Page>
  );
}
