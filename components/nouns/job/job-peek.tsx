'use client';

import { ExternalLink } from 'lucide-react';
import { useThing } from '#components/kit/detail/use-thing.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { jobPath } from '#components/kit/words/paths.ts';
import { AttemptsList } from '#components/nouns/job/attempts/attempts-list.tsx';
import { JobActions } from '#components/nouns/job/details/job-actions.tsx';
import { JobFacts } from '#components/nouns/job/details/job-facts.tsx';
import { JsonView } from '#components/nouns/job/details/json-view.tsx';
import { WhyPanel } from '#components/nouns/job/why/why-panel.tsx';
import { jobLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { SidePanel } from '#components/ui/overlay/side-panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { type JobDetails, oneJob } from './one-job.ts';

/** A look into a job beside the list. */
export function JobPeek({ id, onClose }: { id: string; onClose: () => void }) {
  const { thing: job, fault, reload } = useThing(oneJob, id);
  return (
    <SidePanel
      label="Job"
      title={job?.task.name ?? 'Job'}
      actions={
        <ButtonLink isSmall href={jobPath(id)} Icon={ExternalLink}>
          Open job
        </ButtonLink>
      }
      onClose={onClose}
    >
      {fault !== undefined && <FaultNotice fault={fault} onRetry={reload} />}
      {job === undefined && fault === undefined && <Skeleton rows={8} />}
      {job === null && <EmptyState title="This tenant has no such job." />}
      {job !== undefined && job !== null && <PeekBody job={job} />}
    </SidePanel>
  );
}

function PeekBody({ job }: { job: JobDetails }) {
  return (
    <>
      <div className="flex min-h-11 flex-wrap items-center gap-2 border-b border-line px-3 py-1.5">
        <StateMark look={jobLooks[job.state]} />
        <span className="ml-auto flex flex-wrap items-center gap-2">
          <JobActions job={job} isSmall />
        </span>
      </div>
      <WhyPanel job={job} />
      <Part title="Attempts">
        <AttemptsList job={job} />
      </Part>
      <JsonView title="Params" value={job.params} />
      {job.result !== null && <JsonView title="Result" value={job.result} />}
      <Part title="Facts">
        <JobFacts job={job} />
      </Part>
    </>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title} className="border-b border-line">
      <h3 className="px-3 pt-2.5 text-small font-medium text-quiet">{title}</h3>
      {children}
    </section>
  );
}
