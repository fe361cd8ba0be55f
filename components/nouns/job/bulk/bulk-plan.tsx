import type { BulkJobsFragment } from '#components/generated/documents.ts';
import { shortId } from '#components/kit/words/short-id.ts';
import { jobLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';
import { type BulkAct, sayJobs } from './bulk.ts';

const effects: Record<BulkAct, string> = {
  cancel: 'will be cancelled. What runs is told to stop at once.',
  retry: 'will get a new round of attempts.',
  runNow: 'will start as soon as a worker has room.',
};

/** What a dry run found: how many would change, the first of them, and what stays as it is. */
export function BulkPlan({ act, plan }: { act: BulkAct; plan: BulkJobsFragment }) {
  const { count, jobs, skipped } = plan;
  return (
    <>
      <p>
        <strong className="font-semibold">{count === 0 ? 'No job' : sayJobs(count)}</strong> {effects[act]}
      </p>
      {jobs.length > 0 && (
        <ul aria-label="The first of them" className="panel max-h-56 divide-y divide-line overflow-y-auto">
          {jobs.map((job) => (
            <li key={job.id} className="flex h-7 items-center gap-3 px-3">
              <span className="w-28 shrink-0">
                <StateMark look={jobLooks[job.state]} />
              </span>
              <span className="min-w-0 flex-1 truncate">
                {job.task.name}
                {job.stepKey !== null && <span className="text-quiet"> step {job.stepKey}</span>}
              </span>
              <span className="min-w-0 truncate text-quiet">{job.queue.name}</span>
              <span className="min-w-20 shrink-0 text-right text-quiet">
                <Moment at={job.createdAt} />
              </span>
              <span className="identifier shrink-0 text-quiet" data-whole={job.id}>
                {shortId(job.id)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {count > jobs.length && <p className="text-quiet">and {sayJobs(count - jobs.length)} more</p>}
      {skipped.length > 0 && (
        <div>
          <p className="text-quiet">Left as they are:</p>
          <ul aria-label="Left as they are">
            {skipped.map((skip) => (
              <li key={skip.reason} className="flex gap-3">
                <span className="w-14 shrink-0 text-right">{skip.count.toLocaleString('en')}</span>
                {skip.reason}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
