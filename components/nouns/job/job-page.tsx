'use client';

import { AwaitedPage } from '#components/kit/page/awaited-page.tsx';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { Page, Panel } from '#components/kit/page/page.tsx';
import { Trail } from '#components/kit/page/trail.tsx';
import { screens } from '#components/kit/words/paths.ts';
import { enqueueAgain } from '#components/nouns/job/details/as-curl.ts';
import { JobActions } from '#components/nouns/job/details/job-actions.tsx';
import { JobDetailsPanels } from '#components/nouns/job/details/job-details.tsx';
import { jobLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { useJob } from './use-job.ts';

const list = { href: screens.jobs, word: 'Jobs' };

/** One job: where it is and why, what it was given, what it gave back, and everything that happened to it. */
export function JobPage({ id }: { id: string }) {
  const { job, fault, reload } = useJob(id);
  if (job === undefined || job === null) {
    const isMissing = job === null;
    return <AwaitedPage title="Job" noun="job" list={list} isMissing={isMissing} fault={fault} onRetry={reload} />;
  }
  return (
    <Page
      title={job.task.name}
      trail={<Trail href={list.href}>{list.word}</Trail>}
      mark={<StateMark look={jobLooks[job.state]} />}
      actions={
        <>
          <JobActions job={job} />
          <CopyButton text={enqueueAgain(job, window.location.origin)} words="Copy as cURL" isSmall={false} />
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
