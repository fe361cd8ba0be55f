'use client';

import Link from 'next/link';
import { Suspense } from 'react';
import { FaultNotice } from '#components/page/notice.tsx';
import { Page } from '#components/page/page.tsx';
import { runLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { RunActions } from './run-actions.tsx';
import { RunHeader } from './run-header.tsx';
import { RunViews } from './run-views.tsx';
import { useRun } from './use-run.ts';

/** One run, live: as a graph, over time, step by step, with its variables and its log. */
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
          {fault === undefined && run === undefined && <Skeleton rows={12} />}
          {fault === undefined && run === null && (
            <EmptyState
              title="This tenant has no run of this id."
              actions={<ButtonLink href="/runs">All runs</ButtonLink>}
            >
              It may belong to another tenant, or the address lost a part on its way.
            </EmptyState>
          )}
        </div>
      </Page>
    );
  }
  return (
    <Page
      isFilled
      title={run.workflow.name}
      trail={trail}
      mark={<StateMark look={runLooks[run.state]} />}
      actions={<RunActions run={run} />}
    >
      {fault !== undefined && (
        <div className="panel">
          <FaultNotice fault={fault} onRetry={reload} />
        </div>
      )}
      <Suspense>
        <RunHeader run={run} />
        <RunViews run={run} />
      </Suspense>
    </Page>
  );
}
