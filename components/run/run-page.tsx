'use client';

import Link from 'next/link';
import { Suspense } from 'react';
import { EmptyNotice, FaultNotice, LoadingNotice } from '#components/page/notice.tsx';
import { Page } from '#components/page/page.tsx';
import { runLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { RunActions } from './run-actions.tsx';
import { RunHeader } from './run-header.tsx';
import { RunViews } from './run-views.tsx';
import { useRun } from './use-run.ts';

/** One run, live: its graph, its steps and its variables. */
export function RunPage({ id }: { id: string }) {
  const { run, fault, reload } = useRun(id);
  const trail = (
    <Link href="/runs" className="link text-quiet">
      Runs
    </Link>
  );
  if (run === undefined || run === null) {
    return (
      <Page title="Run" trail={trail}>
        <div className="panel">
          {fault !== undefined && <FaultNotice fault={fault} onRetry={reload} />}
          {fault === undefined && run === undefined && <LoadingNotice rows={8} />}
          {fault === undefined && run === null && <EmptyNotice>This tenant has no run of this id.</EmptyNotice>}
        </div>
      </Page>
    );
  }
  return (
    <Page
      title={run.workflow.name}
      trail={trail}
      mark={<StateMark look={runLooks[run.state]} />}
      actions={<RunActions run={run} />}
    >
      {fault !== undefined && <FaultNotice fault={fault} onRetry={reload} />}
      <RunHeader run={run} />
      <Suspense>
        <RunViews run={run} />
      </Suspense>
    </Page>
  );
}
