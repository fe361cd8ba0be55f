'use client';

import { Link } from '#components/address/link.tsx';
import { useGo } from '#components/address/tenant-context.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { jobPath } from '#components/kit/words/paths.ts';
import { useNow } from '#components/time/clock.ts';
import { Duration } from '#components/time/moment.tsx';
import { sayDistance } from '#components/time/say-time.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import type { LockDetails, LockWaiter } from './one-lock.ts';

/** The jobs that wait for it, in the order in which they go in. */
export function WaitersPanel({ lock: { waiters, waiting, kind } }: { lock: LockDetails }) {
  const go = useGo();
  const rest = waiting - waiters.length;
  return (
    <Panel title="Waiting">
      {waiters.length === 0 ? (
        <EmptyState title="Nobody waits for it.">
          A job that comes while it is full stands here, in its place.
        </EmptyState>
      ) : (
        <DataTable
          label="Waiting"
          isMain
          columns={columnsOf(kind)}
          rows={waiters}
          keyOf={({ job }) => job.id}
          onOpen={({ job }) => go(jobPath(job.id))}
          maxHeight="60rem"
          {...(rest > 0 && { foot: <p className="px-3 py-2 text-quiet">and {rest.toLocaleString('en')} more</p> })}
        />
      )}
    </Panel>
  );
}

const amount: Column<LockWaiter> = {
  key: 'amount',
  title: 'Amount',
  width: '5.5rem',
  isNumber: true,
  cell: (waiter) => waiter.amount.toLocaleString('en'),
};

// Of a pool it is told how much each needs. When a rate lets somebody in it is told by itself, not from what jobs take.
function columnsOf(kind: LockDetails['kind']): Column<LockWaiter>[] {
  if (kind === 'POOL') return [...columns.slice(0, 2), amount, ...columns.slice(2)];
  return kind === 'RATE' ? columns.filter(({ key }) => key !== 'start') : columns;
}

const columns: Column<LockWaiter>[] = [
  { key: 'place', title: '#', width: '3rem', isNumber: true, cell: ({ position }) => position },
  {
    key: 'task',
    title: 'Task',
    cell: ({ job }) => (
      <Link className="link" href={jobPath(job.id)} prefetch={false}>
        {job.task.name}
      </Link>
    ),
  },
  {
    key: 'waits',
    title: 'Waits',
    width: '6.5rem',
    isNumber: true,
    cell: ({ since }) => <Duration from={since} to={null} />,
  },
  {
    key: 'priority',
    title: 'Priority',
    needs: 'middle',
    width: '5rem',
    isNumber: true,
    cell: ({ job }) => job.priority,
  },
  {
    key: 'start',
    title: 'Probably starts',
    width: '8.5rem',
    cell: ({ job }) => <StartCell estimate={job.why?.estimate ?? null} />,
    hint: ({ job }) => job.why?.estimate?.basis,
  },
];

function StartCell({ estimate }: { estimate: { to: string } | null }) {
  const nowMs = useNow();
  if (estimate === null) return <span className="text-quiet">–</span>;
  const toMs = Date.parse(estimate.to);
  return toMs <= nowMs ? 'at any moment' : sayDistance(toMs, nowMs).replace(/^in /, 'within ');
}
