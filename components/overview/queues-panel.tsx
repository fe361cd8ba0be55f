'use client';

import { Link } from '#components/address/link.tsx';
import type { Answer } from '#components/api/use-reading.ts';
import type { AttentionQuery } from '#components/generated/overview.ts';
import { Panel } from '#components/kit/page/page.tsx';
import { Reading } from '#components/kit/page/reading.tsx';
import { TableFrame, TableHeads } from '#components/kit/page/table-frame.tsx';
import { jobsLink } from '#components/kit/words/list-links.ts';
import { screens } from '#components/kit/words/paths.ts';
import { ErrorsCell, HourCell, P95Cell } from '#components/nouns/queue/activity/activity-cells.tsx';
import { QueueActivity } from '#components/nouns/queue/activity/use-queue-activity.tsx';
import { isServedBy, type Queue, standingOf } from '#components/nouns/queue/queue-standing.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { ageOf } from '#components/time/as-of.tsx';
import { Duration } from '#components/time/moment.tsx';
import { useAsOf } from '#components/time/use-as-of.ts';

// The fullest of them; the list has them all.
const listedMax = 6;

const heads = [
  { word: 'Queue', width: '' },
  { word: 'State', width: 'w-[7rem]' },
  { word: 'Last hour', width: 'w-[7.5rem]' },
  { word: 'Failed', width: 'number w-[5.5rem]' },
  { word: 'p95', width: 'number w-[6rem]' },
  { word: 'Waiting', width: 'number w-[5.5rem]' },
  { word: 'Oldest', width: 'number w-[6.5rem]' },
];

/** The queues that have most to do: what they did in the last hour, how much of it failed and how long it took. */
export function QueuesPanel({ answer }: { answer: Answer<AttentionQuery> }) {
  const asOfMs = useAsOf(answer);
  return (
    <Panel
      title="Queues"
      age={ageOf(asOfMs)}
      aside={
        <Link className="link" href={screens.queues}>
          All queues
        </Link>
      }
    >
      <Reading answer={answer} rows={3}>
        {({ queues, workers }) => (
          <QueueActivity>
            <TableFrame label="Queues">
              <TableHeads heads={heads} />
              <tbody>
                {fullestFirst(queues).map((queue) => (
                  <QueueRow key={queue.id} queue={queue} isServed={isServedBy(queue, workers)} />
                ))}
              </tbody>
            </TableFrame>
            {queues.length > listedMax && (
              <p className="px-3 py-1.5 text-quiet">and {queues.length - listedMax} more with less to do</p>
            )}
          </QueueActivity>
        )}
      </Reading>
    </Panel>
  );
}

function QueueRow({ queue, isServed }: { queue: Queue; isServed: boolean }) {
  const { id, name, depth, oldestWaitingAt } = queue;
  return (
    <tr>
      <td className="max-w-0 truncate font-medium">
        <Link className="link" href={jobsLink({ queue: name })}>
          {name}
        </Link>
      </td>
      <td>
        <StateMark look={standingOf(queue, isServed).look} />
      </td>
      <td>
        <HourCell id={id} />
      </td>
      <td className="number">
        <ErrorsCell id={id} name={name} />
      </td>
      <td className="number">
        <P95Cell id={id} />
      </td>
      <td className={depth === 0 ? 'number text-quiet' : 'number'}>{depth.toLocaleString('en')}</td>
      <td className="number">
        <Duration from={oldestWaitingAt} to={null} />
      </td>
    </tr>
  );
}

function fullestFirst(queues: readonly Queue[]): Queue[] {
  return queues
    .toSorted((a, b) => b.depth + b.running - (a.depth + a.running) || a.name.localeCompare(b.name))
    .slice(0, listedMax);
}
