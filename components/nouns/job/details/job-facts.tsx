'use client';

import type { ReactNode } from 'react';
import { Link } from '#components/address/link.tsx';
import { CopiedId } from '#components/kit/page/copied-id.tsx';
import { Facts } from '#components/kit/page/facts.tsx';
import { writePlace } from '#components/kit/query/query-address.ts';
import { toggleValue } from '#components/kit/query/query-text.ts';
import { lockPath, runPath, schedulePath, screens } from '#components/kit/words/paths.ts';
import { sayActor } from '#components/kit/words/say-actor.ts';
import type { JobDetails } from '#components/nouns/job/one-job.ts';
import { Moment } from '#components/time/moment.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { JobDuration } from './job-duration.tsx';

/** What is known of a job beside its life; each fact that others share leads to the list of them. */
export function JobFacts({ job }: { job: JobDetails }) {
  const created = job.transitions[0];
  return (
    <Facts
      facts={[
        ['Task', <Shared key="task" field="task" value={job.task.name} note={`version ${job.task.version}`} />],
        ['Queue', <Shared key="queue" field="queue" value={job.queue.name} note={`priority ${job.priority}`} />],
        ['Trigger', <Trigger key="trigger" job={job} />],
        ['Enqueued by', created === undefined ? '–' : sayActor(created.by)],
        ['Attempt', `${job.attempt} of ${job.maxAttempts}`],
        ['Created', <Moment key="created" at={job.createdAt} style="both" />],
        ['Not before', <Moment key="runAt" at={job.runAt} style="both" empty="at once" />],
        ['Started', <Moment key="started" at={job.startedAt} style="both" />],
        ['Finished', <Moment key="finished" at={job.finishedAt} style="both" />],
        ['Duration', <JobDuration key="duration" job={job} />],
        [
          'Correlation id',
          job.correlationId === null ? '–' : <Shared key="id" field="correlation" value={job.correlationId} />,
        ],
        ...(job.holds.length === 0 ? [] : [['Holds', <Holds key="holds" holds={job.holds} />] as const]),
        ['Labels', <Labels key="labels" labels={job.labels} />],
        ['Job', <CopiedId key="id" id={job.id} label="Copy the job's id" />],
      ]}
    />
  );
}

function Trigger({ job }: { job: JobDetails }): ReactNode {
  if (job.run !== null) {
    return (
      <Link className="link" href={runPath(job.run.id)}>
        {job.run.workflow.name}, step {job.stepKey}
      </Link>
    );
  }
  if (job.schedule === null) return 'API';
  return (
    <Link className="link" href={schedulePath(job.schedule.id)}>
      schedule {job.schedule.name}
    </Link>
  );
}

type SharedProps = { field: string; value: string; note?: string };

function Shared({ field, value, note }: SharedProps) {
  return (
    <>
      <Link className="link" href={jobsWith(toggleValue('', { field, value }))}>
        {value}
      </Link>
      {note !== undefined && <span className="text-quiet"> {note}</span>}
    </>
  );
}

function Holds({ holds }: Pick<JobDetails, 'holds'>) {
  return (
    <span className="flex flex-wrap gap-x-2">
      {holds.map(({ amount, gate: { id, kind, key } }) => (
        <Link key={id} className="link" href={lockPath(id)}>
          {kind === 'POOL' ? `${amount.toLocaleString('en')} of ${key}` : key}
        </Link>
      ))}
    </span>
  );
}

function Labels({ labels }: { labels: unknown }) {
  const entries = typeof labels === 'object' && labels !== null ? Object.entries(labels) : [];
  if (entries.length === 0) return '–';
  return (
    <span className="flex flex-wrap gap-1">
      {entries.map(([name, value]) => (
        <Link key={name} href={jobsWith(`label:"${name}=${String(value)}"`)}>
          <Badge>
            {name}={String(value)}
          </Badge>
        </Link>
      ))}
    </span>
  );
}

function jobsWith(query: string): string {
  return writePlace(screens.jobs, new URLSearchParams(), { query, peek: undefined });
}
