'use client';

import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { EmptyNotice } from '#components/kit/page/notice.tsx';
import { sayError } from '#components/kit/words/say-error.ts';
import type { JobDetails } from '#components/nouns/job/one-job.ts';
import { jobLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Duration, Moment } from '#components/time/moment.tsx';
import { attemptLook } from './attempt-look.ts';
import { nextTryOf, sayNoTry, sayTry } from './next-try.ts';
import { type JobAttempt, RoundTitle, roundsOfJob, sayAlike } from './say-round.tsx';

/** Every try of a job in its rounds, and the one that it waits for, where there is no room for a table. */
export function AttemptsList({ job }: { job: JobDetails }) {
  const { attempts } = job;
  const next = nextTryOf(job);
  if (attempts.length === 0 && next === undefined) return <EmptyNotice>{sayNoTry(job)}</EmptyNotice>;
  const rounds = roundsOfJob(job);
  return (
    <ol aria-label="Attempts" className="flex flex-col gap-2 p-3">
      {rounds.map((round) => [
        rounds.length > 1 && (
          <li key={`round ${round.number}`}>
            <RoundTitle round={round} />
          </li>
        ),
        ...round.groups.map((group) =>
          group.attempts.length === 1 ? (
            <Attempt key={group.key} attempt={group.attempts[0]} />
          ) : (
            <Alike key={group.key} attempts={group.attempts} />
          ),
        ),
      ])}
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

function Alike({ attempts }: { attempts: readonly [JobAttempt, ...JobAttempt[]] }) {
  const [isOpen, setIsOpen] = useState(false);
  const Arrow = isOpen ? ChevronDown : ChevronRight;
  return (
    <>
      <li>
        <button
          type="button"
          aria-expanded={isOpen}
          className="inline-flex items-start gap-1 rounded text-left text-failed hover:underline"
          onClick={() => setIsOpen(!isOpen)}
        >
          <Arrow aria-hidden size={14} className="mt-0.5 shrink-0" />
          {sayAlike(attempts)}
        </button>
      </li>
      {isOpen && attempts.map((attempt) => <Attempt key={attempt.startedAt} attempt={attempt} />)}
    </>
  );
}

function Attempt({ attempt: { number, state, startedAt, finishedAt, error, decision } }: { attempt: JobAttempt }) {
  return (
    <li>
      <span className="flex items-center gap-3">
        <span className="text-quiet">{number}</span>
        <StateMark look={attemptLook(state)} />
        <Duration from={startedAt} to={finishedAt} />
        <span className="ml-auto text-quiet">
          <Moment at={startedAt} />
        </span>
      </span>
      {error !== null && (
        <span className="block text-failed" data-whole={error.type}>
          {sayError(error)}
        </span>
      )}
      {decision !== null && <span className="block text-quiet first-letter:uppercase">{decision}</span>}
    </li>
  );
}
