'use client';

import Link from 'next/link';
import type { RunRowFragment } from '#components/generated/documents.ts';
import { sayActor } from '#components/page/say-actor.ts';
import { shortId } from '#components/page/short-id.ts';
import { TableFrame } from '#components/page/table-frame.tsx';
import { runLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Duration, Moment } from '#components/time/moment.tsx';

/** Runs as rows, the newest first. */
export function RunsTable({ runs }: { runs: readonly RunRowFragment[] }) {
  return (
    <TableFrame label="Runs">
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Workflow</th>
          <th scope="col">Run</th>
          <th scope="col" className="number">
            Version
          </th>
          <th scope="col" className="number">
            Steps
          </th>
          <th scope="col">Started</th>
          <th scope="col" className="number">
            Duration
          </th>
          <th scope="col">Started by</th>
          <th scope="col" className="w-1/3">
            Why
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id}>
            <td>
              <StateMark look={runLooks[run.state]} />
            </td>
            <td className="max-w-72 truncate font-medium" title={run.workflow.name}>
              {run.workflow.name}
            </td>
            <td>
              <Link className="link identifier" href={`/runs/${run.id}`} title={run.id}>
                {shortId(run.id)}
              </Link>
            </td>
            <td className="number">{run.version.number}</td>
            <td className="number">{run.version.stepCount}</td>
            <td>
              <Moment at={run.startedAt} />
            </td>
            <td className="number">
              <Duration from={run.startedAt} to={run.finishedAt} />
            </td>
            <td className="whitespace-nowrap" title={run.startedBy}>
              {sayActor(run.startedBy)}
            </td>
            <td className="max-w-0 truncate text-quiet" title={run.reason?.message}>
              {run.reason?.message ?? (run.failedStep === null ? '' : `step ${run.failedStep} failed`)}
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
