'use client';

import { DetailPage } from '#components/kit/detail/detail-page.tsx';
import type { NounPage } from '#components/kit/detail/noun-page.ts';
import { enqueueAgain } from '#components/nouns/job/details/as-curl.ts';
import { JobActions } from '#components/nouns/job/details/job-actions.tsx';
import { JobDetailsPanels } from '#components/nouns/job/details/job-details.tsx';
import { jobLooks } from '#components/state/state-look.ts';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { job } from './job.ts';
import { type JobDetails, oneJob } from './one-job.ts';

const jobPage: NounPage<JobDetails> = {
  ...oneJob,
  noun: job,
  titleOf: ({ task }) => task.name,
  lookOf: ({ state }) => jobLooks[state],
  Actions: ({ thing }) => (
    <>
      <JobActions job={thing} />
      <CopyButton text={enqueueAgain(thing, window.location.origin)} words="Copy as cURL" isSmall={false} />
    </>
  ),
  Panels: ({ thing }) => <JobDetailsPanels job={thing} />,
};

/** One job: where it is and why, what it was given, what it gave back, and everything that happened to it. */
export function JobPage({ id }: { id: string }) {
  return <DetailPage page={jobPage} id={id} />;
}
