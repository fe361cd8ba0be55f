'use client';

import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { TableFrame } from '#components/kit/page/table-frame.tsx';
import { sayError } from '#components/kit/words/say-error.ts';
import type { JobDetails } from '#components/nouns/job/one-job.ts';
import { jobLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Duration, Moment } from '#components/time/moment.tsx';
import { attemptLook } from './attempt-look.ts';
import { nextTryOf, sayNoTry, sayTry } from './next-try.ts';
import { type JobAttempt, type JobRound, RoundTitle, roundsOfJob, sayAlike } from './say-round.tsx';

const columnCount = 6;

/** Every try of a job in its rounds, the first one first, and at last the one that it waits for. */
export function AttemptsTable({ job }: { job: JobDetails }) {
  const { attempts } = job;
  const next = nextTryOf(job);
  if (attempts.length === 0 && next === undefined) return <p className="p-3 text-quiet">{sayNoTry(job)}</p>;
  const rounds = roundsOfJob(job);
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
      {rounds.map((round) => (
        <RoundRows key={round.number} round={round} isTitled={rounds.length > 1} />
      ))}
      {next !== undefined && (
        <tbody>
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
        </tbody>
      )}
    </TableFrame>
  );
}

function RoundRows({ round, isTitled }: { round: JobRound; isTitled: boolean }) {
  return (
    <tbody>
      {isTitled && (
        <tr>
          <th scope="rowgroup" colSpan={columnCount} className="border-t border-line bg-raised py-1.5 font-normal">
            <RoundTitle round={round} />
          </th>
        </tr>
      )}
      {round.groups.map(({ key, attempts }) =>
        attempts.length === 1 ? (
          <AttemptRow key={key} attempt={attempts[0]} />
        ) : (
          <AlikeRows key={key} attempts={attempts} />
        ),
      )}
    </tbody>
  );
}

/** Attempts that failed alike as one line, which opens. */
function AlikeRows({ attempts }: { attempts: readonly [JobAttempt, ...JobAttempt[]] }) {
  const [isOpen, setIsOpen] = useState(false);
  const Arrow = isOpen ? ChevronDown : ChevronRight;
  const [first] = attempts;
  const last = attempts.at(-1) ?? first;
  return (
    <>
      <tr>
        <td className="number whitespace-nowrap">
          {first.number}–{last.number}
        </td>
        <td>
          <StateMark look={attemptLook(last.state)} />
        </td>
        <td>
          <Moment at={first.startedAt} style="absolute" />
        </td>
        <td colSpan={columnCount - 3} className="py-1.5">
          <button
            type="button"
            aria-expanded={isOpen}
            className="inline-flex items-start gap-1 rounded text-left text-failed hover:underline"
            onClick={() => setIsOpen(!isOpen)}
          >
            <Arrow aria-hidden size={14} className="mt-0.5 shrink-0" />
            {sayAlike(attempts)}
          </button>
        </td>
      </tr>
      {isOpen && attempts.map((attempt) => <AttemptRow key={attempt.startedAt} attempt={attempt} />)}
    </>
  );
}

function AttemptRow({ attempt }: { attempt: JobAttempt }) {
  const { number, state, startedAt, finishedAt, worker, error, decision } = attempt;
  return (
    <tr>
      <td className="number">{number}</td>
      <td>
        <StateMark look={attemptLook(state)} />
      </td>
      <td>
        <Moment at={startedAt} style="absolute" />
      </td>
      <td className="number">
        <Duration from={startedAt} to={finishedAt} />
      </td>
      <td className="max-w-40 truncate">{worker ?? '–'}</td>
      <td className="w-1/2 min-w-48 py-1.5">
        {error !== null && (
          <span className="block text-failed" data-whole={error.type}>
            {sayError(error)}
          </span>
        )}
        {decision !== null && <span className="block text-quiet first-letter:uppercase">{decision}</span>}
      </td>
    </tr>
  );
}
