'use client';

import { lazy, Suspense } from 'react';
import { Facts } from '#components/page/facts.tsx';
import { Panel } from '#components/page/page.tsx';
import { sayActor } from '#components/page/say-actor.ts';
import { Moment } from '#components/time/moment.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { WorkflowDetails } from './use-workflow.ts';

const PublishedPicture = lazy(async () => ({ default: (await import('./published-picture.tsx')).PublishedPicture }));

/** What a workflow does at a glance: its picture and who published it. */
export function WorkflowOverview({ workflow }: { workflow: WorkflowDetails }) {
  const { latestVersion: latest } = workflow;
  return (
    <>
      <Panel title="About">
        <Facts
          facts={[
            ['Description', workflow.description ?? '–'],
            ['Steps', latest.stepCount],
            ['Published', <Moment key="at" at={latest.createdAt} />],
            ['By', sayActor(latest.createdBy)],
          ]}
        />
      </Panel>
      <section aria-label="Graph" className="panel min-h-72 flex-1 overflow-hidden">
        <Suspense fallback={<Skeleton rows={8} />}>
          <PublishedPicture source={latest.source} />
        </Suspense>
      </section>
    </>
  );
}
