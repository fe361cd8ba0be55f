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
import { queuePath } from '#components/kit/words/paths.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { QueueActivity } from './activity/use-queue-activity.tsx';
import { queue } from './queue.ts';
import { queueColumns } from './queue-columns.tsx';
import { QueueDialog } from './queue-dialog.tsx';
import { againMs, newsGapMs, queueNews } from './queue-news.ts';
import { queueOrders } from './queue-order.ts';
import type { Queue } from './queue-standing.ts';

const queueList: WholeList<Queue, QueuesQuery> = {
  noun: queue,
  read: () => ask(QueuesDocument, {}, (data) => data),
  againMs,
  news: {
    topic: { kind: 'events', filter: { types: [...queueNews] } },
    after: ({ jobs }) => jobs.eventCursor,
    gapMs: newsGapMs,
  },
  rowsOf: ({ queues }) => queues,
  say: ({ queues }) => sayNumber(queues.length, queue),
  orders: queueOrders,
  columns: ({ workers }) => queueColumns(workers),
  minWidth: '72rem',
  lines: 2,
  pathOf: queuePath,
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
