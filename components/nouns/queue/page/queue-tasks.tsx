import { Link } from '#components/address/link.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { TableFrame } from '#components/kit/page/table-frame.tsx';
import { jobsLink } from '#components/kit/words/list-links.ts';
import { taskPath } from '#components/kit/words/paths.ts';
import { Duration } from '#components/time/moment.tsx';
import type { QueueDetails } from './one-queue.ts';

/** Which tasks the jobs of the queue are of, the one with most in line and at work first. */
export function QueueTasks({ queue: { name, tasks } }: { queue: QueueDetails }) {
  if (tasks.length === 0) return null;
  return (
    <Panel title="By task">
      <TableFrame label="By task">
        <thead>
          <tr>
            <th scope="col">Task</th>
            <th scope="col" className="number">
              Waiting
            </th>
            <th scope="col" className="number">
              Oldest
            </th>
            <th scope="col" className="number">
              Running
            </th>
            <th scope="col" className="number">
              Succeeded, 1 h
            </th>
            <th scope="col" className="number">
              Failed, 1 h
            </th>
          </tr>
        </thead>
        <tbody>
          {tasks.map(({ task, waiting, oldestWaitingAt, running, succeeded, failed }) => (
            <tr key={task.id}>
              <td>
                <Link className="link" href={taskPath(task)} prefetch={false}>
                  {task.name}
                </Link>
              </td>
              <Count
                count={waiting}
                label={`${waiting} of ${task.name} wait`}
                href={jobsLink({ queue: name, task: task.name, states: ['PENDING'] })}
              />
              <td className="number figures">
                {oldestWaitingAt === null ? (
                  <span className="text-quiet">–</span>
                ) : (
                  <Duration from={oldestWaitingAt} to={null} />
                )}
              </td>
              <Count
                count={running}
                label={`${running} of ${task.name} run`}
                href={jobsLink({ queue: name, task: task.name, states: ['RUNNING'] })}
              />
              <Count
                count={succeeded}
                label={`${succeeded} of ${task.name} succeeded`}
                href={jobsLink({ queue: name, task: task.name, states: ['SUCCEEDED'], finishedAfter: '-1h' })}
              />
              <Count
                count={failed}
                isBad
                label={`${failed} of ${task.name} failed`}
                href={jobsLink({ queue: name, task: task.name, states: ['FAILED', 'DEAD'], finishedAfter: '-1h' })}
              />
            </tr>
          ))}
        </tbody>
      </TableFrame>
    </Panel>
  );
}

type CountParts = { count: number; label: string; href: string; isBad?: boolean };

function Count({ count, label, href, isBad = false }: CountParts) {
  return (
    <td className="number figures">
      {count === 0 ? (
        <span className="text-quiet">0</span>
      ) : (
        <Link
          className={isBad ? 'link font-semibold text-failed' : 'link'}
          href={href}
          aria-label={label}
          prefetch={false}
        >
          {count.toLocaleString('en')}
        </Link>
      )}
    </td>
  );
}
