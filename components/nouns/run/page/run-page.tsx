'use client';

import { Suspense } from 'react';
import { AwaitedPage } from '#components/kit/page/awaited-page.tsx';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { Page } from '#components/kit/page/page.tsx';
import { Trail } from '#components/kit/page/trail.tsx';
import { screens } from '#components/kit/words/paths.ts';
import { runLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { RunActions } from './run-actions.tsx';
import { RunHeader } from './run-header.tsx';
import { RunViews } from './run-views.tsx';
import { useRun } from './use-run.ts';

const list = { href: screens.runs, word: 'Runs' };

/** One run, live: as a graph, over time, step by step, with its variables and its log. */
export function RunPage({ id }: { id: string }) {
  const { run, fault, reload } = useRun(id);
  if (run === undefined || run === null) {
    const isMissing = run === null;
    return <AwaitedPage title="Run" noun="run" list={list} isMissing={isMissing} fault={fault} onRetry={reload} />;
  }
  return (
    <Page
      isFilled
      title={run.workflow.name}
      trail={<Trail href={list.href}>{list.word}</Trail>}
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
