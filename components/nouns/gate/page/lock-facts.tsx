import { Link } from '#components/address/link.tsx';
import { CopiedId } from '#components/kit/page/copied-id.tsx';
import { Facts } from '#components/kit/page/facts.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { taskPath } from '#components/kit/words/paths.ts';
import { isContended, kindWords, sayContention } from '#components/nouns/gate/gate-words.ts';
import { Duration } from '#components/time/moment.tsx';
import { BarMeter } from '#components/ui/bar-meter.tsx';
import type { LockDetails } from './one-lock.ts';

/** What the lock is, and how it stands in numbers. */
export function LockFacts({ lock }: { lock: LockDetails }) {
  const { id, kind, key, task, capacity, held, waiting, oldestWaiterSince, contention } = lock;
  return (
    <Panel title="Facts">
      <Facts
        facts={[
          ['What', kindWords[kind]],
          ...(task === null ? [] : [['Task', <TaskLink key="task" task={task} />] as const]),
          [
            kind === 'RATE' ? 'Started' : 'Held',
            capacity === null ? (
              `${held.toLocaleString('en')}, no limit`
            ) : (
              <BarMeter
                key="held"
                label={`${kind === 'RATE' ? 'Started' : 'Held'} of ${key}`}
                value={held}
                max={capacity}
              />
            ),
          ],
          ['Waiting', waiting.toLocaleString('en')],
          ['Oldest waits', <Duration key="oldest" from={oldestWaiterSince} to={null} />],
          [
            'Contention',
            contention === null ? (
              <span key="contention" className="text-quiet">
                nobody had to wait
              </span>
            ) : (
              <span key="contention" className={isContended(contention) ? 'font-semibold text-warning' : undefined}>
                {sayContention(contention)} had to wait
              </span>
            ),
          ],
          ['Lock', <CopiedId key="id" id={id} label="Copy the lock's id" />],
        ]}
      />
    </Panel>
  );
}

function TaskLink({ task }: { task: { id: string; name: string } }) {
  return (
    <Link className="link" href={taskPath(task)}>
      {task.name}
    </Link>
  );
}
