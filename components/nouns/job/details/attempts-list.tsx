'use client';

import { EmptyNotice } from '#components/kit/page/notice.tsx';
import type { JobDetails } from '#components/nouns/job/one-job.ts';
import { jobLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Duration, Moment } from '#components/time/moment.tsx';
import { attemptLook } from './attempt-look.ts';
import { nextTryOf, sayNoTry, sayTry } from './next-try.ts';

/** Every try of a job, and the one that it waits for, where there is no room for a table. */
export function AttemptsList({ job }: { job: JobDetails }) {
  const { attempts } = job;
  const next = nextTryOf(job);
  if (attempts.length === 0 && next === undefined) return <EmptyNotice>{sayNoTry(job)}</EmptyNotice>;
  return (
    <ol aria-label="Attempts" className="flex flex-col gap-2 p-3">
      {attempts.map((attempt) => (
        <li key={`${attempt.number} ${attempt.startedAt}`}>
          <span className="flex items-center gap-3">
            <span className="text-quiet">{attempt.number}</span>
            <StateMark look={attemptLook(attempt.state)} />
            <Duration from={attempt.startedAt} to={attempt.finishedAt} />
            <span className="ml-auto text-quiet">
              <Moment at={attempt.startedAt} />
            </span>
          </span>
          {attempt.error !== null && <span className="block text-failed">{attempt.error.message}</span>}
          {attempt.decision !== null && <span className="block text-quiet">{attempt.decision}</span>}
        </li>
      ))}
      {next !== undefined && (
        <li className="flex items-center gap-3">
          <span className="text-quiet">{next.number}</span>
          <StateMark look={jobLooks.SCHEDULED} />
          <span className="text-quiet">{sayTry(next.number)}</span>
          <span className="ml-auto text-quiet">
            <Moment at={next.at} style="relative" />
          </span>
        </li>
      )}
    </ol>
  );
}
