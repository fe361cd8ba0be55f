import { Link } from '#components/address/link.tsx';
import type { JobRowFragment } from '#components/generated/jobs.ts';
import { jobPath, runPath, schedulePath } from '#components/kit/words/paths.ts';
import { measuredSpan } from '#components/nouns/job/details/measured-span.ts';
import { RowWhyCell } from '#components/nouns/job/why/row-why-cell.tsx';
import { Glyph } from '#components/state/glyph.tsx';
import { colourOf, conditionLooks, jobLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { DurationBar } from '#components/time/duration-bar.tsx';
import { Moment } from '#components/time/moment.tsx';
import type { Column } from '#components/ui/table/table-column.ts';

type Known = {
  /** What a full bar stands for. */
  longestMs: number;
  /** What failed jobs died of, by id. */
  failures: ReadonlyMap<string, string>;
};

/** The columns of a list of jobs. */
export function jobColumns({ longestMs, failures }: Known): Column<JobRowFragment>[] {
  return [...whatColumns(failures), ...whenColumns(longestMs)];
}

function whatColumns(failures: Known['failures']): Column<JobRowFragment>[] {
  return [
    { key: 'state', title: 'State', width: '8.6rem', cell: (job) => <StateMark look={jobLooks[job.state]} /> },
    {
      key: 'task',
      title: 'Task',
      width: 'clamp(9rem, 12vw, 19rem)',
      hint: (job) => job.task.name,
      cell: (job) => (
        <Link className="font-medium hover:underline" href={jobPath(job.id)} prefetch={false}>
          {job.task.name}
        </Link>
      ),
    },
    {
      key: 'why',
      title: 'Why',
      hint: (job) => failures.get(job.id) ?? job.reason?.message,
      cell: (job) => <RowWhyCell job={job} failures={failures} />,
    },
    {
      key: 'queue',
      title: 'Queue',
      needs: 'middle',
      width: 'clamp(6.6rem, 7vw, 10rem)',
      hint: (job) => job.queue.name,
      cell: (job) => job.queue.name,
    },
    {
      key: 'trigger',
      title: 'Trigger',
      needs: 'wide',
      width: 'clamp(10rem, 11vw, 17rem)',
      hint: sayTrigger,
      cell: (job) => <Trigger job={job} />,
    },
    {
      key: 'attempt',
      title: 'Attempt',
      width: '4.8rem',
      needs: 'wide',
      isNumber: true,
      cell: (job) => <AttemptOf job={job} />,
    },
  ];
}

function whenColumns(longestMs: number): Column<JobRowFragment>[] {
  return [
    { key: 'created', title: 'Created', width: '6.6rem', isNumber: true, cell: (job) => <Moment at={job.createdAt} /> },
    {
      key: 'started',
      title: 'Started',
      width: '6.6rem',
      isNumber: true,
      needs: 'widest',
      cell: (job) => <Moment at={job.startedAt} />,
    },
    {
      key: 'duration',
      title: 'Duration',
      width: '6.6rem',
      needs: 'middle',
      isNumber: true,
      cell: (job) => <DurationOf job={job} longestMs={longestMs} />,
    },
  ];
}

/** What made a job, in words. */
export function sayTrigger(job: JobRowFragment): string {
  if (job.run !== null) return `step ${job.stepKey} of ${job.run.workflow.name}`;
  return job.schedule === null ? 'API' : `schedule ${job.schedule.name}`;
}

// A job between two attempts is told apart from one that has not begun.
function AttemptOf({ job }: { job: JobRowFragment }) {
  const count = `${job.attempt} / ${job.maxAttempts}`;
  if (job.state !== 'SCHEDULED' || job.attempt === 0) return count;
  const { retry } = conditionLooks;
  return (
    <span className="inline-flex items-center gap-1" style={{ color: colourOf(retry.family) }} data-whole={retry.word}>
      <Glyph name={retry.glyph} size={12} />
      {count}
      <span className="sr-only">{retry.word}</span>
    </span>
  );
}

function DurationOf({ job, longestMs }: { job: JobRowFragment; longestMs: number }) {
  const span = measuredSpan(job);
  if (span.from === null) return <span className="text-quiet">–</span>;
  return <DurationBar {...span} longestMs={longestMs} family={jobLooks[job.state].family} />;
}

function Trigger({ job }: { job: JobRowFragment }) {
  if (job.run !== null) {
    return (
      <Link className="hover:underline" href={runPath(job.run.id)} prefetch={false}>
        {job.run.workflow.name} <span className="text-quiet">› {job.stepKey}</span>
      </Link>
    );
  }
  if (job.schedule === null) return <span className="text-quiet">API</span>;
  return (
    <Link className="hover:underline" href={schedulePath(job.schedule.id)} prefetch={false}>
      {job.schedule.name}
    </Link>
  );
}
