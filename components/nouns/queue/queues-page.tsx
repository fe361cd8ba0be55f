'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { ask } from '#components/api/ask.ts';
import { QueuesDocument, type QueuesQuery } from '#components/generated/queues.ts';
import { NoRowsPanel } from '#components/kit/list/no-rows.tsx';
import type { WholeList } from '#components/kit/list/whole/whole-list.ts';
import { WholePage } from '#components/kit/list/whole/whole-page.tsx';
import { sayNumber } from '#components/kit/noun/noun.ts';
import { usePageActions } from '#components/kit/page/page-actions.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { jobsLink } from '#components/kit/words/list-links.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import type { EventType } from '#domain/event-catalogue.ts';
import { QueueActivity } from './activity/use-queue-activity.tsx';
import { queue } from './queue.ts';
import { queueColumns } from './queue-columns.tsx';
import { QueueDialog } from './queue-dialog.tsx';
import { queueOrders } from './queue-order.ts';
import type { Queue } from './queue-standing.ts';

const moves: EventType[] = [
  'queue.updated',
  'job.created',
  'job.started',
  'job.succeeded',
  'job.failed',
  'job.dead',
  'job.retrying',
  'job.cancelled',
  'job.requeued',
  'job.expedited',
  'job.released',
];

const queueList: WholeList<Queue, QueuesQuery> = {
  noun: queue,
  read: ask(QueuesDocument, {}, (data) => data),
  // Ages grow and jobs come due without an event.
  againMs: 5_000,
  news: {
    topic: { kind: 'events', filter: { types: moves } },
    after: ({ jobs }) => jobs.eventCursor,
    // Every job that moves changes a number here; a person reads no faster than this.
    gapMs: 1_000,
  },
  rowsOf: ({ queues }) => queues,
  say: ({ queues }) => sayNumber(queues.length, queue),
  orders: queueOrders,
  columns: ({ workers }) => queueColumns(workers),
  minWidth: '72rem',
  lines: 2,
  pathOf: ({ name }) => jobsLink({ queue: name }),
  Empty: NoQueues,
  Actions: NewQueue,
};

function NewQueue({ rows }: { rows: readonly Queue[] }) {
  const mayEdit = useMay('queue.edit');
  const [isAsked, setIsAsked] = useState(false);
  const open = () => setIsAsked(true);
  usePageActions(mayEdit ? [{ word: 'New queue', act: open, Icon: Plus }] : []);
  if (!mayEdit) return null;
  return (
    <>
      <Button isSmall Icon={Plus} onClick={open}>
        New queue
      </Button>
      {isAsked && (
        <QueueDialog queue={undefined} taken={rows.map(({ name }) => name)} onClose={() => setIsAsked(false)} />
      )}
    </>
  );
}

function NoQueues() {
  return (
    <NoRowsPanel>
      <EmptyState Icon={queue.Icon} title="There are no queues yet.">
        A task names the queue that its jobs wait in. Each queue has a priority, and a cap on how many of its jobs run
        at once.
      </EmptyState>
    </NoRowsPanel>
  );
}

/** Every queue: how full it is, how long its jobs wait, and what holds them up. */
export function QueuesPage() {
  return (
    <QueueActivity>
      <WholePage list={queueList} />
    </QueueActivity>
  );
}
