import { Link } from '#components/address/link.tsx';
import type { TaskRowFragment } from '#components/generated/tasks.ts';
import { jobsLink } from '#components/kit/words/list-links.ts';
import { Moment } from '#components/time/moment.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { sayTimeout } from './say-task.ts';
import { taskPath } from './task.ts';

/** The columns of a list of tasks. */
export const taskColumns: Column<TaskRowFragment>[] = [
  {
    key: 'name',
    title: 'Task',
    width: 'clamp(11rem, 18vw, 24rem)',
    hint: (task) => task.name,
    cell: (task) => (
      <Link className="font-medium hover:underline" href={taskPath(task)} prefetch={false}>
        {task.name}
      </Link>
    ),
  },
  {
    key: 'description',
    title: 'What it is for',
    needs: 'middle',
    hint: (task) => task.description ?? undefined,
    cell: (task) => <span className="text-quiet">{task.description}</span>,
  },
  { key: 'version', title: 'Version', width: '5.5rem', needs: 'middle', isNumber: true, cell: (task) => task.version },
  {
    key: 'queue',
    title: 'Queue',
    needs: 'middle',
    width: 'clamp(7rem, 9vw, 12rem)',
    hint: (task) => task.queue.name,
    cell: (task) => task.queue.name,
  },
  {
    key: 'attempts',
    title: 'Attempts',
    width: '5.5rem',
    needs: 'wide',
    isNumber: true,
    cell: (task) => task.retry.maxAttempts,
  },
  {
    key: 'timeout',
    title: 'Timeout',
    width: '7rem',
    needs: 'wide',
    isNumber: true,
    cell: (task) => sayTimeout(task.timeout),
  },
  {
    key: 'registered',
    title: 'Registered',
    width: '7rem',
    isNumber: true,
    cell: (task) => <Moment at={task.createdAt} />,
  },
  {
    key: 'jobs',
    title: <span className="sr-only">Its jobs</span>,
    width: '5rem',
    cell: (task) => (
      <Link className="link" href={jobsLink({ task: task.name })} prefetch={false} aria-label={`Jobs of ${task.name}`}>
        Jobs
      </Link>
    ),
  },
];
