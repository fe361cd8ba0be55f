'use client';

import Link from 'next/link';
import { Facts } from '#components/page/facts.tsx';
import { JsonBlock } from '#components/page/json-block.tsx';
import { Panel } from '#components/page/page.tsx';
import { Moment } from '#components/time/moment.tsx';
import { AttemptsTable } from './attempts-table.tsx';
import { JobDuration } from './job-duration.tsx';
import { TransitionsTable } from './transitions-table.tsx';
import type { JobDetails } from './use-job.ts';

/** Everything about a job, as panels. */
export function JobDetailsPanels({ job }: { job: JobDetails }) {
  return (
    <>
      <Panel title="Now">
        <Why job={job} />
        <JobFacts job={job} />
      </Panel>
      <div className="grid grid-cols-1 items-start gap-3 xl:grid-cols-2">
        <Panel title="Attempts">
          <AttemptsTable attempts={job.attempts} />
        </Panel>
        <Panel title="Transitions">
          <TransitionsTable transitions={job.transitions} />
        </Panel>
        <Panel title="Params">
          <JsonBlock value={job.params} />
        </Panel>
        <Panel title="Result">
          <JsonBlock value={job.result} />
        </Panel>
      </div>
    </>
  );
}

/** Why it is where it is: the reason, and the error of its latest attempt. */
function Why({ job }: { job: JobDetails }) {
  if (job.reason === null && job.error === null) return null;
  return (
    <div className="flex flex-col gap-1 border-b border-line p-3">
      {job.reason !== null && (
        <p>
          <span className="text-quiet">Why: </span>
          {job.reason.message} <span className="identifier text-quiet">{job.reason.code}</span>
        </p>
      )}
      {job.error !== null && (
        <p className="text-failed">
          Error: {job.error.message} <span className="identifier">{job.error.type}</span>
          {job.error.retryable ? '' : ' (not to be tried again)'}
        </p>
      )}
    </div>
  );
}

function JobFacts({ job }: { job: JobDetails }) {
  const labels = typeof job.labels === 'object' && job.labels !== null ? Object.entries(job.labels) : [];
  return (
    <Facts
      facts={[
        [
          'Job',
          <span key="id" className="identifier break-all">
            {job.id}
          </span>,
        ],
        ['Task version', job.task.version],
        ['Queue', job.queue.name],
        ['Priority', job.priority],
        ['Attempt', `${job.attempt} of ${job.maxAttempts}`],
        ['Created', <Moment key="created" at={job.createdAt} />],
        ['Not before', <Moment key="runAt" at={job.runAt} empty="at once" />],
        ['Started', <Moment key="started" at={job.startedAt} />],
        ['Finished', <Moment key="finished" at={job.finishedAt} />],
        ['Duration', <JobDuration key="duration" job={job} />],
        ['Run', <RunLink key="run" job={job} />],
        ['Correlation id', job.correlationId ?? '–'],
        ['Labels', labels.length === 0 ? '–' : labels.map(([name, value]) => `${name}=${String(value)}`).join(', ')],
      ]}
    />
  );
}

function RunLink({ job }: { job: JobDetails }) {
  if (job.run === null) return '–';
  return (
    <Link className="link" href={`/runs/${job.run.id}`}>
      step {job.stepKey}
    </Link>
  );
}
