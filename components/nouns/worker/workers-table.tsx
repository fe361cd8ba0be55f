'use client';

import type { WorkerRowFragment } from '#components/generated/workers.ts';
import { TableFrame } from '#components/kit/page/table-frame.tsx';
import { workerLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Duration, Moment } from '#components/time/moment.tsx';
import { BarMeter } from '#components/ui/bar-meter.tsx';

/** Workers as rows. */
export function WorkersTable({ label, workers }: { label: string; workers: readonly WorkerRowFragment[] }) {
  return (
    <TableFrame label={label}>
      <thead>
        <tr>
          <th scope="col" className="w-[8rem]">
            State
          </th>
          <th scope="col">Worker</th>
          <th scope="col" className="w-[14rem]">
            Jobs on slots
          </th>
          <th scope="col" className="w-[20%]">
            Serves
          </th>
          <th scope="col" className="w-[9rem]">
            Last heard of
          </th>
          <th scope="col" className="number w-[9rem]">
            Up for
          </th>
          <th scope="col" className="w-[7rem]">
            Version
          </th>
        </tr>
      </thead>
      <tbody>
        {workers.map((worker) => (
          <WorkerRow key={worker.id} worker={worker} />
        ))}
      </tbody>
    </TableFrame>
  );
}

function WorkerRow({ worker }: { worker: WorkerRowFragment }) {
  const { name, state, slots, running, queues, lastSeenAt, startedAt, version } = worker;
  const served = queues.length === 0 ? 'every queue' : queues.join(', ');
  const isPresent = state === 'LIVE' || state === 'DRAINING';
  return (
    <tr>
      <td>
        <StateMark look={workerLooks[state]} />
      </td>
      <td className="max-w-0 truncate font-medium">{name}</td>
      <td>
        <span className="flex">
          <BarMeter label={`Jobs on the slots of ${name}`} value={running} max={slots} />
        </span>
      </td>
      <td className="max-w-0 truncate text-quiet">{served}</td>
      <td>
        <Moment at={lastSeenAt} />
      </td>
      <td className="number">
        <Duration from={startedAt} to={isPresent ? null : lastSeenAt} />
      </td>
      <td className="identifier">{version}</td>
    </tr>
  );
}
