'use client';

import Link from 'next/link';
import { EmptyNotice } from '#components/page/notice.tsx';
import { shortId } from '#components/page/short-id.ts';
import { TableFrame } from '#components/page/table-frame.tsx';
import { jobLooks, runLooks, tickLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';
import type { ScheduleDetails } from './schedules-page.tsx';

type Tick = ScheduleDetails['ticks']['nodes'][number];

/** The last instants of a schedule, what became of each, and why. */
export function TicksTable({ ticks, name }: { ticks: readonly Tick[]; name: string }) {
  if (ticks.length === 0) return <EmptyNotice>It has not fired yet.</EmptyNotice>;
  return (
    <TableFrame label={`Last ticks of ${name}`}>
      <thead>
        <tr>
          <th scope="col">Planned for</th>
          <th scope="col">Outcome</th>
          <th scope="col">Made</th>
          <th scope="col" className="w-1/2">
            Why
          </th>
        </tr>
      </thead>
      <tbody>
        {ticks.map((tick) => (
          <tr key={tick.scheduledFor}>
            <td>
              <Moment at={tick.scheduledFor} />
            </td>
            <td>
              <StateMark look={tickLooks[tick.outcome]} />
            </td>
            <td className="whitespace-nowrap">
              <Made tick={tick} />
            </td>
            <td className="max-w-0 truncate text-quiet" title={tick.reason ?? undefined}>
              {tick.reason ?? (tick.manual ? 'by hand' : '')}
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

function Made({ tick: { job, run } }: { tick: Tick }) {
  if (job === null && run === null) return <span className="text-quiet">nothing</span>;
  return (
    <span className="flex items-center gap-3">
      {job !== null && (
        <>
          <Link className="link identifier" href={`/jobs/${job.id}`} title={job.id}>
            job {shortId(job.id)}
          </Link>
          <StateMark look={jobLooks[job.state]} />
        </>
      )}
      {run !== null && (
        <>
          <Link className="link identifier" href={`/runs/${run.id}`} title={run.id}>
            run {shortId(run.id)}
          </Link>
          <StateMark look={runLooks[run.state]} />
        </>
      )}
    </span>
  );
}
