'use client';

import Link from 'next/link';
import type { AlertsQuery } from '#components/generated/documents.ts';
import { shortId } from '#components/page/short-id.ts';
import { TableFrame } from '#components/page/table-frame.tsx';
import { alertLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';

type Alert = AlertsQuery['alerts']['nodes'][number];

/** Alerts as rows. */
export function AlertsTable({ alerts }: { alerts: readonly Alert[] }) {
  return (
    <TableFrame label="Alerts">
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Severity</th>
          <th scope="col" className="w-1/2">
            What
          </th>
          <th scope="col">About</th>
          <th scope="col">Raised</th>
          <th scope="col">Resolved</th>
        </tr>
      </thead>
      <tbody>
        {alerts.map((alert) => (
          <tr key={alert.id}>
            <td>
              <StateMark look={alertLooks[alert.state]} />
            </td>
            <td className="capitalize">{alert.severity.toLowerCase()}</td>
            <td className="py-1.5">
              {alert.message} <span className="identifier text-quiet">{alert.kind}</span>
            </td>
            <td className="whitespace-nowrap">
              <Subject alert={alert} />
            </td>
            <td>
              <Moment at={alert.raisedAt} />
            </td>
            <td>
              <Moment at={alert.resolvedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

function Subject({ alert: { job, run, schedule } }: { alert: Alert }) {
  if (run !== null) return <SubjectLink href={`/runs/${run.id}`} words={`run ${shortId(run.id)}`} />;
  if (job !== null) return <SubjectLink href={`/jobs/${job.id}`} words={`job ${shortId(job.id)}`} />;
  if (schedule !== null) return <SubjectLink href="/schedules" words={`schedule ${schedule.name}`} />;
  return '–';
}

function SubjectLink({ href, words }: { href: string; words: string }) {
  return (
    <Link className="link" href={href}>
      {words}
    </Link>
  );
}
