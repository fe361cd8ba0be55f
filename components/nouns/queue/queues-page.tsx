'use client';

import { Layers, Plus } from 'lucide-react';
import { useState } from 'react';
import { useUrlChoice } from '#components/address/use-url.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { Page } from '#components/kit/page/page.tsx';
import { usePageActions } from '#components/kit/page/page-actions.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { QueueDialog } from './queue-dialog.tsx';
import { keepOrder, queueSorts, sortQueues } from './queue-order.ts';
import type { Queue } from './queue-standing.ts';
import { type QueueQuestion, QueueSwitchDialog } from './queue-switch-dialog.tsx';
import { QueuesTable } from './queues-table.tsx';
import { useQueues } from './use-queues.ts';

type Asked = { kind: 'create' } | { kind: 'edit'; queue: Queue } | { kind: 'switch'; question: QueueQuestion };

/** Every queue: how full it is, how long its jobs wait, and what holds them up. */
export function QueuesPage() {
  const { data, fault, reload } = useQueues();
  const mayEdit = useMay('queue.edit');
  const [asked, setAsked] = useState<Asked>();
  const names = data?.queues.map(({ name }) => name) ?? [];
  const close = () => setAsked(undefined);
  const create = () => setAsked({ kind: 'create' });
  usePageActions(mayEdit ? [{ word: 'New queue', act: create, Icon: Plus }] : []);
  return (
    <Page
      title="Queues"
      actions={
        mayEdit && (
          <Button isSmall Icon={Plus} onClick={create}>
            New queue
          </Button>
        )
      }
    >
      <div className="panel">
        {fault !== undefined && <FaultNotice fault={fault} onRetry={reload} />}
        {data === undefined && fault === undefined && <Skeleton rows={6} />}
        {data?.queues.length === 0 && <NoQueues />}
        {data !== undefined && data.queues.length > 0 && (
          <OrderedQueues
            queues={data.queues}
            workers={data.workers}
            onEdit={(queue) => setAsked({ kind: 'edit', queue })}
            onSwitch={(question) => setAsked({ kind: 'switch', question })}
          />
        )}
      </div>
      {asked?.kind === 'create' && <QueueDialog queue={undefined} taken={names} onDone={reload} onClose={close} />}
      {asked?.kind === 'edit' && <QueueDialog queue={asked.queue} taken={names} onDone={reload} onClose={close} />}
      {asked?.kind === 'switch' && <QueueSwitchDialog question={asked.question} onDone={reload} onClose={close} />}
    </Page>
  );
}

type Ordered = {
  queues: readonly Queue[];
  workers: readonly { state: string; queues: readonly string[] }[];
  onEdit: (queue: Queue) => void;
  onSwitch: (question: QueueQuestion) => void;
};

/** Rows are ordered when somebody asks for it, and stay where they are while their numbers change. */
function OrderedQueues({ queues, ...rest }: Ordered) {
  const [sort, setSort] = useUrlChoice('sort', queueSorts);
  const [order, setOrder] = useState({ sort, ids: idsOf(sortQueues(queues, sort)) });
  if (order.sort !== sort) setOrder({ sort, ids: idsOf(sortQueues(queues, sort)) });
  return (
    <QueuesTable
      {...rest}
      queues={keepOrder(queues, order.ids)}
      sort={sort}
      onSort={(next) => {
        setOrder({ sort: next, ids: idsOf(sortQueues(queues, next)) });
        setSort(next);
      }}
    />
  );
}

function idsOf(queues: readonly Queue[]): string[] {
  return queues.map(({ id }) => id);
}

function NoQueues() {
  return (
    <EmptyState Icon={Layers} title="There are no queues yet.">
      A task names the queue that its jobs wait in. Each queue has a priority, and a cap on how many of its jobs run at
      once.
    </EmptyState>
  );
}
