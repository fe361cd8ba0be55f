'use client';

import type { AlertRowFragment } from '#components/generated/alerts.ts';
import { deliveryLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { lastTold, tellingWords } from './say-telling.ts';

type Telling = AlertRowFragment['tellings'][number];

/** Who was told last, and how many others, in a row. */
export function ToldCell({ tellings }: Pick<AlertRowFragment, 'tellings'>) {
  const told = lastTold(tellings);
  if (told === undefined) return <span className="text-quiet">nobody</span>;
  return (
    <span className="inline-flex min-w-0 items-baseline gap-1.5">
      <span className="min-w-0 truncate">{told.channels}</span>
      <span className="shrink-0 text-quiet">
        <Moment at={told.at} />
      </span>
    </span>
  );
}

const columns: readonly Column<Telling>[] = [
  { key: 'channel', title: 'Channel', cell: ({ channel }) => <span className="font-medium">{channel}</span> },
  { key: 'kind', title: 'What', width: '14rem', cell: ({ kind }) => tellingWords(kind) },
  { key: 'state', title: 'State', width: '9rem', cell: ({ state }) => <StateMark look={deliveryLooks[state]} /> },
  { key: 'at', title: 'Made', width: '9rem', cell: ({ at }) => <Moment at={at} /> },
  { key: 'ended', title: 'Ended', width: '9rem', cell: ({ endedAt }) => <Moment at={endedAt} empty="–" /> },
];

/** Everybody who was told, the latest first. */
export function TellingsTable({ tellings }: Pick<AlertRowFragment, 'tellings'>) {
  if (tellings.length === 0)
    return (
      <EmptyState title="Nobody was told of it">
        No rule asks for it, or its channels were paused. Rules are set up in Settings, Notifications.
      </EmptyState>
    );
  return (
    <DataTable
      label="Who was told"
      columns={columns}
      rows={tellings}
      keyOf={({ channel, at, kind }) => `${channel} ${at} ${kind}`}
      minWidth="44rem"
    />
  );
}
