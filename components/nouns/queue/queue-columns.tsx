'use client';

import { Link } from '#components/address/link.tsx';
import { sayRate } from '#components/kit/form/duration/rate-text.ts';
import { jobsLink } from '#components/kit/words/list-links.ts';
import { queuePath } from '#components/kit/words/paths.ts';
import { sayPausedBy } from '#components/state/paused-since.tsx';
import { StateMark } from '#components/state/state-mark.tsx';
import { Duration, Moment } from '#components/time/moment.tsx';
import { BarMeter } from '#components/ui/bar-meter.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { TwoLines } from '#components/ui/table/two-lines.tsx';
import { ErrorsCell, HourCell, P95Cell } from './activity/activity-cells.tsx';
import { QueueActs } from './queue-acts.tsx';
import type { QueueSort } from './queue-order.ts';
import { isServedBy, lateMs, type Queue, standingOf } from './queue-standing.ts';

type Workers = readonly { state: string; queues: readonly string[] }[];

/** The columns of a list of queues; their numbers lead to the jobs that they count. */
export function queueColumns(workers: Workers): Column<Queue>[] {
  return [
    {
      key: 'name',
      title: 'Queue',
      width: '14%',
      sort: by('name', true),
      cell: (queue) => (
        <Link className="link" href={queuePath(queue)}>
          {queue.name}
        </Link>
      ),
    },
    { key: 'state', title: 'State', cell: (queue) => <StandingCell queue={queue} workers={workers} /> },
    {
      key: 'waiting',
      title: 'Waiting',
      width: '5.5rem',
      isNumber: true,
      sort: by('waiting'),
      cell: ({ name, depth }) => (
        <Number
          count={depth}
          href={jobsLink({ queue: name, states: ['PENDING', 'SCHEDULED'] })}
          label={`${depth} waiting in ${name}`}
        />
      ),
    },
    {
      key: 'oldest',
      title: 'Oldest',
      width: '6rem',
      isNumber: true,
      sort: by('oldest'),
      cell: (queue) => <OldestCell queue={queue} />,
    },
    ...hourColumns,
    {
      key: 'scheduled',
      title: 'Scheduled',
      needs: 'widest',
      width: '6.5rem',
      isNumber: true,
      cell: ({ name, scheduled }) => (
        <Number
          count={scheduled}
          href={jobsLink({ queue: name, states: ['SCHEDULED'] })}
          label={`${scheduled} scheduled in ${name}`}
        />
      ),
    },
    {
      key: 'running',
      title: 'Running',
      needs: 'middle',
      width: '9rem',
      sort: by('running'),
      cell: (queue) => <RunningCell queue={queue} />,
    },
    {
      key: 'priority',
      title: 'Priority',
      needs: 'widest',
      width: '5.5rem',
      isNumber: true,
      sort: by('priority'),
      cell: ({ priority }) => priority,
    },
    {
      key: 'acts',
      title: <span className="sr-only">Actions</span>,
      needs: 'middle',
      width: '9.5rem',
      cell: (queue) => <QueueActs queue={queue} />,
    },
  ];
}

/** What a queue did in the last hour. */
const hourColumns: Column<Queue>[] = [
  { key: 'hour', title: 'Last hour', needs: 'wide', width: '7.5rem', cell: ({ id }) => <HourCell id={id} /> },
  {
    key: 'errors',
    title: 'Failed',
    needs: 'wide',
    width: '5rem',
    isNumber: true,
    cell: ({ id, name }) => <ErrorsCell id={id} name={name} />,
  },
  { key: 'p95', title: 'p95', needs: 'wide', width: '6rem', isNumber: true, cell: ({ id }) => <P95Cell id={id} /> },
];

function by(key: QueueSort, isRising = false): { key: QueueSort; isRising: boolean } {
  return { key, isRising };
}

/** In a word how it stands, and below it why its jobs wait. */
function StandingCell({ queue, workers }: { queue: Queue; workers: Workers }) {
  const isServed = isServedBy(queue, workers);
  const { look, sentence } = standingOf(queue, isServed);
  if (sentence === '') return <StateMark look={look} />;
  const heard = queue.lastHeardAt !== null && !isServed && (
    <>
      , last heard of one <Moment at={queue.lastHeardAt} style="relative" />
    </>
  );
  return (
    <TwoLines
      below={
        <>
          {sentence}
          {queue.pause !== null && sayPausedBy(queue.pause)}
          {heard}
        </>
      }
    >
      <span className="inline-flex items-center gap-2">
        <StateMark look={look} />
        {queue.pause !== null && queue.pause.since !== null && (
          <span className="text-small text-quiet">
            <Moment at={queue.pause.since} style="relative" />
          </span>
        )}
      </span>
    </TwoLines>
  );
}

/** How long the first of them has waited; it grows before the reader's eyes. */
function OldestCell({ queue: { oldestWaitingAt, oldestAgeMs } }: { queue: Queue }) {
  if (oldestWaitingAt === null) return <span className="text-quiet">–</span>;
  const isLate = oldestAgeMs !== null && oldestAgeMs > lateMs;
  return (
    <span className={isLate ? 'font-semibold text-warning' : ''}>
      <Duration from={oldestWaitingAt} to={null} />
    </span>
  );
}

/** How many run, against the cap where there is one; the rate beside it. */
function RunningCell({ queue: { name, running, concurrency, rate } }: { queue: Queue }) {
  const href = jobsLink({ queue: name, states: ['RUNNING'] });
  if (concurrency !== null) {
    return (
      <Link href={href} className="flex min-h-6 flex-col justify-center">
        <BarMeter label={`Running in ${name}`} value={running} max={concurrency} />
        {rate !== null && <span className="text-small text-quiet">{sayRate(rate)}</span>}
      </Link>
    );
  }
  return (
    <span className="flex items-center gap-1.5">
      <Number count={running} href={href} label={`${running} running in ${name}`} />
      <span className="text-small text-quiet">{rate === null ? 'no cap' : sayRate(rate)}</span>
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
