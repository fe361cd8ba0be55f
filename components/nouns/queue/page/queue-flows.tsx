import { Panel } from '#components/kit/page/page.tsx';
import { TableFrame } from '#components/kit/page/table-frame.tsx';
import type { QueueDetails } from './one-queue.ts';
import { sayRate } from './say-rate.ts';

/** What comes into the queue and what leaves it, now and over the last hour. */
export function QueueFlows({ queue: { flows } }: { queue: QueueDetails }) {
  return (
    <Panel title="In and out">
      <TableFrame label="In and out">
        <thead>
          <tr>
            <th scope="col">In the last</th>
            <th scope="col" className="number">
              Came
            </th>
            <th scope="col" className="number">
              Succeeded
            </th>
            <th scope="col" className="number">
              Failed
            </th>
          </tr>
        </thead>
        <tbody>
          {flows.map(({ minutes, made, succeeded, failed, isExact }) => (
            <tr key={minutes}>
              <td className="whitespace-nowrap">{minutes} min</td>
              <Cell count={made} minutes={minutes} isExact={isExact} />
              <Cell count={succeeded} minutes={minutes} isExact={isExact} />
              <Cell count={failed} minutes={minutes} isExact={isExact} isBad />
            </tr>
          ))}
        </tbody>
      </TableFrame>
    </Panel>
  );
}

type CellParts = { count: number; minutes: number; isExact: boolean; isBad?: boolean };

function Cell({ count, minutes, isExact, isBad = false }: CellParts) {
  return (
    <td className="number figures whitespace-nowrap py-1.5">
      <span className={isBad && count > 0 ? 'font-semibold text-failed' : ''}>
        {count.toLocaleString('en')}
        {!isExact && '+'}
      </span>
      <span className="block text-small text-quiet">{sayRate(count, minutes)}</span>
    </td>
  );
}
