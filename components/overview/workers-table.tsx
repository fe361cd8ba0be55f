'use client';

import type { OverviewQuery } from '#components/generated/documents.ts';
import { EmptyNotice } from '#components/page/notice.tsx';
import { TableFrame } from '#components/page/table-frame.tsx';
import { workerLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';

/** The processes that carry out jobs. */
export function WorkersTable({ workers }: { workers: OverviewQuery['workers'] }) {
  if (workers.length === 0) return <EmptyNotice>No worker is running: nothing will start.</EmptyNotice>;
  return (
    <TableFrame label="Workers">
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col" className="w-1/2">
            Worker
          </th>
          <th scope="col" className="number">
            Busy slots
          </th>
          <th scope="col">Last heartbeat</th>
          <th scope="col">Version</th>
        </tr>
      </thead>
      <tbody>
        {workers.map((worker) => (
          <tr key={worker.id}>
            <td>
              <StateMark look={workerLooks[worker.state]} />
            </td>
            <td>{worker.name}</td>
            <td className="number">
              {worker.running} / {worker.slots}
            </td>
            <td>
              <Moment at={worker.lastSeenAt} />
            </td>
            <td>{worker.version}</td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
