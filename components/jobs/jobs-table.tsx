'use client';

import Link from 'next/link';
import type { JobRowFragment } from '#components/generated/documents.ts';
import { shortId } from '#components/page/short-id.ts';
import { TableFrame } from '#components/page/table-frame.tsx';
import { jobLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';
import { JobDuration } from './job-duration.tsx';

/** Jobs as rows, the newest first. */
export function JobsTable({ jobs }: { jobs: readonly JobRowFragment[] }) {
  return (
    <TableFrame label="Jobs">
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Task</th>
          <th scope="col">Job</th>
          <th scope="col">Queue</th>
          <th scope="col" className="number">
            Attempt
          </th>
          <th scope="col">Created</th>
          <th scope="col">Started</th>
          <th scope="col" className="number">
            Duration
          </th>
          <th scope="col" className="w-1/3">
            Why
          </th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <JobRow key={job.id} job={job} />
        ))}
      </tbody>
    </TableFrame>
  );
}

function JobRow({ job }: { job: JobRowFragment }) {
  return (
    <tr>
      <td>
        <StateMark look={jobLooks[job.state]} />
      </td>
      <td className="max-w-72 truncate font-medium" title={job.task.name}>
        {job.task.name}
      </td>
      <td className="whitespace-nowrap">
        <Link className="link identifier" href={`/jobs/${job.id}`} title={job.id}>
          {shortId(job.id)}
        </Link>
        {job.run !== null && (
          <Link className="link ml-2 text-quiet" href={`/runs/${job.run.id}`} title={`Step of run ${job.run.id}`}>
            step {job.stepKey}
          </Link>
        )}
      </td>
      <td className="max-w-40 truncate">{job.queue.name}</td>
      <td className="number whitespace-nowrap">
        {job.attempt} / {job.maxAttempts}
      </td>
      <td>
        <Moment at={job.createdAt} />
      </td>
      <td>
        <Moment at={job.startedAt} />
      </td>
      <td className="number">
        <JobDuration job={job} />
      </td>
      <td className="max-w-0 truncate text-quiet" title={job.reason?.message}>
        {job.reason?.message}
      </td>
    </tr>
  );
}
