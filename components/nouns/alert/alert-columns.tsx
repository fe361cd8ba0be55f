'use client';

import { useState } from 'react';
import { Link } from '#components/address/link.tsx';
import type { AlertRowFragment } from '#components/generated/alerts.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { alertLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';
import { Button } from '#components/ui/form/button.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { kindWord, severityLook, subjectLink } from './alert-words.ts';
import { ResolveDialog } from './resolve-dialog.tsx';
import { Sentence } from './sentence.tsx';

/** The columns of a list of alerts. */
export const alertColumns: Column<AlertRowFragment>[] = [
  { key: 'state', title: 'State', width: '7.5rem', cell: ({ state }) => <StateMark look={alertLooks[state]} /> },
  {
    key: 'severity',
    title: 'Severity',
    width: '7.5rem',
    needs: 'middle',
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
  { key: 'about', title: 'About', width: '12rem', needs: 'middle', cell: (alert) => <Subject alert={alert} /> },
  { key: 'raised', title: 'Since', width: '8rem', cell: ({ raisedAt }) => <Moment at={raisedAt} /> },
  { key: 'resolved', title: 'Resolved', width: '8rem', needs: 'middle', cell: (alert) => <Resolved alert={alert} /> },
];

function Resolved({ alert }: { alert: AlertRowFragment }) {
  const mayResolve = useMay('alert.operate');
  const [isAsked, setIsAsked] = useState(false);
  if (alert.resolvedAt !== null) return <Moment at={alert.resolvedAt} />;
  if (!mayResolve) return <span className="text-quiet">–</span>;
  return (
    <>
      <Button
        isSmall
        kind="quiet"
        className="-ml-2"
        aria-label={`Resolve ${alert.message}`}
        onClick={() => setIsAsked(true)}
      >
        Resolve
      </Button>
      {isAsked && <ResolveDialog alert={alert} onClose={() => setIsAsked(false)} />}
    </>
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
