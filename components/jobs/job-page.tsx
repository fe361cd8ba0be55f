'use client';

import Link from 'next/link';
import { EmptyNotice, FaultNotice, LoadingNotice } from '#components/page/notice.tsx';
import { Page, Panel } from '#components/page/page.tsx';
import { jobLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
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
          {fault === undefined && job === undefined && <LoadingNotice />}
          {fault === undefined && job === null && <EmptyNotice>This tenant has no job of this id.</EmptyNotice>}
        </div>
      </Page>
    );
  }
  return (
    <Page
      title={job.task.name}
      trail={trail}
      mark={<StateMark look={jobLooks[job.state]} />}
      actions={<JobActions job={job} />}
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
