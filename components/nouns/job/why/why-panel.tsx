'use client';

import { Link } from '#components/address/link.tsx';
import { alertPath } from '#components/kit/words/paths.ts';
import { sayAlertKind } from '#components/kit/words/say-alert-kind.ts';
import { sayError } from '#components/kit/words/say-error.ts';
import type { JobDetails } from '#components/nouns/job/one-job.ts';
import { Glyph } from '#components/state/glyph.tsx';
import { Moment } from '#components/time/moment.tsx';
import type { JobState } from '#domain/machines.ts';
import { LateWaitChain } from './gates/late-wait-chain.tsx';
import { LateFailedAlike } from './late-failed-alike.tsx';
import { LateLastHeard } from './late-last-heard.tsx';
import { RootErrorLine } from './root-error-line.tsx';
import { useJobAlerts } from './use-job-alerts.ts';
import { whyOf } from './why-chain.ts';

type WhyProps = {
  job: JobDetails;
  /** At the head of a page, where it is the largest line. */
  isHead?: boolean;
};

/** Why a job is where it is: first thing to be read at night. */
export function WhyPanel({ job, isHead = false }: WhyProps) {
  const why = whyOf(job);
  const isWaiting = job.state === 'PENDING' || job.state === 'SCHEDULED';
  const large = `${isHead ? 'text-[1.25rem] leading-snug' : 'text-lead'} font-semibold`;
  return (
    <section aria-label="Why" className="flex flex-col gap-1 border-b border-line px-3 py-2.5">
      {why.error !== undefined && (
        <p className={`${large} line-clamp-3`}>
          <RootErrorLine error={why.error} />
        </p>
      )}
      <p className={why.error === undefined ? large : undefined} data-whole={why.code}>
        <span className="sr-only">Why: </span>
        {why.sentence}
      </p>
      {why.isForWorker && (
        <p className="first-letter:uppercase">
          <LateLastHeard jobId={job.id} />
        </p>
      )}
      {why.nextAt !== null && (
        <p>
          {job.attempt > 0 ? 'Next attempt ' : 'Starts '}
          <strong className="font-semibold">
            <Moment at={why.nextAt} style="both" />
          </strong>
        </p>
      )}
      {job.error !== null && why.error === undefined && (
        <p className="text-quiet">
          Before that: <span data-whole={job.error.type}>{sayError(job.error)}</span>
        </p>
      )}
      {hasFailed(job.state) && <LateFailedAlike jobId={job.id} />}
      {isWaiting && <LateWaitChain jobId={job.id} isWide={isHead} />}
      {!isWaiting && why.ways.length > 0 && (
        <p className="flex flex-wrap gap-4 pt-0.5">
          {why.ways.map((way) => (
            <Link key={way.word} className="link" href={way.href}>
              {way.word}
            </Link>
          ))}
        </p>
      )}
      <Alerts jobId={job.id} />
    </section>
  );
}

function hasFailed(state: JobState): boolean {
  return state === 'FAILED' || state === 'DEAD';
}

function Alerts({ jobId }: { jobId: string }) {
  const { alerts, rest } = useJobAlerts(jobId);
  return (
    <>
      {alerts.map((alert) => (
        <p key={alert.id} className="flex items-center gap-1.5 text-warning">
          <Glyph name="mark" />
          <span className="font-medium" data-whole={alert.kind}>
            {sayAlertKind(alert.kind)}:
          </span>{' '}
          {alert.message}
          <span className="text-quiet">
            raised <Moment at={alert.raisedAt} />
          </span>
          <Link className="link text-quiet" href={alertPath(alert.id)}>
            Alert
          </Link>
        </p>
      ))}
      {rest > 0 && <p className="text-quiet">and {rest} more alerts</p>}
    </>
  );
}
