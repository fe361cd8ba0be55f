'use client';

import type { WorkerRowFragment } from '#components/generated/workers.ts';
import { workerLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Duration, Moment } from '#components/time/moment.tsx';
import { BarMeter } from '#components/ui/bar-meter.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { isPresent } from './worker-groups.ts';

/** The columns of a list of workers. */
export const workerColumns: readonly Column<WorkerRowFragment>[] = [
  { key: 'state', title: 'State', width: '8rem', cell: ({ state }) => <StateMark look={workerLooks[state]} /> },
  { key: 'name', title: 'Worker', cell: ({ name }) => <span className="font-medium">{name}</span> },
  {
    key: 'running',
    title: 'Jobs on slots',
    width: '13rem',
    cell: ({ name, running, slots }) => (
      <span className="flex">
        <BarMeter label={`Jobs on the slots of ${name}`} value={running} max={slots} />
      </span>
    ),
  },
  {
    key: 'serves',
    title: 'Serves',
    needs: 'middle',
    width: '20%',
    cell: ({ queues }) => <span className="text-quiet">{queues.length === 0 ? 'every queue' : queues.join(', ')}</span>,
  },
  { key: 'seen', title: 'Last heard of', width: '9rem', cell: ({ lastSeenAt }) => <Moment at={lastSeenAt} /> },
  {
    key: 'up',
    title: 'Up for',
    needs: 'wide',
    width: '7rem',
    isNumber: true,
    cell: (worker) => <Duration from={worker.startedAt} to={isPresent(worker) ? null : worker.lastSeenAt} />,
  },
  {
    key: 'version',
    title: 'Version',
    needs: 'wide',
    width: '7rem',
    cell: ({ version }) => <span className="identifier">{version}</span>,
  },
];
