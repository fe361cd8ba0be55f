'use client';

import { MailCheck } from 'lucide-react';
import { useState } from 'react';
import { useUrlChoice } from '#components/address/use-url.ts';
import { useCommand } from '#components/api/use-command.ts';
import { useReading } from '#components/api/use-reading.ts';
import {
  DeliveriesDocument,
  type DeliveryRowFragment,
  RetryDeliveryDocument,
} from '#components/generated/notifications.ts';
import { Panel } from '#components/kit/page/page.tsx';
import { Reading } from '#components/kit/page/reading.tsx';
import type { Topic } from '#components/live/live-event.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';
import { deliveryLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import type { DeliveryState } from '#domain/machines.ts';
import { DeliveryDialog } from './delivery-dialog.tsx';
import { whyOf, withoutTenant } from './say-delivery.ts';

const topic: Topic = { kind: 'events', filter: { noun: 'DELIVERY' } };
const choices = ['all', 'waiting', 'failed'] as const;
const words = { all: 'All', waiting: 'On their way', failed: 'Failed' };
const statesOf: Record<(typeof choices)[number], DeliveryState[] | null> = {
  all: null,
  waiting: ['PENDING', 'FAILED', 'HELD'],
  failed: ['FAILED', 'GIVEN_UP'],
};
// The log of a bad night is longer; the API has all of it.
const rowsShown = 100;

/** What was sent, or could not be, and another try. */
export function DeliveriesPanel() {
  const [choice, choose] = useUrlChoice('sent', choices);
  const [opened, setOpened] = useState<DeliveryRowFragment>();
  const answer = useReading({
    query: DeliveriesDocument,
    variables: { first: rowsShown, states: statesOf[choice] },
    keepsShown: true,
  });
  useRefreshOnEvents({ topic, after: answer.data?.deliveries.eventCursor, read: answer.reload });
  return (
    <Panel
      title="What was sent"
      aside={
        <Segmented
          label="Which messages"
          value={choice}
          options={choices.map((value) => ({ value, word: words[value] }))}
          onChange={choose}
        />
      }
    >
      <Reading answer={answer} rows={6}>
        {({ deliveries: { nodes, totalCount } }) =>
          nodes.length === 0 ? (
            <EmptyState Icon={MailCheck} title={choice === 'all' ? 'Nothing was sent yet' : 'There are none of these'}>
              Every message to a channel stands here with what its receiver said.
            </EmptyState>
          ) : (
            <DataTable
              label="Messages"
              columns={columns}
              rows={nodes}
              totalCount={totalCount}
              keyOf={({ id }) => id}
              onOpen={setOpened}
              minWidth="72rem"
              foot={
                totalCount > nodes.length && (
                  <p className="px-3 py-2 text-quiet">
                    The newest {nodes.length} are shown; the API lists all of them.
                  </p>
                )
              }
            />
          )
        }
      </Reading>
      {opened !== undefined && <DeliveryDialog delivery={opened} onClose={() => setOpened(undefined)} />}
    </Panel>
  );
}

const columns: readonly Column<DeliveryRowFragment>[] = [
  { key: 'state', title: 'State', width: '8rem', cell: ({ state }) => <StateMark look={deliveryLooks[state]} /> },
  {
    key: 'subject',
    title: 'Message',
    cell: ({ subject }) => <span className="font-medium">{withoutTenant(subject)}</span>,
    hint: ({ subject }) => subject,
  },
  {
    key: 'channel',
    title: 'Channel',
    width: '8rem',
    cell: ({ channel }) => channel.name,
    hint: ({ channel }) => channel.name,
  },
  {
    key: 'why',
    title: 'What came back',
    width: '24%',
    cell: (row) => <Why row={row} />,
    hint: (row) => whyOf(row) || undefined,
  },
  { key: 'tries', title: 'Tries', width: '4.5rem', isNumber: true, cell: ({ tries }) => tries },
  { key: 'made', title: 'Made', width: '7rem', cell: ({ createdAt }) => <Moment at={createdAt} /> },
  {
    key: 'retry',
    title: <span className="sr-only">Send again</span>,
    width: '9rem',
    cell: (row) => <RetryButton delivery={row} />,
  },
];

function Why({ row }: { row: DeliveryRowFragment }) {
  return <span className={row.error === null ? 'text-quiet' : 'text-failed'}>{whyOf(row)}</span>;
}

/** Sends a message again that did not get through. */
function RetryButton({ delivery: { id, state, subject } }: { delivery: DeliveryRowFragment }) {
  const retry = useCommand(RetryDeliveryDocument, (data) => data.retryDelivery);
  const say = useToast();
  if (state === 'SENT' || state === 'PENDING') return null;
  const act = async () => {
    if ((await retry.act({ id })) !== undefined) say({ words: 'It is sent again', kind: 'done' });
  };
  return (
    <Button isSmall isBusy={retry.isBusy} aria-label={`Send again: ${subject}`} onClick={() => void act()}>
      Send again
    </Button>
  );
}
