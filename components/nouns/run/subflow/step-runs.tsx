'use client';

import { type ReactNode, useEffect, useEffectEvent } from 'react';
import { Link } from '#components/address/link.tsx';
import { useReading } from '#components/api/use-reading.ts';
import { StepChildrenDocument, type StepChildrenQuery } from '#components/generated/subflow.ts';
import type { RunStep } from '#components/graph/graph-model.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { runPath, runsOfStepPath, workflowPath } from '#components/kit/words/paths.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';
import { JsonView } from '#components/nouns/job/details/json-view.tsx';
import { runLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Duration } from '#components/time/moment.tsx';
import { Sentence } from '#components/time/sentence.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { EventType } from '#domain/event-catalogue.ts';
import { isSettled } from '#domain/machines.ts';
import { sayCount } from '#domain/value/say-count.ts';

type Children = NonNullable<NonNullable<NonNullable<StepChildrenQuery['run']>['step']>['children']>;

// A run moves faster than anybody reads how far it is.
const gapMs = 1_000;

/** The runs that a step has started: how far they are, the way down to them, and what they left. */
export function StepRuns({ runId, step }: { runId: string; step: RunStep }) {
  const variables = { run: runId, step: step.stepKey };
  const { data, fault, reload } = useReading({ query: StepChildrenDocument, variables });
  const told = data?.run?.step;
  const children = told?.children ?? undefined;
  const readNow = useEffectEvent(reload);
  const isBehind = told !== undefined && told !== null && told.state !== step.state;
  useEffect(() => {
    if (isBehind) readNow();
  }, [isBehind]);
  if (fault !== undefined && data === undefined) return <FaultNotice fault={fault} onRetry={reload} />;
  if (data === undefined) return <Skeleton rows={4} />;
  return (
    <>
      <section aria-label="The workflow that it runs" className="flex flex-col gap-2 border-b border-line px-3 py-2.5">
        {step.reason !== null && isSettled(step.state) && (
          <p className="text-lead break-words">
            <Sentence text={step.reason.message} />
          </p>
        )}
        {children !== undefined && <Runs runId={runId} step={step} told={children} />}
      </section>
      {children !== undefined && !isSettled(step.state) && (
        <Follow
          key={children.run?.id}
          run={children.hasItems ? undefined : children.run?.id}
          after={data.run?.eventCursor}
          read={reload}
        />
      )}
      {isSettled(step.state) && <JsonView title="Result" value={told?.wait?.result} />}
    </>
  );
}

function Runs({ runId, step, told }: { runId: string; step: RunStep; told: Children }) {
  const { workflow, run, hasItems } = told;
  if (run === null)
    return (
      <p>{isSettled(step.state) ? `No run of ${workflow} was started.` : `A run of ${workflow} is about to start.`}</p>
    );
  const name = (
    <Link className="link" href={workflowPath(run.workflow)}>
      {run.workflow.name}
    </Link>
  );
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {hasItems ? <ItemCounts name={name} told={told} /> : <>Runs {name}</>}
      </p>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StateMark look={runLooks[run.state]} />
        <span className="figures">
          {run.stepProgress.settled} of {sayCount(run.stepProgress.total, 'step')}
        </span>
        <span className="text-quiet">
          <Duration from={run.startedAt} to={run.finishedAt} />
        </span>
      </p>
      {run.state !== 'RUNNING' && run.reason !== null && (
        <p className="text-quiet">
          <Sentence text={run.reason.message} />
        </p>
      )}
      <span className="flex flex-wrap gap-2">
        <ButtonLink isSmall href={runPath(run.id)}>
          {hasItems ? 'Open this run' : 'Open its run'}
        </ButtonLink>
        {hasItems && (
          <ButtonLink isSmall href={runsOfStepPath(runId)}>
            All its runs
          </ButtonLink>
        )}
      </span>
    </>
  );
}

function ItemCounts({ name, told }: { name: ReactNode; told: Children }) {
  const { total, running, succeeded, failed, cancelled, started } = told;
  const parts = [
    [succeeded, 'succeeded'],
    [running, 'running'],
    [failed, 'failed'],
    [cancelled, 'cancelled'],
    [total - started, 'not started'],
  ] as const;
  const words = parts.flatMap(([count, word]) => (count === 0 ? [] : [`${count.toLocaleString('en')} ${word}`]));
  return (
    <>
      <span>
        Runs {name} for {sayCount(total, 'item')}:
      </span>
      <span className="figures">{words.join(', ')}</span>
    </>
  );
}

type FollowProps = { run: string | undefined; after: string | undefined; read: () => void };

// Of a run that has not begun, and of many, it is told when any begins or ends.
const beginsAndEnds: EventType[] = ['run.started', 'run.succeeded', 'run.failed', 'run.cancelled'];

/** Reads again as the run moves. */
function Follow({ run, after, read }: FollowProps) {
  const filter = run === undefined ? { types: beginsAndEnds } : { runs: [run] };
  useRefreshOnEvents({ topic: { kind: 'events', filter }, after, read, gapMs });
  return null;
}
