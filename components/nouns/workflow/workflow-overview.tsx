'use client';

import { lazy, type ReactNode, Suspense } from 'react';
import { Link } from '#components/address/link.tsx';
import { workflowPath } from '#components/kit/words/paths.ts';
import { sayActor } from '#components/kit/words/say-actor.ts';
import { recordOf } from '#components/nouns/workflow/list/run-record.ts';
import { ScheduleList } from '#components/nouns/workflow/list/schedule-words.tsx';
import { OtherAuthors } from '#components/nouns/workflow/publish/draft/other-authors.tsx';
import { Moment } from '#components/time/moment.tsx';
import { saySpan } from '#components/time/say-time.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { leastHeight } from '#components/ui/table/filled-height.ts';
import type { WorkflowDetails } from './one-workflow.ts';
import { RecentRuns } from './recent-runs.tsx';

// The reader of definitions comes with the first picture.
const PublishedPicture = lazy(async () => ({ default: (await import('./published-picture.tsx')).PublishedPicture }));

// The title of the last runs, with the edges of their panel.
const titleRem = 2.9;

/** What a workflow does at a glance: its picture, how its last runs went, and when it starts by itself. */
export function WorkflowOverview({ workflow }: { workflow: WorkflowDetails }) {
  const { latestVersion: latest, description, schedules, recentRuns } = workflow;
  return (
    <>
      {description !== null && description !== '' && <p className="max-w-4xl">{description}</p>}
      <dl className="flex flex-wrap gap-x-8 gap-y-1">
        <Fact name="Published">
          <Moment at={latest.createdAt} /> by <span data-whole={latest.creator.id}>{sayActor(latest.creator)}</span>
        </Fact>
        <Fact name="Schedules">
          <ScheduleList schedules={schedules} />
        </Fact>
        {workflow.calls.length > 0 && (
          <Fact name="Runs">
            <Workflows among={workflow.calls} />
          </Fact>
        )}
        {workflow.calledBy.length > 0 && (
          <Fact name="Run by">
            <Workflows among={workflow.calledBy} />
          </Fact>
        )}
        <Fact name="Last runs">
          <Record runs={recentRuns} />
        </Fact>
        {workflow.draftAuthors.length > 0 && (
          <Fact name="Drafts">
            <OtherAuthors authors={workflow.draftAuthors} />
          </Fact>
        )}
      </dl>
      <section aria-label="Graph" className="panel flex max-h-[45dvh] min-h-44 shrink-0 flex-col overflow-hidden">
        <Suspense fallback={<Skeleton rows={5} />}>
          <PublishedPicture source={latest.source} />
        </Suspense>
      </section>
      <section
        aria-label="Last runs"
        className="panel flex flex-initial flex-col overflow-hidden"
        style={{ minHeight: leastHeight({ rowCount: recentRuns.length, aroundRem: titleRem }) }}
      >
        <h2 className="shrink-0 border-b border-line px-3 py-2 font-semibold">Last runs</h2>
        <RecentRuns runs={recentRuns} />
      </section>
    </>
  );
}

// Longer lists are for the API to tell.
const workflowsMax = 5;

/** Workflows that this one runs as steps, or that run it. */
function Workflows({ among }: { among: WorkflowDetails['calls'] }) {
  return (
    <span className="flex flex-wrap gap-x-2">
      {among.slice(0, workflowsMax).map((one) => (
        <Link key={one.id} className="link" href={workflowPath(one)}>
          {one.name}
        </Link>
      ))}
      {among.length > workflowsMax && <span className="text-quiet">and {among.length - workflowsMax} more</span>}
    </span>
  );
}

/** How the last runs went, in numbers. */
function Record({ runs }: { runs: WorkflowDetails['recentRuns'] }) {
  const { ended, failed, medianMs, p95Ms } = recordOf(runs);
  if (medianMs === undefined || p95Ms === undefined) return <span className="text-quiet">none has ended</span>;
  return (
    <>
      <span className={failed === 0 ? undefined : 'font-medium text-failed'}>
        {failed} of {ended} failed
      </span>
      <span className="text-quiet">
        {', '}
        {saySpan(medianMs)} as a rule, p95 {saySpan(p95Ms)}
      </span>
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
