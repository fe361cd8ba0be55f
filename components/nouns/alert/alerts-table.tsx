'use client';

import { type ReactNode, useState } from 'react';
import { Link } from '#components/address/link.tsx';
import { useGo } from '#components/address/tenant-context.tsx';
import type { AlertRowFragment } from '#components/generated/documents.ts';
import { useMay } from '#components/shell/session/use-viewer.tsx';
import { alertLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { kindWord, severityLook, subjectLink } from './alert-words.ts';
import { ResolveDialog } from './resolve-dialog.tsx';
import { Sentence } from './sentence.tsx';

type Parts = { alerts: readonly AlertRowFragment[]; totalCount: number; foot: ReactNode };

const columns: Column<AlertRowFragment>[] = [
  { key: 'state', title: 'State', width: '7.5rem', cell: ({ state }) => <StateMark look={alertLooks[state]} /> },
  {
    key: 'severity',
    title: 'Severity',
    width: '7.5rem',
    cell: ({ severity }) => <StateMark look={severityLook(severity)} />,
  },
  {
    key: 'what',
    title: 'What',
    cell: ({ message }) => (
      <span className="font-medium">
        <Sentence text={message} />
      </span>
    ),
    hint: ({ kind, message }) => `${message} (${kindWord(kind)})`,
  },
  { key: 'about', title: 'About', width: '12rem', cell: (alert) => <Subject alert={alert} /> },
  { key: 'raised', title: 'Since', width: '8rem', cell: ({ raisedAt }) => <Moment at={raisedAt} /> },
];

/** Alerts as rows; Enter leads to the work that one is about. */
export function AlertsTable({ alerts, totalCount, foot }: Parts) {
  const go = useGo();
  const mayResolve = useMay('alert.operate');
  const [resolving, setResolving] = useState<AlertRowFragment>();
  const open = (alert: AlertRowFragment) => {
    const link = subjectLink(alert);
    if (link !== undefined) go(link.href);
  };
  const last: Column<AlertRowFragment> = {
    key: 'resolved',
    title: 'Resolved',
    width: '8rem',
    cell: (alert) => <Resolved alert={alert} onResolve={mayResolve ? setResolving : undefined} />,
  };
  return (
    <>
      <DataTable
        label="Alerts"
        columns={[...columns, last]}
        rows={alerts}
        keyOf={(alert) => alert.id}
        totalCount={totalCount}
        onOpen={open}
        isMain
        isFilled
        minWidth="60rem"
        foot={foot}
      />
      {resolving !== undefined && <ResolveDialog alert={resolving} onClose={() => setResolving(undefined)} />}
    </>
  );
}

type ResolvedParts = { alert: AlertRowFragment; onResolve: ((alert: AlertRowFragment) => void) | undefined };

function Resolved({ alert, onResolve }: ResolvedParts) {
  if (alert.resolvedAt !== null) return <Moment at={alert.resolvedAt} />;
  if (onResolve === undefined) return <span className="text-quiet">–</span>;
  return (
    <Button
      isSmall
      kind="quiet"
      className="-ml-2"
      aria-label={`Resolve ${alert.message}`}
      onClick={() => onResolve(alert)}
    >
      Resolve
    </Button>
  );
}

function Subject({ alert }: { alert: AlertRowFragment }) {
  const link = subjectLink(alert);
  if (link === undefined) return <span className="text-quiet">gone</span>;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Link className="link identifier inline-flex min-h-6 items-center" href={link.href}>
        {link.words}
      </Link>
      {alert.run !== null && <span className="min-w-0 truncate text-quiet">{alert.run.workflow.name}</span>}
    </span>
  );
}
