import { sayActor } from '#components/kit/words/say-actor.ts';
import { sayError } from '#components/kit/words/say-error.ts';
import type { JobDetails } from '#components/nouns/job/one-job.ts';
import { Moment } from '#components/time/moment.tsx';
import { sayCount } from '#domain/value/say-count.ts';
import { type Round, roundsOf } from './attempt-rounds.ts';

export type JobAttempt = JobDetails['attempts'][number];
export type JobRound = Round<JobAttempt, JobDetails['transitions'][number]['by']>;

/** The rounds of a job, the first one first. */
export function roundsOfJob({ attempts, transitions }: JobDetails): JobRound[] {
  return roundsOf({ attempts, transitions });
}

/** Which round it is, of how many attempts, and who asked for it. */
export function RoundTitle({ round: { number, count, asked } }: { round: JobRound }) {
  return (
    <>
      <span className="font-medium">Round {number}</span>{' '}
      <span className="text-quiet">
        {count === 0 ? 'no attempt yet' : sayCount(count, 'attempt')}
        {asked !== undefined && (
          <>
            , asked for by <span data-whole={asked.by.id}>{sayActor(asked.by)}</span> <Moment at={asked.at} />
            {sayWish(asked.reason)}
          </>
        )}
      </span>
    </>
  );
}

// Without a reason of a person the log says once more who it was.
function sayWish(reason: string | null): string {
  return reason === null || /^retried by /.test(reason) ? '' : `: ${reason}`;
}

/** `3 attempts failed alike: HTTP 500: out of order`. */
export function sayAlike(attempts: readonly JobAttempt[]): string {
  const error = attempts[0]?.error;
  const what = error === null || error === undefined ? '' : `: ${sayError(error)}`;
  return `${sayCount(attempts.length, 'attempt')} failed alike${what}`;
}
