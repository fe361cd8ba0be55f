'use client';

import { Link } from '#components/address/link.tsx';
import { useGo } from '#components/address/tenant-context.tsx';
import type { RecentRunFragment } from '#components/generated/workflows.ts';
import { runPath } from '#components/kit/words/paths.ts';
import { sayActor } from '#components/kit/words/say-actor.ts';
import { longestSpanMs } from '#components/nouns/job/details/measured-span.ts';
import { runLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { DurationBar } from '#components/time/duration-bar.tsx';
import { Moment } from '#components/time/moment.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';

/** The last runs of a workflow. */
export function RecentRuns({ runs }: { runs: readonly RecentRunFragment[] }) {
  const go = useGo();
  if (runs.length === 0) return <EmptyState title="It has not run yet.">Start it, or put it on a schedule.</EmptyState>;
  const longestMs = longestSpanMs(runs.map(({ startedAt, finishedAt }) => ({ from: startedAt, to: finishedAt })));
  return (
    <DataTable
      label="Last runs"
      isMain
      columns={columnsOf(longestMs)}
      rows={runs}
      keyOf={(run) => run.id}
      onOpen={(run) => go(runPath(run.id))}
      isFilled
    />
  );
}

const columnsOf = (longestMs: number): Column<RecentRunFragment>[] => [
  {
    key: 'state',
    title: 'State',
    width: '9.5rem',
    cell: (run) => (
      <Link href={runPath(run.id)} aria-label={`${runLooks[run.state].word}: open the run`}>
        <StateMark look={runLooks[run.state]} />
      </Link>
    ),
  },
  { key: 'started', title: 'Started', width: '9rem', cell: (run) => <Moment at={run.startedAt} /> },
  {
    key: 'duration',
    title: 'Duration',
    width: '8rem',
    isNumber: true,
    cell: (run) => (
      <DurationBar from={run.startedAt} to={run.finishedAt} longestMs={longestMs} family={runLooks[run.state].family} />
    ),
  },
  {
    key: 'version',
    title: 'Version',
    width: '5.5rem',
    needs: 'middle',
    isNumber: true,
    cell: (run) => run.version.number,
  },
  {
    key: 'by',
    title: 'By',
    width: '14rem',
    needs: 'middle',
    cell: (run) => sayActor(run.starter),
    hint: (run) => run.starter.id,
  },
  {
    key: 'failed',
    title: 'Failed at',
    cell: (run) => run.failedStep,
    hint: (run) => run.failedStep ?? undefined,
  },
];
