'use client';

import Link from 'next/link';
import { FaultNotice } from '#components/page/notice.tsx';
import { Page, Panel } from '#components/page/page.tsx';
import { jobLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { enqueueAgain } from './as-curl.ts';
import { JobActions } from './job-actions.tsx';
import { JobDetailsPanels } from './job-details.tsx';
import { useJob } from './use-job.ts';

/** One job: where it is and why, what it was given, what it gave back, and everything that happened to it. */
export function JobPage({ id }: { id: string }) {
  const { job, fault, reload } = useJob(id);
  const trail = (
    <Link href="/jobs" className="link text-quiet">
      Jobs
    </Link>
  );
  if (job === undefined || job === null) {
    return (
      <Page title="Job" trail={trail}>
        <div className="panel">
          {fault !== undefined && <FaultNotice fault={fault} onRetry={reload} />}
          {fault === undefined && job === undefined && <Skeleton rows={8} />}
          {fault === undefined && job === null && (
            <EmptyState
              title="This tenant has no job of this id."
              actions={<ButtonLink href="/jobs">All jobs</ButtonLink>}
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
      title={job.task.name}
      trail={trail}
      mark={<StateMark look={jobLooks[job.state]} />}
      actions={
        <>
          <JobActions job={job} />
          <CopyButton text={enqueueAgain(job, window.location.origin)} words="Copy as cURL" />
        </>
      }
    >
      {fault !== undefined && (
        <Panel title="Not up to date">
          <FaultNotice fault={fault} onRetry={reload} />
        </Panel>
      )}
      <JobDetailsPanels job={job} />
    </Page>
  );
}
