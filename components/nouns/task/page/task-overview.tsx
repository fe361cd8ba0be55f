'use client';

import { CopiedId } from '#components/kit/page/copied-id.tsx';
import { Facts } from '#components/kit/page/facts.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { EffectivePolicy } from '#components/kit/policy/effective-policy.tsx';
import { sayActor } from '#components/kit/words/say-actor.ts';
import { sayPercent } from '#components/nouns/task/task-words.ts';
import { Glyph } from '#components/state/glyph.tsx';
import { Moment } from '#components/time/moment.tsx';
import { saySpan } from '#components/time/say-time.ts';
import { isJsonObject } from '#domain/value/json.ts';
import { FailuresPanel } from './failures-panel.tsx';
import { HandlerPanel } from './handler-panel.tsx';
import type { TaskDetails } from './one-task.ts';
import { RecentJobs } from './recent-jobs.tsx';
import { SchemaPanel } from './schema/schema-panel.tsx';
import { UsesPanel } from './uses-panel.tsx';
import { WeekCharts } from './week-charts.tsx';

/** A task at a glance: what goes on in it beside what it is. */
export function TaskOverview({ task }: { task: TaskDetails }) {
  const { description, deprecated, usedBy, inputSchema, resultSchema, name, version, recentJobs } = task;
  return (
    <>
      {deprecated !== null && <Deprecated deprecated={deprecated} />}
      <Standing figures={task.figures} />
      {description !== null && description !== '' && <p className="max-w-4xl">{description}</p>}
      <div className="grid grid-cols-1 items-start gap-3 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-3">
          <WeekCharts task={task} />
          <RecentJobs task={name} jobs={recentJobs} />
          <SchemaPanel title="What params must look like" schema={inputSchema} otherwise="It takes any params." />
          <SchemaPanel title="What results must look like" schema={resultSchema} otherwise="It may answer anything." />
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <FailuresPanel task={name} />
          <HandlerPanel task={task} />
          <EffectivePolicy subject={{ task: name }} isOf={version} />
          <UsesPanel uses={usedBy} />
          <About task={task} />
        </div>
      </div>
    </>
  );
}

function Deprecated({ deprecated: { at, by, reason } }: { deprecated: NonNullable<TaskDetails['deprecated']> }) {
  return (
    <div className="panel flex gap-2 px-3 py-2.5 text-warning">
      <span className="mt-0.5">
        <Glyph name="mark" />
      </span>
      <div>
        <p className="font-medium">{reason ?? 'Nothing new is to be made of it.'}</p>
        <p className="text-small text-quiet">
          Deprecated by {sayActor(by)}, <Moment at={at} />. New jobs, schedules and workflow versions are refused; what
          is arranged goes on.
        </p>
      </div>
    </div>
  );
}

/** How it stands, in one large line. */
function Standing({ figures }: Pick<TaskDetails, 'figures'>) {
  const { jobs, isWhole, successPercent, durationP50Ms, durationP95Ms } = figures;
  if (successPercent === null)
    return <p className="text-lead text-quiet">No job of it has ended in the last 7 days.</p>;
  const of = `${isWhole ? '' : 'the last '}${jobs.toLocaleString('en')} ${jobs === 1 ? 'job' : 'jobs'}`;
  return (
    <p className="text-lead">
      <span className={successPercent < 100 ? 'font-semibold text-failed' : 'font-semibold'}>
        {sayPercent(successPercent)} of {of} succeeded
      </span>
      <span className="text-quiet">
        {' in 7 days'}
        {durationP50Ms !== null &&
          durationP95Ms !== null &&
          `, in ${saySpan(durationP50Ms)} as a rule, p95 ${saySpan(durationP95Ms)}`}
      </span>
    </p>
  );
}

function About({ task: { id, createdAt, creator, version, labels } }: { task: TaskDetails }) {
  const own = isJsonObject(labels) ? Object.entries(labels) : [];
  return (
    <Panel title="About">
      <Facts
        facts={[
          ['Version', version],
          ['Registered', <Moment key="at" at={createdAt} />],
          ['By', sayActor(creator)],
          ...own.map(([name, value]) => [`Label ${name}`, String(value)] as const),
          ['Id', <CopiedId key="id" id={id} label="Copy the task's id" />],
        ]}
      />
    </Panel>
  );
}
