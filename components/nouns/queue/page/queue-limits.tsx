import { Panel } from '#components/kit/page/page.tsx';
import { TableFrame } from '#components/kit/page/table-frame.tsx';
import type { QueueDetails } from './one-queue.ts';
import { sayBinding, sayLimitLevel, sayLimitOf } from './say-limit.ts';

/** Whose limits hold for the jobs of the queue, and how far they are used up. */
export function QueueLimits({ queue: { limits } }: { queue: QueueDetails }) {
  return (
    <Panel title="Limits">
      <TableFrame label="Limits">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col" className="number">
              At most
            </th>
            <th scope="col" className="number">
              Now
            </th>
            <th scope="col">Comes from</th>
          </tr>
        </thead>
        <tbody>
          {limits.map(({ kind, level, max, now, isBinding }) => {
            const isFull = max !== null && now !== null && now >= max;
            return (
              <tr key={kind}>
                <td className={isBinding ? 'py-1.5 font-medium' : undefined}>
                  {sayLimitOf(kind)}
                  {isBinding && (
                    <span className="block text-small font-normal text-quiet">{sayBinding({ isFull })}</span>
                  )}
                </td>
                <td className="number figures">
                  {max === null ? <span className="text-quiet">no limit</span> : max.toLocaleString('en')}
                </td>
                <td className={isFull ? 'number figures font-semibold text-warning' : 'number figures'}>
                  {now === null ? <span className="text-quiet">–</span> : now.toLocaleString('en')}
                </td>
                <td className={level === 'PLATFORM' ? 'text-quiet' : undefined}>{sayLimitLevel(level)}</td>
              </tr>
            );
          })}
        </tbody>
      </TableFrame>
    </Panel>
  );
}
