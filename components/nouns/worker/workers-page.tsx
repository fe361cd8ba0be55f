'use client';

import { ServerOff } from 'lucide-react';
import { useUrlChoice } from '#components/address/use-url.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { Page } from '#components/kit/page/page.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useWorkers } from './use-workers.ts';
import { groupWorkers, sayBusy, sayGone, sayLeftOut } from './worker-groups.ts';
import { WorkersTable } from './workers-table.tsx';

/** The processes that carry out jobs: which are there, how busy they are, when they were last heard of. */
export function WorkersPage() {
  const { data, fault, reload } = useWorkers();
  const { present, gone } = groupWorkers(data?.workers ?? []);
  const leftOut = data?.workersLeftOut ?? 0;
  return (
    <Page
      title="Workers"
      actions={<span className="text-quiet">{data !== undefined && sayBusy(present, leftOut)}</span>}
    >
      <div className="panel">
        {fault !== undefined && <FaultNotice fault={fault} onRetry={reload} />}
        {data === undefined && fault === undefined && <Skeleton rows={4} />}
        {data !== undefined && present.length === 0 && <NoWorkers />}
        {present.length > 0 && <WorkersTable label="Workers" workers={present} />}
      </div>
      {gone.length > 0 && <GoneWorkers gone={gone} />}
      {leftOut > 0 && <p className="px-3 text-quiet">{sayLeftOut(leftOut)}</p>}
    </Page>
  );
}

function GoneWorkers({ gone }: { gone: Parameters<typeof WorkersTable>[0]['workers'] }) {
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
        <WorkersTable label="Workers that are gone" workers={gone} />
      </div>
    </details>
  );
}

function NoWorkers() {
  return (
    <EmptyState Icon={ServerOff} title="No worker is live, so nothing starts.">
      Jobs that are due wait and keep their order. Start a worker on any machine that reaches the database:{' '}
      <code className="identifier whitespace-nowrap rounded bg-raised px-1.5 py-0.5 text-ink">npm run worker</code>
    </EmptyState>
  );
}
