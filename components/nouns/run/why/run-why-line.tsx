'use client';

import { CornerDownRight } from 'lucide-react';
import { Link } from '#components/address/link.tsx';
import { ask } from '#components/api/ask.ts';
import { useAsk } from '#components/api/use-ask.ts';
import { RunRootErrorDocument } from '#components/generated/run.ts';
import { LateErrorLine } from '#components/nouns/job/why/late-error-line.tsx';
import { LateFailedAlike } from '#components/nouns/job/why/late-failed-alike.tsx';
import { LateLastHeard } from '#components/nouns/job/why/late-last-heard.tsx';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { useRunPlace } from '#components/nouns/run/page/use-run-place.ts';
import { Sentence } from '#components/time/sentence.tsx';
import { LateRunWaits } from './late-run-waits.tsx';
import { failedJobOf, type RunWhy, whyOfRun } from './why-of-run.ts';

type ToldError = { type: string; message: string };

// While a run goes on, its words change often; what stands beside them keeps its place.
const columnsUnderway = 'grid grid-cols-[minmax(8rem,16rem)_minmax(0,1fr)_6rem]';
const line =
  'min-h-10 items-baseline gap-x-2 overflow-hidden whitespace-nowrap border-b border-line px-3 py-2 text-lead';

/** The first thing to be read at night: what ended the run or holds it up, and the step to look at. */
export function RunWhyLine({ run }: { run: RunDetails }) {
  const why = whyOfRun(run);
  const job = failedJobOf(run);
  const error = useRootError(job);
  if (why.isFailure && job !== undefined && error !== undefined)
    return <FailedLine why={why} error={error} job={job} />;
  const isUnderway = run.state === 'RUNNING' && !why.isFailure;
  return (
    <p
      // A run that stands still says something else, in other places.
      key={isUnderway ? 'underway' : 'still'}
      className={`${line} ${isUnderway ? columnsUnderway : 'flex'}`}
    >
      <span className={why.isFailure ? 'font-semibold text-failed' : 'font-semibold'}>{why.sentence}</span>
      {why.step !== undefined && (
        <span className="flex min-w-0 items-baseline gap-1.5">
          <CornerDownRight aria-hidden size={13} className="shrink-0 self-center text-quiet" />
          <span className={isUnderway ? 'min-w-48' : undefined}>
            <StepLink stepKey={why.step} />
          </span>
          {why.detail !== undefined && (
            <span className="min-w-0 truncate text-quiet">
              {error !== undefined && (
                <>
                  <LateErrorLine error={error} />
                  {'; '}
                </>
              )}
              <Sentence text={why.detail} />
            </span>
          )}
          {why.waitingJob !== undefined && <LateLastHeard jobId={why.waitingJob} />}
        </span>
      )}
      {why.moreSteps > 0 &&
        (why.isHeldUp ? (
          <LateRunWaits runId={run.id} moreSteps={why.moreSteps} />
        ) : (
          <span className="text-quiet">and {why.moreSteps} more</span>
        ))}
    </p>
  );
}

/** What the step that failed the run said itself: it explains more than that it failed. */
function FailedLine({ why, error, job }: { why: RunWhy; error: ToldError; job: string }) {
  return (
    <div className="flex flex-col gap-1 border-b border-line px-3 py-2">
      <p className="line-clamp-2 min-h-7 text-[1.25rem] leading-snug font-semibold">
        <LateErrorLine error={error} />
      </p>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span>{why.sentence}</span>
        {why.step !== undefined && (
          <span className="flex items-baseline gap-1.5">
            <CornerDownRight aria-hidden size={13} className="shrink-0 self-center text-quiet" />
            <StepLink stepKey={why.step} />
          </span>
        )}
        {why.detail !== undefined && (
          <span className="text-quiet">
            <Sentence text={why.detail} />
          </span>
        )}
      </p>
      <LateFailedAlike jobId={job} />
    </div>
  );
}

/** Read when there is something to explain: no other run has any use for it. */
function useRootError(job: string | undefined): ToldError | undefined {
  const { value } = useAsk(
    job === undefined ? undefined : ask(RunRootErrorDocument, { job }, (told) => told.job?.error ?? undefined),
  );
  return value;
}

function StepLink({ stepKey }: { stepKey: string }) {
  const { hrefOfStep, select } = useRunPlace();
  return (
    <Link
      href={hrefOfStep(stepKey)}
      prefetch={false}
      scroll={false}
      className="link"
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        select(stepKey);
      }}
    >
      {stepKey}
    </Link>
  );
}
