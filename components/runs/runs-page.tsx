'use client';

import { useSearchParams } from 'next/navigation';
import { readListFilter } from '#components/page/list-filter.ts';
import { ListFilterBar } from '#components/page/list-filter-bar.tsx';
import { ListFoot, ListHead } from '#components/page/list-parts.tsx';
import { EmptyNotice, FaultNotice, LoadingNotice } from '#components/page/notice.tsx';
import { Page } from '#components/page/page.tsx';
import { runLooks } from '#components/state/state-look.ts';
import { runStates } from '#domain/machines.ts';
import { RunsTable } from './runs-table.tsx';
import { useRuns } from './use-runs.ts';

/** Every run of the tenant, filtered, live. */
export function RunsPage() {
  const filter = readListFilter(useSearchParams(), runStates);
  const view = useRuns(filter);
  const isFiltered = filter.states.length > 0 || filter.query !== '';
  return (
    <Page title="Runs" actions={<ListHead view={view} noun="runs" />}>
      <ListFilterBar path="/runs" filter={filter} looks={runLooks} states={runStates} example="workflow:nightly" />
      <div className="panel">
        {view.list === undefined && view.fault !== undefined && (
          <FaultNotice fault={view.fault} onRetry={view.reload} />
        )}
        {view.list === undefined && view.fault === undefined && <LoadingNotice rows={10} />}
        {view.list !== undefined && view.list.rows.length === 0 && (
          <EmptyNotice>
            {isFiltered ? 'No run matches these filters.' : 'There are no runs yet. Start one from Workflows.'}
          </EmptyNotice>
        )}
        {view.list !== undefined && view.list.rows.length > 0 && <RunsTable runs={view.list.rows} />}
        <ListFoot view={view} noun="runs" />
      </div>
    </Page>
  );
}
