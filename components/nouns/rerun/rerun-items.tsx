'use client';

import { Link } from '#components/address/link.tsx';
import { useUrl } from '#components/address/use-url.ts';
import { useReading } from '#components/api/use-reading.ts';
import { type RerunBatchRowFragment, RerunItemsDocument, type RerunItemsQuery } from '#components/generated/reruns.ts';
import { EmptyNotice, FaultNotice } from '#components/kit/page/notice.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { runPath } from '#components/kit/words/paths.ts';
import { shortId } from '#components/kit/words/short-id.ts';
import { useRefreshOnEvents } from '#components/live/refresh/use-refresh-on-events.ts';
import { rerunItemLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Select } from '#components/ui/form/select.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import { rerunItemStates } from '#domain/machines.ts';

type Item = NonNullable<RerunItemsQuery['rerunBatch']>['items']['nodes'][number];

// The numbers above say how many there are; more than this nobody reads line by line.
const first = pageBounds.pageSizeMax;

/** What became of each run of a batch, those of one state when one is chosen. */
export function RerunItems({ batch }: { batch: Pick<RerunBatchRowFragment, 'id' | 'counts'> }) {
  const { search, change } = useUrl();
  const state = rerunItemStates.find((one) => one === search.get('state')?.toUpperCase());
  const { data, fault, reload } = useReading({
    query: RerunItemsDocument,
    variables: { id: batch.id, first, states: state === undefined ? null : [state] },
    keepsShown: true,
  });
  const items = data?.rerunBatch?.items;
  useRefreshOnEvents({
    topic: { kind: 'events', filter: { noun: 'RERUN' } },
    after: items?.eventCursor,
    read: reload,
    gapMs: 1_000,
  });
  const total = `${items?.totalCount.toLocaleString('en')}${items?.totalCountExact === false ? '+' : ''}`;
  return (
    <Panel
      title="Its runs"
      aside={
        <span className="flex items-center gap-3">
          {items !== undefined && items.totalCount > items.nodes.length && (
            <span className="text-quiet">
              the first {items.nodes.length} of {total}
            </span>
          )}
          <Select
            isSmall
            isLabelHidden
            label="Runs in the state"
            value={state ?? 'all'}
            options={[
              { value: 'all', word: 'All' },
              ...rerunItemStates.map((one) => ({ value: one, word: rerunItemLooks[one].word })),
            ]}
            onChange={(value) => change({ state: value === 'all' ? undefined : value.toLowerCase() })}
          />
        </span>
      }
    >
      {items === undefined && fault === undefined && <Skeleton rows={6} />}
      {items === undefined && fault !== undefined && <FaultNotice fault={fault} onRetry={reload} />}
      {items?.nodes.length === 0 && <EmptyNotice>None of its runs is in this state.</EmptyNotice>}
      {items !== undefined && items.nodes.length > 0 && (
        <DataTable
          label="Runs of the batch"
          columns={columns}
          rows={items.nodes}
          keyOf={(item) => item.run?.id ?? item.rerun?.id ?? ''}
          minWidth="48rem"
        />
      )}
    </Panel>
  );
}

const columns: readonly Column<Item>[] = [
  { key: 'state', title: 'State', width: '8.5rem', cell: ({ state }) => <StateMark look={rerunItemLooks[state]} /> },
  { key: 'run', title: 'Run', width: '9rem', cell: ({ run }) => <RunLink run={run} /> },
  {
    key: 'workflow',
    title: 'Workflow',
    hint: ({ run }) => run?.workflow.name,
    cell: ({ run }) => run?.workflow.name ?? <span className="text-quiet">gone</span>,
  },
  { key: 'rerun', title: 'Ran again as', width: '9rem', cell: ({ rerun }) => <RunLink run={rerun} /> },
  {
    key: 'why',
    title: 'Why not',
    hint: ({ reason }) => reason?.message,
    cell: ({ reason }) => <span className="text-quiet">{reason?.message}</span>,
  },
];

function RunLink({ run }: { run: { id: string } | null }) {
  if (run === null) return <span className="text-quiet">–</span>;
  return (
    <Link className="link identifier" href={runPath(run.id)} prefetch={false}>
      {shortId(run.id)}
    </Link>
  );
}
