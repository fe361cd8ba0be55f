'use client';

import { TableFrame } from '#components/kit/page/table-frame.tsx';
import type { JobDetails } from '#components/nouns/job/one-job.ts';
import { jobLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Duration, Moment } from '#components/time/moment.tsx';
import { attemptLook } from './attempt-look.ts';
import { nextTryOf, sayNoTry, sayTry } from './next-try.ts';

/** Every try of a job, the first one first, and at last the one that it waits for. */
export function AttemptsTable({ job }: { job: JobDetails }) {
  const { attempts } = job;
  const next = nextTryOf(job);
  if (attempts.length === 0 && next === undefined) return <p className="p-3 text-quiet">{sayNoTry(job)}</p>;
  return (
    <TableFrame label="Attempts">
      <thead>
        <tr>
          <th scope="col" className="number">
            No.
          </th>
          <th scope="col">State</th>
          <th scope="col">Started</th>
          <th scope="col" className="number">
            Duration
          </th>
          <th scope="col">Worker</th>
          <th scope="col">Outcome</th>
        </tr>
      </thead>
      <tbody>
        {attempts.map((attempt) => (
          <tr key={`${attempt.number} ${attempt.startedAt}`}>
            <td className="number">{attempt.number}</td>
            <td>
              <StateMark look={attemptLook(attempt.state)} />
            </td>
            <td>
              <Moment at={attempt.startedAt} style="absolute" />
            </td>
            <td className="number">
              <Duration from={attempt.startedAt} to={attempt.finishedAt} />
            </td>
            <td className="max-w-40 truncate">{attempt.worker ?? '–'}</td>
            <td className="w-1/2 min-w-48 py-1.5">
              {attempt.error !== null && <span className="block text-failed">{attempt.error.message}</span>}
              {attempt.decision !== null && <span className="block text-quiet">{attempt.decision}</span>}
            </td>
          </tr>
        ))}
        {next !== undefined && (
          <tr>
            <td className="number">{next.number}</td>
            <td>
              <StateMark look={jobLooks.SCHEDULED} />
            </td>
            <td>
              <Moment at={next.at} style="absolute" />
            </td>
            <td className="number">–</td>
            <td>–</td>
            <td className="text-quiet">
              {sayTry(next.number)}, <Moment at={next.at} style="relative" />
            </td>
          </tr>
        )}
      </tbody>
    </TableFrame>
  );
}
