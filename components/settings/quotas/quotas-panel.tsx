'use client';

import { Gauge, Pencil, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { EventCursorDocument } from '#components/generated/events.ts';
import { type QuotaRowFragment, QuotasDocument } from '#components/generated/quotas.ts';
import { Panel } from '#components/kit/page/page.tsx';
import { Reading } from '#components/kit/page/reading.tsx';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import type { Topic } from '#components/live/live-event.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';
import { useRegularRefresh } from '#components/live/refresh/use-regular-refresh.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';
import { BarMeter } from '#components/ui/bar-meter.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { QuotaDialog } from './quota-dialog.tsx';
import { RemoveQuotaDialog, ResetQuotaDialog } from './quota-questions.tsx';
import { barFamily, freeKinds, nameOfQuota, sayUse, standingLooks, warningMark } from './quota-words.ts';

const topic: Topic = {
  kind: 'events',
  filter: { types: ['quota.changed', 'quota.removed', 'quota.reset', 'quota.warned', 'quota.exhausted'] },
};

// What is used grows with every job, of which nobody is told one by one.
const againMs = 10_000;

type Asked = { kind: 'new' } | { kind: 'edit' | 'reset' | 'remove'; quota: QuotaRowFragment };

/** How much the tenant may use in a day or a month, and how much of it is used. */
export function QuotasPanel() {
  const place = useReading({ query: EventCursorDocument, variables: {} });
  const answer = useReading({ query: QuotasDocument, variables: {} });
  useRefreshOnEvents({ topic, after: place.data?.jobs.eventCursor, read: answer.reload });
  useRegularRefresh(answer.reload, againMs);
  const mayChange = useMay('platform.manage');
  const [asked, setAsked] = useState<Asked>();
  const quotas = answer.data?.quotas ?? [];
  const make = mayChange && answer.data !== undefined && freeKinds(quotas).length > 0 && (
    <Button isSmall onClick={() => setAsked({ kind: 'new' })}>
      New quota
    </Button>
  );
  return (
    <Panel title="Quotas" aside={make}>
      <Reading answer={answer} rows={3}>
        {() => <Quotas quotas={quotas} mayChange={mayChange} ask={setAsked} />}
      </Reading>
      <p className="border-t border-line px-3 py-2 text-small text-quiet">
        {mayChange
          ? 'Once a quota is used up, new jobs and runs are refused until it begins anew; what was made goes on. Steps of runs and minutes are counted some seconds later.'
          : 'Once a quota is used up, new jobs and runs are refused until it begins anew. Only a platform admin changes quotas.'}
      </p>
      {asked !== undefined && <Asking asked={asked} quotas={quotas} onClose={() => setAsked(undefined)} />}
    </Panel>
  );
}

type Parts = { quotas: readonly QuotaRowFragment[]; mayChange: boolean; ask: (asked: Asked) => void };

function Quotas({ quotas, mayChange, ask }: Parts) {
  if (quotas.length === 0)
    return (
      <EmptyState Icon={Gauge} title="No quota limits this tenant">
        A quota says how many jobs may be made, or how many minutes may run, in a day or a month.
      </EmptyState>
    );
  const columns: readonly Column<QuotaRowFragment>[] = [
    {
      key: 'name',
      title: 'Quota',
      width: '11rem',
      cell: (quota) => <span className="font-medium">{nameOfQuota(quota)}</span>,
    },
    { key: 'used', title: 'Used', cell: (quota) => <UsedBar quota={quota} /> },
    {
      key: 'standing',
      title: 'Standing',
      width: '10rem',
      cell: ({ standing }) => <StateMark look={standingLooks[standing]} />,
    },
    {
      key: 'resets',
      title: 'Begins anew',
      width: '13rem',
      cell: ({ resetsAt }) => <Moment at={resetsAt} style="both" />,
    },
    {
      key: 'acts',
      title: <span className="sr-only">What can be done</span>,
      width: '7rem',
      cell: (quota) => mayChange && <QuotaActs quota={quota} ask={ask} />,
    },
  ];
  return <DataTable label="Quotas" columns={columns} rows={quotas} keyOf={({ id }) => id} minWidth="48rem" />;
}

// The figures have a place of their own, so that the bars of all rows can be laid beside each other.
function UsedBar({ quota }: { quota: QuotaRowFragment }) {
  const { used, max, standing } = quota;
  return (
    <span className="grid grid-cols-[minmax(0,1fr)_8rem] items-center gap-2">
      <BarMeter label="Used" value={used} max={max} family={barFamily(standing)} mark={warningMark(max)} words="" />
      <span className="figures text-right whitespace-nowrap">{sayUse(quota)}</span>
    </span>
  );
}

function QuotaActs({ quota, ask }: { quota: QuotaRowFragment; ask: (asked: Asked) => void }) {
  const name = nameOfQuota(quota);
  return (
    <span className="flex justify-end gap-1">
      <IconButton isSmall label={`Change ${name}`} Icon={Pencil} onClick={() => ask({ kind: 'edit', quota })} />
      <IconButton isSmall label={`Reset ${name}`} Icon={RotateCcw} onClick={() => ask({ kind: 'reset', quota })} />
      <IconButton isSmall label={`Remove ${name}`} Icon={Trash2} onClick={() => ask({ kind: 'remove', quota })} />
    </span>
  );
}

function Asking({
  asked,
  quotas,
  onClose,
}: {
  asked: Asked;
  quotas: readonly QuotaRowFragment[];
  onClose: () => void;
}) {
  switch (asked.kind) {
    case 'new':
      return <QuotaDialog quota={undefined} taken={quotas} onClose={onClose} />;
    case 'edit':
      return <QuotaDialog quota={asked.quota} taken={quotas} onClose={onClose} />;
    case 'reset':
      return <ResetQuotaDialog quota={asked.quota} onClose={onClose} />;
    case 'remove':
      return <RemoveQuotaDialog quota={asked.quota} onClose={onClose} />;
  }
}
