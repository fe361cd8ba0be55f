'use client';

import { Pause, Pencil, Play } from 'lucide-react';
import { Link } from '#components/address/link.tsx';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { jobsLink } from '#components/kit/words/list-links.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Duration } from '#components/time/moment.tsx';
import { BarMeter } from '#components/ui/bar-meter.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { lateMs, type Queue, standingOf } from './queue-standing.ts';
import type { QueueQuestion } from './queue-switch-dialog.tsx';

type Parts = {
  queue: Queue;
  isServed: boolean;
  onEdit: (queue: Queue) => void;
  onSwitch: (question: QueueQuestion) => void;
};

/** One queue; its numbers lead to the jobs that they count. */
export function QueueTableRow({ queue, isServed, onEdit, onSwitch }: Parts) {
  const { name, depth, scheduled, running, concurrency, priority } = queue;
  const { look, sentence } = standingOf(queue, isServed);
  return (
    <tr>
      <td className="max-w-0 truncate font-medium">
        <Link className="link" href={jobsLink({ queue: name })}>
          {name}
        </Link>
      </td>
      <td>
        <StateMark look={look} />
      </td>
      <td className="number">
        <Number
          count={depth}
          href={jobsLink({ queue: name, states: ['PENDING', 'SCHEDULED'] })}
          label={`${depth} waiting in ${name}`}
        />
      </td>
      <td className="number">
        <Oldest queue={queue} />
      </td>
      <td className="number">
        <Number
          count={scheduled}
          href={jobsLink({ queue: name, states: ['SCHEDULED'] })}
          label={`${scheduled} scheduled in ${name}`}
        />
      </td>
      <td>
        {concurrency === null ? (
          <span className="flex items-center gap-1.5">
            <Number
              count={running}
              href={jobsLink({ queue: name, states: ['RUNNING'] })}
              label={`${running} running in ${name}`}
            />
            <span className="text-small text-quiet">no cap</span>
          </span>
        ) : (
          <Link href={jobsLink({ queue: name, states: ['RUNNING'] })} className="flex min-h-6 items-center">
            <BarMeter label={`Running in ${name}`} value={running} max={concurrency} />
          </Link>
        )}
      </td>
      <td className="number">{priority}</td>
      <td className="h-9 max-w-0 py-0">
        <span className="line-clamp-2 text-small leading-tight text-quiet">{sentence}</span>
      </td>
      <td>
        <RowActions queue={queue} onEdit={onEdit} onSwitch={onSwitch} />
      </td>
    </tr>
  );
}

/** How long the first of them has waited; it grows before the reader's eyes. */
function Oldest({ queue: { oldestWaitingAt, oldestAgeMs } }: { queue: Queue }) {
  if (oldestWaitingAt === null) return <span className="text-quiet">–</span>;
  const isLate = oldestAgeMs !== null && oldestAgeMs > lateMs;
  return (
    <span className={isLate ? 'font-semibold text-warning' : ''}>
      <Duration from={oldestWaitingAt} to={null} />
    </span>
  );
}

function Number({ count, href, label }: { count: number; href: string; label: string }) {
  if (count === 0) return <span className="text-quiet">0</span>;
  return (
    <Link className="link inline-flex min-h-6 items-center" href={href} aria-label={label}>
      {count.toLocaleString('en')}
    </Link>
  );
}

function RowActions({ queue, onEdit, onSwitch }: Omit<Parts, 'isServed'>) {
  const mayOperate = useMay('queue.operate');
  const mayEdit = useMay('queue.edit');
  const verb = queue.paused ? 'resume' : 'pause';
  return (
    <span className="flex justify-end gap-1">
      {mayOperate && (
        <Button
          isSmall
          kind="quiet"
          Icon={queue.paused ? Play : Pause}
          aria-label={`${queue.paused ? 'Resume' : 'Pause'} ${queue.name}`}
          onClick={() => onSwitch({ verb, queue })}
        >
          {queue.paused ? 'Resume' : 'Pause'}
        </Button>
      )}
      {mayEdit && <IconButton isSmall label={`Edit ${queue.name}`} Icon={Pencil} onClick={() => onEdit(queue)} />}
    </span>
  );
}
