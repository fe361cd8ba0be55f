'use client';

import { Link } from '#components/address/link.tsx';
import { useGo } from '#components/address/tenant-context.tsx';
import type { LineJobFragment } from '#components/generated/queue.ts';
import { Panel } from '#components/kit/page/page.tsx';
import { jobsLink } from '#components/kit/words/list-links.ts';
import { jobPath, runPath } from '#components/kit/words/paths.ts';
import { Duration } from '#components/time/moment.tsx';
import { Sentence } from '#components/time/sentence.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import type { QueueDetails } from './one-queue.ts';

/** The jobs that are next, in the order in which they start. */
export function LinePanel({ queue: { name, line, depth } }: { queue: QueueDetails }) {
  const go = useGo();
  const rest = depth - line.length;
  return (
    <Panel
      title="First in line"
      aside={
        <Link className="link" href={jobsLink({ queue: name })}>
          All its jobs
        </Link>
      }
    >
      {line.length === 0 ? (
        <EmptyState title="No job of it is due.">What is enqueued stands here until a worker takes it.</EmptyState>
      ) : (
        <DataTable
          label="First in line"
          isMain
          columns={columns(line)}
          rows={line}
          keyOf={({ id }) => id}
          onOpen={({ id }) => go(jobPath(id))}
          maxHeight="60rem"
          {...(rest > 0 && { foot: <p className="px-3 py-2 text-quiet">and {rest.toLocaleString('en')} more</p> })}
        />
      )}
    </Panel>
  );
}

const columns = (line: readonly LineJobFragment[]): Column<LineJobFragment>[] => [
  { key: 'place', title: '#', width: '3rem', isNumber: true, cell: (job) => line.indexOf(job) + 1 },
  {
    key: 'task',
    title: 'Task',
    width: '30%',
    cell: ({ id, task, run, stepKey }) => (
      <>
        <Link className="link" href={jobPath(id)} prefetch={false}>
          {task.name}
        </Link>
        {run !== null && (
          <Link
            className="link text-quiet"
            href={runPath(run.id)}
            prefetch={false}
            onClick={(event) => event.stopPropagation()}
          >
            {' '}
            step {stepKey}
          </Link>
        )}
      </>
    ),
  },
  {
    key: 'waits',
    title: 'Waits',
    width: '6.5rem',
    isNumber: true,
    cell: ({ runAt, createdAt }) => <Duration from={runAt ?? createdAt} to={null} />,
  },
  {
    key: 'priority',
    title: 'Priority',
    needs: 'middle',
    width: '5rem',
    isNumber: true,
    cell: ({ priority }) => priority,
  },
  {
    key: 'why',
    title: 'Why',
    hint: ({ reason }) => reason?.message,
    cell: ({ reason }) => <span className="text-quiet">{reason !== null && <Sentence text={reason.message} />}</span>,
  },
];
