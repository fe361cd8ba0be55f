'use client';

import { useSearchParams } from 'next/navigation';
import { readListFilter } from '#components/page/list-filter.ts';
import { ListFilterBar } from '#components/page/list-filter-bar.tsx';
import { ListFoot, ListHead } from '#components/page/list-parts.tsx';
import { EmptyNotice, FaultNotice, LoadingNotice } from '#components/page/notice.tsx';
import { Page } from '#components/page/page.tsx';
import { jobLooks } from '#components/state/state-look.ts';
import { jobStates } from '#domain/machines.ts';
import { JobsTable } from './jobs-table.tsx';
import { useJobs } from './use-jobs.ts';

/** Every job of the tenant, filtered, live. */
export function JobsPage() {
  const filter = readListFilter(useSearchParams(), jobStates);
  const view = useJobs(filter);
  const isFiltered = filter.states.length > 0 || filter.query !== '';
  const example = 'task:send-invoice queue:billing';
  return (
    <Page title="Jobs" actions={<ListHead view={view} noun="jobs" />}>
      <ListFilterBar path="/jobs" filter={filter} looks={jobLooks} states={jobStates} example={example} />
      <div className="panel">
        {view.list === undefined && view.fault !== undefined && (
          <FaultNotice fault={view.fault} onRetry={view.reload} />
        )}
        {view.list === undefined && view.fault === undefined && <LoadingNotice rows={10} />}
        {view.list !== undefined && view.list.rows.length === 0 && <NoJobs isFiltered={isFiltered} />}
        {view.list !== undefined && view.list.rows.length > 0 && <JobsTable jobs={view.list.rows} />}
        <ListFoot view={view} noun="jobs" />
      </div>
    </Page>
  );
}

function NoJobs({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) return <EmptyNotice>No job matches these filters.</EmptyNotice>;
  return (
    <EmptyNotice>
      There are no jobs yet. Register a task and enqueue one through the API, or let a schedule fire.
    </EmptyNotice>
  );
}
