'use client';

import Link from 'next/link';
import { useReading } from '#components/api/use-reading.ts';
import { OverviewDocument, type OverviewQuery } from '#components/generated/documents.ts';
import { useRefreshOnEvents } from '#components/live/use-refresh-on-events.ts';
import { EmptyNotice, FaultNotice, LoadingNotice } from '#components/page/notice.tsx';
import { Page, Panel } from '#components/page/page.tsx';
import { RunsTable } from '#components/runs/runs-table.tsx';
import { Glyph } from '#components/state/glyph.tsx';
import { colourOf, jobLooks } from '#components/state/state-look.ts';
import { Moment } from '#components/time/moment.tsx';
import type { JobState } from '#domain/machines.ts';
import { WorkersTable } from './workers-table.tsx';

// A count is dear on a large tenant, and a run that settles is often enough to look again.
const types = ['run.started', 'run.succeeded', 'run.failed', 'run.cancelled', 'alert.raised', 'alert.resolved'];

/** How the tenant stands: jobs by state, the latest runs, open alerts, workers. */
export function OverviewPage() {
  const { data, fault, reload } = useReading({ query: OverviewDocument, variables: {} });
  const after = data?.pending.eventCursor;
  useRefreshOnEvents({ topic: { kind: 'events', filter: { types } }, after, read: reload });
  return (
    <Page
      title="Overview"
      actions={
        <button type="button" className="button button-small" onClick={reload}>
          Refresh
        </button>
      }
    >
      {fault !== undefined && (
        <div className="panel">
          <FaultNotice fault={fault} onRetry={reload} />
        </div>
      )}
      {data === undefined && fault === undefined && <LoadingNotice rows={8} />}
      {data !== undefined && (
        <>
          <OpenAlerts alerts={data.alerts} />
          <JobCounts counts={data} />
          <Panel
            title="Latest runs"
            aside={
              <Link className="link" href="/runs">
                All runs
              </Link>
            }
          >
            {data.runs.nodes.length === 0 ? (
              <EmptyNotice>No run was started yet.</EmptyNotice>
            ) : (
              <RunsTable runs={data.runs.nodes} />
            )}
          </Panel>
          <Panel title="Workers">
            <WorkersTable workers={data.workers} />
          </Panel>
        </>
      )}
    </Page>
  );
}

function OpenAlerts({ alerts }: { alerts: OverviewQuery['alerts'] }) {
  if (alerts.totalCount === 0) return null;
  return (
    <Panel
      title={`Open alerts (${alerts.totalCount})`}
      aside={
        <Link className="link" href="/alerts">
          All alerts
        </Link>
      }
    >
      <ul className="flex flex-col gap-1 p-3">
        {alerts.nodes.map((alert) => (
          <li key={alert.id} className="flex items-center gap-2">
            <span className="text-warning">
              <Glyph name="mark" />
            </span>
            {alert.message}
            <span className="text-quiet">
              <Moment at={alert.raisedAt} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const tiles = [
  ['running', 'RUNNING'],
  ['pending', 'PENDING'],
  ['scheduled', 'SCHEDULED'],
  ['succeeded', 'SUCCEEDED'],
  ['failed', 'FAILED'],
  ['dead', 'DEAD'],
  ['cancelled', 'CANCELLED'],
  ['skipped', 'SKIPPED'],
] as const satisfies readonly (readonly [keyof OverviewQuery, JobState])[];

/** Every number leads to the jobs it counts. */
function JobCounts({ counts }: { counts: OverviewQuery }) {
  return (
    <section aria-label="Jobs by state" className="grid grid-cols-4 gap-3 xl:grid-cols-8">
      {tiles.map(([key, state]) => {
        const { totalCount, totalCountExact } = counts[key];
        return (
          <Link key={key} href={`/jobs?state=${state}`} className="panel flex flex-col gap-1 p-3 hover:bg-raised">
            <span
              className="inline-flex items-center gap-1.5 font-medium"
              style={{ color: colourOf(jobLooks[state].family) }}
            >
              <Glyph name={jobLooks[state].glyph} />
              {jobLooks[state].word}
            </span>
            <span className="text-[1.6rem] font-semibold leading-none">
              {totalCount.toLocaleString('en')}
              {totalCountExact ? '' : '+'}
            </span>
          </Link>
        );
      })}
    </section>
  );
}
