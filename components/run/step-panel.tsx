'use client';

import { X } from 'lucide-react';
import Link from 'next/link';
import { AttemptsList } from '#components/jobs/attempts-list.tsx';
import { JobActions } from '#components/jobs/job-actions.tsx';
import { useJob } from '#components/jobs/use-job.ts';
import { JsonBlock } from '#components/page/json-block.tsx';
import { EmptyNotice, FaultNotice, LoadingNotice } from '#components/page/notice.tsx';
import { jobLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import type { RunStep } from './graph-model.ts';

/** What one step of a run does: its state and why, and the job that carries it out. */
export function StepPanel({ step, onClose }: { step: RunStep; onClose: () => void }) {
  return (
    <section aria-label={`Step ${step.stepKey}`} className="panel flex w-96 shrink-0 flex-col self-start">
      <header className="flex items-center gap-2 border-b border-line px-3 py-1.5">
        <h2 className="min-w-0 break-words font-semibold">{step.stepKey}</h2>
        <StateMark look={jobLooks[step.state]} />
        <button
          type="button"
          aria-label="Close"
          className="ml-auto flex size-7 items-center justify-center rounded hover:bg-raised"
          onClick={onClose}
        >
          <X aria-hidden size={16} />
        </button>
      </header>
      {step.reason !== null && (
        <p className="border-b border-line p-3">
          <span className="text-quiet">Why: </span>
          {step.reason.message}
        </p>
      )}
      {step.job === null ? (
        <EmptyNotice>It has no job yet: one is made when it is ready.</EmptyNotice>
      ) : (
        <StepJob key={step.job.id} id={step.job.id} />
      )}
    </section>
  );
}

function StepJob({ id }: { id: string }) {
  const { job, fault, reload } = useJob(id);
  if (fault !== undefined) return <FaultNotice fault={fault} onRetry={reload} />;
  if (job === undefined) return <LoadingNotice />;
  if (job === null) return <EmptyNotice>Its job is gone.</EmptyNotice>;
  return (
    <div className="flex flex-col">
      <div className="flex flex-wrap items-center gap-2 p-3">
        <Link className="button button-small" href={`/jobs/${id}`}>
          Open job
        </Link>
        <JobActions job={job} />
      </div>
      {job.error !== null && <p className="px-3 pb-3 text-failed">Error: {job.error.message}</p>}
      <h3 className="border-t border-line px-3 pt-2 text-quiet">Attempts</h3>
      <AttemptsList attempts={job.attempts} />
      <h3 className="border-t border-line px-3 pt-2 text-quiet">Params</h3>
      <JsonBlock value={job.params} />
      <h3 className="border-t border-line px-3 pt-2 text-quiet">Result</h3>
      <JsonBlock value={job.result} />
    </div>
  );
}
