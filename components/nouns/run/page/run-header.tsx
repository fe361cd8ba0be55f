'use client';

import { CornerDownRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from '#components/address/link.tsx';
import { countOpenStates, countStates } from '#components/graph/graph-model.ts';
import { runPath, runStepsPath, schedulePath, workflowPath } from '#components/kit/words/paths.ts';
import { sayActor } from '#components/kit/words/say-actor.ts';
import { shortId } from '#components/kit/words/short-id.ts';
import { Glyph } from '#components/state/glyph.tsx';
import { colourOf, jobLooks } from '#components/state/state-look.ts';
import { Duration, Moment } from '#components/time/moment.tsx';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { isSettledRun, type JobState, jobStates } from '#domain/machines.ts';
import { RunDeadline } from './run-deadline.tsx';
import type { RunDetails } from './use-run.ts';
import { useRunPlace } from './use-run-place.ts';
import { whyOfRun } from './why-of-run.ts';

/** How far the run has come, how long it takes, and why it stands or ended as it did. */
export function RunHeader({ run }: { run: RunDetails }) {
  return (
    <section aria-label="About the run" className="panel">
      <div className="flex min-h-10 flex-wrap items-center gap-x-6 gap-y-1 px-3 pt-1.5">
        <Fact name="Elapsed">
          <span className="inline-block min-w-18 text-lead font-semibold">
            <Duration from={run.startedAt} to={run.finishedAt} />
          </span>
        </Fact>
        <StepCounts run={run} />
        <RunDeadline run={run} />
      </div>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-1 px-3 pb-1.5 text-small">
        <Fact name="Started">
          <Moment at={run.startedAt} style="both" />
        </Fact>
        <Fact name="By">
          {run.schedule === null ? (
            <span data-whole={run.starter.id}>{sayActor(run.starter)}</span>
          ) : (
            <Link className="link" href={schedulePath(run.schedule.id)}>
              schedule {run.schedule.name}
            </Link>
          )}
        </Fact>
        <Fact name="Version">
          <Link className="link" href={workflowPath(run.workflow)}>
            {run.version.number}
          </Link>
        </Fact>
        {run.replayOf !== null && (
          <Fact name="Repeats">
            <Link className="link identifier" href={runPath(run.replayOf.id)}>
              {shortId(run.replayOf.id)}
            </Link>
          </Fact>
        )}
        <span className="ml-auto inline-flex items-center gap-0.5">
          <span className="identifier text-quiet">{run.id}</span>
          <CopyButton text={run.id} label="Copy the id of the run" />
        </span>
      </div>
      <Why run={run} />
    </section>
  );
}

// While a run goes on, its words change often; what stands beside them keeps its place.
const columnsUnderway = 'grid grid-cols-[14rem_minmax(0,1fr)_6rem]';

/** The first thing to be read at night: what holds the run up or ended it, and the step to look at. */
function Why({ run }: { run: RunDetails }) {
  const { hrefOfStep, select } = useRunPlace();
  const why = whyOfRun(run);
  const isUnderway = run.state === 'RUNNING' && !why.isFailure;
  return (
    <p
      // A run that stands still says something else, in other places.
      key={isUnderway ? 'underway' : 'still'}
      className={`min-h-9 items-baseline gap-x-2 overflow-hidden whitespace-nowrap border-t border-line px-3 py-1.5 ${isUnderway ? columnsUnderway : 'flex'}`}
    >
      <span className={why.isFailure ? 'text-failed' : undefined}>{why.sentence}</span>
      {why.step !== undefined && (
        <span className="flex min-w-0 items-baseline gap-1.5">
          <CornerDownRight aria-hidden size={13} className="shrink-0 self-center text-quiet" />
          <span className={isUnderway ? 'min-w-48' : undefined}>
            <Link
              href={hrefOfStep(why.step)}
              prefetch={false}
              scroll={false}
              className="link font-medium"
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                select(why.step);
              }}
            >
              {why.step}
            </Link>
          </span>
          {why.detail !== undefined && <span className="min-w-0 truncate text-quiet">{why.detail}</span>}
        </span>
      )}
      {why.moreSteps > 0 && <span className="text-quiet">and {why.moreSteps} more</span>}
    </p>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span className="inline-flex items-baseline gap-1.5 whitespace-nowrap">
      <span className="text-quiet">{name}</span>
      {children}
    </span>
  );
}

/** The bar and the numbers say the same. Every number leads to its steps. */
function StepCounts({ run }: { run: RunDetails }) {
  const counts = isSettledRun(run.state) ? countStates(run.steps) : countOpenStates(run.steps);
  // As wide as the largest number that it may come to be.
  const width = { minWidth: `${String(run.steps.length).length}ch` };
  return (
    <section aria-label="Steps by state" className="flex min-w-64 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
      <span aria-hidden className="flex h-2 min-w-28 max-w-80 flex-1 overflow-hidden rounded-full bg-raised">
        {inOrderOfProgress(counts).map(({ state, count }) => (
          <span
            key={state}
            style={{
              width: `${(100 * count) / run.steps.length}%`,
              background: jobLooks[state].family === 'waiting' ? 'var(--line)' : colourOf(jobLooks[state].family),
            }}
          />
        ))}
      </span>
      {counts.map(({ state, count }) => (
        <Link
          key={state}
          href={runStepsPath(run.id, state)}
          prefetch={false}
          className="inline-flex min-h-6 items-center gap-1 whitespace-nowrap rounded px-1 hover:bg-raised"
          style={{ color: colourOf(jobLooks[state].family) }}
        >
          <Glyph name={jobLooks[state].glyph} />
          <span className="text-right font-semibold" style={width}>
            {count}
          </span>{' '}
          {jobLooks[state].word.toLowerCase()}
        </Link>
      ))}
    </section>
  );
}

// What is done stands on the left, as in every bar that fills.
function inOrderOfProgress(counts: readonly { state: JobState; count: number }[]) {
  return counts
    .toSorted((a, b) => jobStates.indexOf(b.state) - jobStates.indexOf(a.state))
    .toSorted((a, b) => rankOf(a.state) - rankOf(b.state));
}

function rankOf(state: JobState): number {
  if (state === 'SUCCEEDED') return 0;
  if (jobLooks[state].family === 'failed') return 1;
  return state === 'RUNNING' ? 2 : 3;
}
