'use client';

import { Link } from '#components/address/link.tsx';
import { useGo } from '#components/address/tenant-context.tsx';
import type { TaskJobFragment } from '#components/generated/tasks.ts';
import { Panel } from '#components/kit/page/page.tsx';
import { jobsLink } from '#components/kit/words/list-links.ts';
import { jobPath, runPath, schedulePath } from '#components/kit/words/paths.ts';
import { longestSpanMs } from '#components/nouns/job/details/measured-span.ts';
import { jobLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { DurationBar } from '#components/time/duration-bar.tsx';
import { Moment } from '#components/time/moment.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';

type JobsProps = { task: string; jobs: readonly TaskJobFragment[] };

/** The last jobs of a task that have ended. */
export function RecentJobs({ task, jobs }: JobsProps) {
  const go = useGo();
  const longestMs = longestSpanMs(jobs.map(({ startedAt, finishedAt }) => ({ from: startedAt, to: finishedAt })));
  const aside = (
    <span className="flex gap-4">
      <Link href={jobsLink({ task, states: ['FAILED', 'DEAD'] })} className="link">
        Failed ones
      </Link>
      <Link href={jobsLink({ task })} className="link">
        All its jobs
      </Link>
    </span>
  );
  return (
    <Panel title="Last jobs" aside={aside}>
      {jobs.length === 0 ? (
        <EmptyState title="No job of it has ended yet.">Enqueue one, or put it on a schedule.</EmptyState>
      ) : (
        <DataTable
          label="Last jobs"
          isMain
          columns={columnsOf(longestMs)}
          rows={jobs}
          keyOf={({ id }) => id}
          onOpen={({ id }) => go(jobPath(id))}
          maxHeight="29.8rem"
        />
      )}
    </Panel>
  );
}

const columnsOf = (longestMs: number): Column<TaskJobFragment>[] => [
  {
    key: 'state',
    title: 'State',
    width: '8.6rem',
    cell: ({ id, state }) => (
      <Link href={jobPath(id)} prefetch={false} aria-label={`${jobLooks[state].word}: open the job`}>
        <StateMark look={jobLooks[state]} />
      </Link>
    ),
  },
  { key: 'finished', title: 'Ended', width: '8rem', cell: ({ finishedAt }) => <Moment at={finishedAt} /> },
  {
    key: 'duration',
    title: 'Duration',
    width: '8rem',
    isNumber: true,
    cell: ({ startedAt, finishedAt, state }) => (
      <DurationBar from={startedAt} to={finishedAt} longestMs={longestMs} family={jobLooks[state].family} />
    ),
  },
  {
    key: 'error',
    title: 'What it failed of',
    hint: ({ error }) => (error === null ? undefined : `${error.type}: ${error.message}`),
    cell: ({ error }) => error !== null && <span className="text-failed">{error.message}</span>,
  },
  {
    key: 'attempts',
    title: 'Attempts',
    width: '5.5rem',
    needs: 'middle',
    isNumber: true,
    cell: ({ attempt, maxAttempts }) => `${attempt} of ${maxAttempts}`,
  },
  {
    key: 'from',
    title: 'Came from',
    width: '10rem',
    needs: 'middle',
    hint: ({ stepKey, schedule }) => stepKey ?? schedule?.name,
    cell: (job) => <Origin job={job} />,
  },
];

function Origin({ job: { run, stepKey, schedule } }: { job: TaskJobFragment }) {
  const stop = (event: { stopPropagation: () => void }) => event.stopPropagation();
  if (run !== null)
    return (
      <Link href={runPath(run.id)} className="link" prefetch={false} onClick={stop}>
        step {stepKey}
      </Link>
    );
  if (schedule !== null)
    return (
      <Link href={schedulePath(schedule.id)} className="link" prefetch={false} onClick={stop}>
        {schedule.name}
      </Link>
    );
  return <span className="text-quiet">by hand or API</span>;
}
