'use client';

import { Link } from '#components/address/link.tsx';
import type { AlertRowFragment } from '#components/generated/alerts.ts';
import { alertPath } from '#components/kit/words/paths.ts';
import { sayAlertKind } from '#components/kit/words/say-alert-kind.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';
import { Sentence } from '#components/time/sentence.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { AlertRowButtons } from './alert-buttons.tsx';
import { alertLook, severityLook, subjectLink } from './alert-words.ts';
import { ToldCell } from './tellings.tsx';

/** The columns of a list of alerts. */
export const alertColumns: Column<AlertRowFragment>[] = [
  { key: 'state', title: 'State', width: '7rem', cell: (alert) => <StateMark look={alertLook(alert)} /> },
  {
    key: 'severity',
    title: 'Severity',
    width: '7rem',
    needs: 'middle',
    cell: ({ severity }) => <StateMark look={severityLook(severity)} />,
  },
  {
    key: 'what',
    title: 'What',
    cell: ({ id, message }) => (
      <Link className="block truncate font-medium hover:underline" href={alertPath(id)} prefetch={false}>
        <Sentence text={message} />
      </Link>
    ),
    hint: ({ kind, message }) => `${message} (${sayAlertKind(kind)})`,
  },
  { key: 'about', title: 'About', width: '10rem', needs: 'middle', cell: (alert) => <Subject alert={alert} /> },
  {
    key: 'told',
    title: 'Told',
    width: '11rem',
    needs: 'middle',
    cell: ({ tellings }) => <ToldCell tellings={tellings} />,
  },
  { key: 'raised', title: 'Since', width: '6.5rem', cell: ({ raisedAt }) => <Moment at={raisedAt} /> },
  {
    key: 'resolved',
    title: 'Resolved',
    width: '14rem',
    needs: 'middle',
    cell: (alert) => <Resolved alert={alert} />,
  },
];

function Resolved({ alert }: { alert: AlertRowFragment }) {
  return alert.resolvedAt === null ? <AlertRowButtons alert={alert} /> : <Moment at={alert.resolvedAt} />;
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
