import { Link } from '#components/address/link.tsx';
import type { TaskRowFragment } from '#components/generated/tasks.ts';
import { taskPath } from '#components/kit/words/paths.ts';
import { handlerWords, sayPercent, sayUses } from '#components/nouns/task/task-words.ts';
import { Moment } from '#components/time/moment.tsx';
import { saySpan } from '#components/time/say-time.ts';
import { Badge } from '#components/ui/badge.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { TwoLines } from '#components/ui/table/two-lines.tsx';
import { JobDots } from './job-dots.tsx';

/** The columns of a list of tasks: what each does, how it has been doing, and who needs it. */
export const taskColumns: Column<TaskRowFragment>[] = [
  {
    key: 'name',
    title: 'Task',
    hint: ({ name, description }) => [name, description].filter((part) => part !== null).join('\n'),
    cell: (task) => (
      <TwoLines below={task.description ?? task.handlerSummary}>
        <Link className="link font-medium" href={taskPath(task)} prefetch={false}>
          {task.name}
        </Link>
        {task.deprecated !== null && (
          <span className="ml-2">
            <Badge family="warning">Deprecated</Badge>
          </span>
        )}
      </TwoLines>
    ),
  },
  {
    key: 'handler',
    title: 'Handler',
    width: 'clamp(8rem, 14vw, 22rem)',
    needs: 'wide',
    hint: ({ handlerSummary }) => handlerSummary,
    cell: ({ handlerKind, handlerSummary }) => <TwoLines below={handlerSummary}>{handlerWords[handlerKind]}</TwoLines>,
  },
  {
    key: 'queue',
    title: 'Queue',
    needs: 'middle',
    width: 'clamp(6rem, 8vw, 11rem)',
    hint: (task) => task.queue.name,
    cell: (task) => task.queue.name,
  },
  {
    key: 'jobs',
    title: 'Last jobs',
    width: '11rem',
    cell: ({ name, recentJobs }) => (
      <TwoLines below={<LastEnd jobs={recentJobs} />}>
        <JobDots task={name} jobs={recentJobs} />
      </TwoLines>
    ),
  },
  {
    key: 'success',
    title: 'Success, 7 d',
    width: '7.5rem',
    isNumber: true,
    cell: ({ figures }) => <Success figures={figures} />,
  },
  {
    key: 'duration',
    title: 'p95, 7 d',
    width: '8.75rem',
    needs: 'middle',
    isNumber: true,
    cell: ({ figures: { durationP50Ms, durationP95Ms } }) =>
      durationP50Ms === null || durationP95Ms === null ? (
        <span className="text-quiet">–</span>
      ) : (
        <TwoLines below={`median ${saySpan(durationP50Ms)}`}>{saySpan(durationP95Ms)}</TwoLines>
      ),
  },
  {
    key: 'uses',
    title: 'Used by',
    width: '8.5rem',
    needs: 'middle',
    hint: ({ usedBy }) => sayUses(usedBy),
    cell: ({ usedBy }) => <Uses uses={usedBy} />,
  },
  {
    key: 'registered',
    title: 'Registered',
    width: '7.5rem',
    needs: 'widest',
    cell: ({ createdAt, version }) => (
      <TwoLines below={`version ${version}`}>
        <Moment at={createdAt} />
      </TwoLines>
    ),
  },
];

function LastEnd({ jobs: [last] }: { jobs: TaskRowFragment['recentJobs'] }) {
  return last === undefined ? null : (
    <>
      last <Moment at={last.finishedAt} />
    </>
  );
}

function Success({ figures: { jobs, isWhole, successPercent } }: Pick<TaskRowFragment, 'figures'>) {
  if (successPercent === null) return <span className="text-quiet">–</span>;
  const count = jobs.toLocaleString('en');
  return (
    <TwoLines below={isWhole ? `of ${count}` : `of the last ${count}`}>
      <span className={successPercent < 100 ? 'font-medium text-failed' : undefined}>{sayPercent(successPercent)}</span>
    </TwoLines>
  );
}

function Uses({ uses }: { uses: TaskRowFragment['usedBy'] }) {
  const words = sayUses(uses)?.split(', ');
  if (words === undefined) return <span className="text-quiet">nobody</span>;
  const [first, second] = words;
  return second === undefined ? first : <TwoLines below={second}>{first}</TwoLines>;
}
