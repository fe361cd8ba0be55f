'use client';

import type { ReactNode } from 'react';
import { Link } from '#components/address/link.tsx';
import { countOpenStates, countStates } from '#components/graph/graph-model.ts';
import { runPath, runStepsPath, schedulePath, workflowPath } from '#components/kit/words/paths.ts';
import { sayActor } from '#components/kit/words/say-actor.ts';
import { shortId } from '#components/kit/words/short-id.ts';
import { sayReplay } from '#components/nouns/run/again/say-replay.ts';
import { LateRunChanged } from '#components/nouns/run/change/late-changes.tsx';
import { LateRunTrail } from '#components/nouns/run/subflow/late-run-trail.tsx';
import { RunWhyLine } from '#components/nouns/run/why/run-why-line.tsx';
import { Glyph } from '#components/state/glyph.tsx';
import { colourOf, jobLooks, runLooks } from '#components/state/state-look.ts';
import { Duration, Moment } from '#components/time/moment.tsx';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { isSettledRun, type JobState, jobStates } from '#domain/machines.ts';
import { RunDeadline } from './run-deadline.tsx';
import type { RunDetails } from './use-run.ts';

/** Why the run stands or ended as it did, how far it has come, and how long it takes. */
export function RunHeader({ run }: { run: RunDetails }) {
  return (
    <section aria-label="About the run" className="panel">
      {run.parent !== null && <LateRunTrail runId={run.id} workflow={run.workflow.name} />}
      <RunWhyLine run={run} />
      <div className="flex min-h-9 flex-wrap items-center gap-x-6 gap-y-1 px-3 pt-1.5">
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
        {run.pause !== null && (
          <Fact name="Paused">
            <Moment at={run.pause.since} style="both" />
            {run.pause.by !== null && <span>by {sayActor(run.pause.by)}</span>}
          </Fact>
        )}
        {run.endsAs !== null && (
          <Fact name="Ends as">{runLooks[run.endsAs].word.toLowerCase()}, once its last steps have ended</Fact>
        )}
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
          <Link className="link -mx-2 px-2" href={workflowPath(run.workflow)}>
            {run.version.number}
          </Link>
        </Fact>
        {run.changeCount > 0 && <LateRunChanged run={run} />}
        <Lineage run={run} />
        <Fact name="Run">
          <span className="inline-flex items-center">
            <span className="identifier text-quiet" data-whole={run.id}>
              {shortId(run.id)}
            </span>
            <CopyButton text={run.id} label="Copy the id of the run" />
          </span>
        </Fact>
      </div>
    </section>
  );
}

// Who repeats a run more often looks at the newest first.
const rerunsShownMax = 3;

/** The run that this one repeats, and those that repeat this one. */
function Lineage({ run: { replayOf, replay, reruns } }: { run: RunDetails }) {
  const link = (id: string) => (
    <Link key={id} className="link identifier" href={runPath(id)}>
      {shortId(id)}
    </Link>
  );
  return (
    <>
      {replay !== null && (
        <Fact name="Repeats">
          {replayOf === null ? 'a run that is not stored any more' : link(replayOf.id)}
          <span className="text-quiet" data-whole={replay.reason ?? undefined}>
            {sayReplay(replay)}
          </span>
        </Fact>
      )}
      {reruns.length > 0 && (
        <Fact name="Repeated by">
          {reruns.slice(0, rerunsShownMax).map(({ id }) => link(id))}
          {reruns.length > rerunsShownMax && <span className="text-quiet">and earlier ones</span>}
        </Fact>
      )}
    </>
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
          <span className="figures text-right font-semibold" style={width}>
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
