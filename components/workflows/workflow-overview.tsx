'use client';

import Link from 'next/link';
import { lazy, type ReactNode, Suspense } from 'react';
import { sayActor } from '#components/page/say-actor.ts';
import { Moment } from '#components/time/moment.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { RecentRuns } from './recent-runs.tsx';
import { ScheduleList } from './schedule-words.tsx';
import type { WorkflowDetails } from './use-workflow.ts';
import { runsPath } from './workflow-path.ts';

// The reader of definitions comes with the first picture.
const PublishedPicture = lazy(async () => ({ default: (await import('./published-picture.tsx')).PublishedPicture }));

/** What a workflow does at a glance: its picture, how its last runs went, and when it starts by itself. */
export function WorkflowOverview({ workflow }: { workflow: WorkflowDetails }) {
  const { latestVersion: latest, description, schedules, recentRuns } = workflow;
  return (
    <>
      {description !== null && <p className="max-w-4xl">{description}</p>}
      <dl className="flex flex-wrap gap-x-8 gap-y-1">
        <Fact name="Published">
          <Moment at={latest.createdAt} /> by <span title={latest.createdBy}>{sayActor(latest.createdBy)}</span>
        </Fact>
        <Fact name="Schedules">
          <ScheduleList schedules={schedules} />
        </Fact>
      </dl>
      <div className="grid min-h-96 flex-1 grid-cols-1 gap-3 lg:grid-cols-[minmax(0,1fr)_28rem]">
        <section aria-label="Graph" className="panel flex min-h-72 flex-col overflow-hidden">
          <Suspense fallback={<Skeleton rows={8} />}>
            <PublishedPicture source={latest.source} />
          </Suspense>
        </section>
        <section aria-label="Last runs" className="panel flex min-h-0 flex-col">
          <header className="flex min-h-9 shrink-0 items-center justify-between border-b border-line px-3">
            <h2 className="font-semibold">Last runs</h2>
            <Link href={runsPath(workflow)} className="link">
              All runs
            </Link>
          </header>
          <div className="min-h-0 flex-1">
            <RecentRuns runs={recentRuns} />
          </div>
        </section>
      </div>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex gap-2">
      <dt className="text-quiet">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
