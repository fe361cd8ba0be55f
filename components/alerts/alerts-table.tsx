'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import type { AlertRowFragment } from '#components/generated/documents.ts';
import { alertLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';
import { DataTable } from '#components/ui/data-table.tsx';
import type { Column } from '#components/ui/table-column.ts';
import { kindWord, severityLook, subjectLink } from './alert-words.ts';

type Parts = { alerts: readonly AlertRowFragment[]; totalCount: number; foot: ReactNode };

const columns: Column<AlertRowFragment>[] = [
  { key: 'state', title: 'State', width: '8rem', cell: ({ state }) => <StateMark look={alertLooks[state]} /> },
  {
    key: 'severity',
    title: 'Severity',
    width: '8rem',
    cell: ({ severity }) => <StateMark look={severityLook(severity)} />,
  },
  { key: 'kind', title: 'Breach', width: '10rem', cell: ({ kind }) => kindWord(kind), hint: ({ kind }) => kind },
  { key: 'what', title: 'What', cell: ({ message }) => message, hint: ({ message }) => message },
  { key: 'about', title: 'About', width: '13rem', cell: (alert) => <Subject alert={alert} /> },
  { key: 'raised', title: 'Since', width: '8rem', cell: ({ raisedAt }) => <Moment at={raisedAt} /> },
  { key: 'resolved', title: 'Resolved', width: '8rem', cell: ({ resolvedAt }) => <Moment at={resolvedAt} empty="" /> },
];

/** Alerts as rows; Enter leads to the work that one is about. */
export function AlertsTable({ alerts, totalCount, foot }: Parts) {
  const router = useRouter();
  const open = (alert: AlertRowFragment) => {
    const link = subjectLink(alert);
    if (link !== undefined) router.push(link.href);
  };
  return (
    <DataTable
      label="Alerts"
      columns={columns}
      rows={alerts}
      keyOf={(alert) => alert.id}
      totalCount={totalCount}
      onOpen={open}
      isMain
      isFilled
      minWidth="64rem"
      foot={foot}
    />
  );
}

function Subject({ alert }: { alert: AlertRowFragment }) {
  const link = subjectLink(alert);
  if (link === undefined) return <span className="text-quiet">gone</span>;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Link className="link identifier" href={link.href}>
        {link.words}
      </Link>
      {alert.run !== null && <span className="min-w-0 truncate text-quiet">{alert.run.workflow.name}</span>}
    </span>
  );
}
