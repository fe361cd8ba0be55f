'use client';

import { ServerOff } from 'lucide-react';
import { useUrlChoice } from '#components/address/use-url.ts';
import type { WorkerRowFragment, WorkersQuery } from '#components/generated/workers.ts';
import { NoRowsPanel } from '#components/kit/list/no-rows.tsx';
import type { WholeList } from '#components/kit/list/whole/whole-list.ts';
import { WholePage } from '#components/kit/list/whole/whole-page.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import { everyWorker } from './use-workers.ts';
import { worker } from './worker.ts';
import { workerColumns } from './worker-columns.tsx';
import { groupWorkers, sayBusy, sayGone, sayLeftOut } from './worker-groups.ts';

const minWidth = '70rem';

const workerList: WholeList<WorkerRowFragment, WorkersQuery> = {
  ...everyWorker,
  noun: worker,
  rowsOf: ({ workers }) => groupWorkers(workers).present,
  say: ({ workers, workersLeftOut }) => sayBusy(groupWorkers(workers).present, workersLeftOut),
  columns: () => workerColumns,
  minWidth,
  Empty: NoWorkers,
  Below: OtherWorkers,
};

/** Those that are no longer there, and how many the list does not hold. */
function OtherWorkers({ whole: { workers, workersLeftOut: leftOut } }: { whole: WorkersQuery }) {
  const { gone } = groupWorkers(workers);
  return (
    <>
      {gone.length > 0 && <GoneWorkers gone={gone} />}
      {leftOut > 0 && <p className="px-3 text-quiet">{sayLeftOut(leftOut)}</p>}
    </>
  );
}

function GoneWorkers({ gone }: { gone: readonly WorkerRowFragment[] }) {
  const [fold, setFold] = useUrlChoice('gone', ['hidden', 'shown']);
  return (
    <details
      className="panel"
      open={fold === 'shown'}
      onToggle={(event) => setFold(event.currentTarget.open ? 'shown' : 'hidden')}
    >
      <summary className="flex min-h-9 items-center gap-2 px-3 font-medium hover:bg-raised">
        No longer there <span className="font-normal text-quiet">{sayGone(gone)}</span>
      </summary>
      <div className="border-t border-line">
        <DataTable
          label="Workers that are gone"
          columns={workerColumns}
          rows={gone}
          keyOf={({ id }) => id}
          minWidth={minWidth}
        />
      </div>
    </details>
  );
}

function NoWorkers() {
  return (
    <NoRowsPanel>
      <EmptyState Icon={ServerOff} title="No worker is live, so nothing starts.">
        Jobs that are due wait and keep their order. Start a worker on any machine that reaches the database:{' '}
        <code className="identifier whitespace-nowrap rounded bg-raised px-1.5 py-0.5 text-ink">npm run worker</code>
      </EmptyState>
    </NoRowsPanel>
  );
}

/** The processes that carry out jobs: which are there, how busy they are, when they were last heard of. */
export function WorkersPage() {
  return <WholePage list={workerList} />;
}
